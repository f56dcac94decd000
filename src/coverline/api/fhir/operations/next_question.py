"""`$next-question`: the response that was sent, with what to ask next in its own form, or completed."""

from typing import Any

from coverline.api.fhir.contents import Resource
from coverline.api.fhir.operations.asked import Call
from coverline.api.fhir.operations.parameters import parameters_of, read_resource, wrong
from coverline.api.refusals import Reason, Refused
from coverline.api.work import library
from coverline.decide.facts import Undecidable
from coverline.forms import next_question
from coverline.problem import Unreadable

Data = dict[str, Any]

RESPONSE = "QuestionnaireResponse"
# SDC's name, and the one that DTR 2.1 had for it.
NAMES = ("questionnaire-response", "questionnaire-response-in")


def asked_next(call: Call) -> Data:
    """The response one step on; raises Refused."""
    response, place = _sent(read_resource(call.content))
    if response.get("status") == "completed":
        detail = "found a response that is completed; expected one in progress"
        raise wrong(f"{place}.status", detail, Reason.UNREADABLE)
    _require_items(response, place)
    try:
        return next_question(response, library(), call.address, call.today)
    except Unreadable as unreadable:
        told = [(each.file, f"found {each.found}; expected {each.expected}") for each in unreadable.problems]
        raise _refused(told, place) from None
    except Undecidable as undecidable:
        told = [("", f"found {each.found}; expected {each.expected}") for each in undecidable.conflicts]
        raise _refused(told, place) from None


def _sent(data: Resource) -> tuple[Resource, str]:
    """The response of a body, which may hold it as a parameter, and its place."""
    if data["resourceType"] == RESPONSE:
        return data, RESPONSE
    if data["resourceType"] != "Parameters":
        raise wrong("", f"found a resource of another kind; expected {RESPONSE} or Parameters with it")
    given = [each for each in parameters_of(data).given if each.name in NAMES]
    if len(given) != 1:
        detail = f"found {len(given)} of {NAMES[0]}; expected one"
        raise wrong("Parameters.parameter", detail)
    return given[0].resource(RESPONSE), f"{given[0].place}.resource"


def _require_items(response: Resource, place: str) -> None:
    """Refuses a form within a response that nothing can be added to."""
    contained = response.get("contained")
    for number, each in enumerate(contained if isinstance(contained, list) else ()):
        items = each.get("item", []) if isinstance(each, dict) else None
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            detail = "found something that is no list of items; expected the items of a form"
            raise wrong(f"{place}.contained[{number}].item", detail, Reason.UNREADABLE)


def _refused(told: list[tuple[str, str]], place: str) -> Refused:
    """The refusal of answers; each problem names its item behind the name of the response."""
    errors = []
    for name, detail in told:
        said = name.split(" ")
        at = f"{place}.{said[1]}" if len(said) > 1 else place
        errors.append({"expression": at, "detail": f"{said[-1]} {detail}" if len(said) > 2 else detail})
    return Refused(Reason.UNREADABLE, errors[0]["detail"], errors)
