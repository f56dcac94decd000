"""What can be read and searched for: forms, libraries and value sets, under our own address."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from coverline.api.fhir.operations.asked import Call
from coverline.api.fhir.operations.known import every_form
from coverline.api.fhir.operations.served import SEARCHED
from coverline.api.refusals import Reason, Refused
from coverline.api.work import library
from coverline.forms import library_resource, value_sets

Data = dict[str, Any]
# Every resource of a kind as a call finds it, of several versions of one the newest last.
All = Callable[[Call], Iterator[Data]]

FORMATS = frozenset({"json", "application/json", "application/fhir+json"})
FORMAT = "_format"


def forms(call: Call) -> Iterator[Data]:
    """Every form, and the one of each policy version that asks question by question."""
    yield from (each.questionnaire(call.address, call.language) for each in every_form())


def libraries(call: Call) -> Iterator[Data]:
    """The library of expressions of every form."""
    whole = (each for each in every_form() if not each.is_adaptive)
    yield from (library_resource(each.policy, library(), call.address) for each in whole)


def sets(call: Call) -> Iterator[Data]:
    """Every value set."""
    yield from value_sets(library(), call.address)


def one(every: All, kind: str, call: Call) -> Data:
    """The resource with an id, of several versions the newest; raises Refused."""
    require_known(call.parameters, ())
    found = [each for each in every(call) if each["id"] == call.name]
    if not found:
        detail = f"found an id that is not known; expected one of GET {call.address}/fhir/{kind}"
        raise Refused(Reason.NO_SUCH_RESOURCE, detail)
    return found[-1]


def search(every: All, kind: str, call: Call) -> Data:
    """The resources of a canonical name and version, or all of them; raises Refused."""
    require_known(call.parameters, SEARCHED)
    url, _, version = call.parameters.get("url", "").partition("|")
    version = call.parameters.get("version", version)
    found = [each for each in every(call) if url in ("", each["url"]) and version in ("", each["version"])]
    base = f"{call.address}/fhir/{kind}"
    entries = [{"fullUrl": f"{base}/{each['id']}", "resource": each, "search": MATCH} for each in found]
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(found),
        "link": [{"relation": "self", "url": base}],
        **({"entry": entries} if entries else {}),
    }


MATCH = {"mode": "match"}


def require_known(given: Mapping[str, str], known: tuple[str, ...]) -> None:
    """Refuses a parameter that would be overlooked, and a format that is not written."""
    unknown = sorted(set(given) - {*known, FORMAT})
    if unknown:
        expected = f"only {', '.join(known)}" if known else "none"
        detail = f"found a parameter that is not known; expected {expected}"
        raise Refused(Reason.WRONG_PARAMETERS, detail)
    if given.get(FORMAT, "json") not in FORMATS:
        raise Refused(Reason.WRONG_PARAMETERS, f"{FORMAT}: found a format that is not written; expected json")
