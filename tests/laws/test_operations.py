"""Whatever is sent to the FHIR server, it answers or refuses, and never fails; nothing unknown becomes no."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coverline.api.fhir.operations.asked import Call
from coverline.api.fhir.operations.working import answer
from coverline.api.work import work
from coverline.forms import Language, Version
from tests.fhir.dtr import Resource, named, package, sent
from tests.fhir.messages import bundle

NOW = datetime(2026, 11, 28, 6, tzinfo=UTC)
ADDRESS = "http://localhost:8000"
FORM = f"{ADDRESS}/fhir/Questionnaire/floridablue-02-20000-18"

LEAVES = st.none() | st.booleans() | st.integers(-3, 2**70) | st.floats(allow_nan=False) | st.text(max_size=5)
REFERENCES = st.sampled_from(
    ["Patient/p1", "Patient/p2", "#x", "urn:uuid:1", "https://e.org/Patient/p1", "/", ""]
)
DAYS = st.sampled_from(["2026", "2026-03", "2026-03-16", "2026-03-16T10:00:00Z", "0000-00-00", "9999-12-31"])
OTHERS = (
    LEAVES | REFERENCES | DAYS | st.lists(LEAVES, max_size=2) | st.dictionaries(st.text(max_size=3), LEAVES)
)


def _paths(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything in a message."""
    match value:
        case dict():
            return [above, *(path for name, each in value.items() for path in _paths(each, (*above, name)))]
        case list():
            return [above, *(path for at, each in enumerate(value) for path in _paths(each, (*above, at)))]
        case _:
            return [above]


@st.composite
def _changed(draw: st.DrawFn, messages: Callable[[], list[Resource]]) -> Any:
    """A message of which a few parts are missing, doubled, or something else."""
    message = deepcopy(draw(st.sampled_from(messages())))
    for _ in range(draw(st.integers(0, 4))):
        paths = [path for path in _paths(message) if path]
        if not paths:
            break
        *way, last = draw(st.sampled_from(paths))
        holder = message
        for step in way:
            holder = holder[step]
        change = draw(st.sampled_from(["drop", "other", "double"]))
        if change == "drop":
            del holder[last]
        elif change == "double" and isinstance(holder, list):
            holder.append(deepcopy(holder[last]))
        else:
            holder[last] = draw(OTHERS)
    return message


def _call(name: str, message: Any) -> Call:
    content = json.dumps(message).encode()
    return Call(name, content, {}, ADDRESS, Version.STU_2_2, Language.FHIRPATH, NOW, date(2026, 11, 28), NOW)


def _answered(name: str, message: Any) -> tuple[int, Any]:
    done = answer(_call(name, message))
    assert done.reply.failure == ()
    assert done.reply.status in (200, 400, 404, 422)
    return done.reply.status, json.loads(done.reply.body)


def _packages() -> list[Resource]:
    asked = [named("questionnaire", "canonical", each) for each in (FORM, f"{FORM}-adaptive", "urn:x")]
    since = named("changedsince", "instant", "2026-11-28T06:00:01Z")
    return [package(), package(*asked), package(since, version="2.0.1"), package(asked[1], order=[])]


@cache
def _drafts() -> tuple[Resource, ...]:
    call = package(
        named("questionnaire", "canonical", f"{FORM}-adaptive"), named("questionnaire", "canonical", FORM)
    )
    _, found = _answered("POST $questionnaire-package", call)
    entries = [entry["resource"] for each in found["parameter"] for entry in each["resource"]["entry"]]
    return tuple(each for each in entries if each["resourceType"] == "QuestionnaireResponse")


def _responses() -> list[Resource]:
    return [each for each in _drafts() if "contained" in each]


def _charts() -> list[Resource]:
    forms = [{**each, "id": "form", "status": "completed"} for each in _drafts()]
    chart = [*sent("coverage"), *sent("order"), *sent("referenced")]
    return [*forms, *(bundle(*chart, each) for each in forms)]


@given(_changed(_packages))
def test_packages_are_given_or_refused(message: Any) -> None:
    status, found = _answered("POST $questionnaire-package", message)
    assert found["resourceType"] == ("Parameters" if status == 200 else "OperationOutcome") or status == 200


@given(_changed(_responses))
def test_the_next_question_is_asked_or_refused(message: Any) -> None:
    status, found = _answered("POST $next-question", message)
    assert found["resourceType"] == ("QuestionnaireResponse" if status == 200 else "OperationOutcome")


REPORT = {
    "resourceType": "Parameters",
    "parameter": [
        {"name": "questionnaire", "valueCanonical": FORM},
        {"name": "operationOutcome", "resource": {"resourceType": "OperationOutcome", "issue": [
            {"severity": "error", "code": "value"}]}},
    ],
}  # fmt: skip
EXPANDING = {
    "resourceType": "Parameters",
    "parameter": [
        {"name": "url", "valueUri": f"{ADDRESS}/fhir/ValueSet/answers-levels"},
        {"name": "count", "valueInteger": 3},
    ],
}


@given(_changed(lambda: [REPORT]))
def test_reports_are_taken_or_refused(message: Any) -> None:
    _answered("POST $log-questionnaire-errors", message)


@given(_changed(lambda: [EXPANDING]))
def test_value_sets_are_expanded_or_refused(message: Any) -> None:
    _answered("POST $expand", message)


@given(_changed(_charts))
def test_charts_with_forms_are_answered_or_refused_and_nothing_is_made_up(message: Any) -> None:
    reply = work("chart", json.dumps(message).encode(), {}, 10)
    assert reply.failure == ()
    assert reply.status in (200, 400, 422)
    if reply.status == 200:
        # Each fact of a case has a place in the chart or in a form.
        found = json.loads(reply.body)
        stated = {*found["case"].get("facts", {}), *(
            name for each in found["case"].get("lesions", ()) for name in each["facts"])}  # fmt: skip
        assert stated <= found["provenance"].keys()
