"""What can be read and searched for: forms, libraries and value sets, under our own address."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from coverline.api.fhir.operations.addressed import require_known, whole_number
from coverline.api.fhir.operations.asked import Call
from coverline.api.fhir.operations.known import every_form
from coverline.api.fhir.operations.served import COUNT, ID, OFFSET, PAGED, SEARCHED
from coverline.api.refusals import Reason, Refused
from coverline.api.work import library
from coverline.forms import library_resource, value_sets

Data = dict[str, Any]
# Every resource of a kind as a call finds it, of several versions of one the newest last.
All = Callable[[Call], Iterator[Data]]

MOST_LISTED = 1000


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
    """A page of the resources that are searched for, or of all of them; raises Refused."""
    require_known(call.parameters, (*SEARCHED, *PAGED))
    count = whole_number(call.parameters, COUNT, MOST_LISTED)
    offset = whole_number(call.parameters, OFFSET, 0)
    found = [each for each in every(call) if _is_wanted(each, call.parameters)]
    base = f"{call.address}/fhir/{kind}"
    page = found[offset : offset + count]
    entries = [{"fullUrl": f"{base}/{each['id']}", "resource": each, "search": MATCH} for each in page]
    links = [_link("self", base, call.parameters)]
    if count and offset + count < len(found):
        links.append(_link("next", base, {**call.parameters, OFFSET: str(offset + count)}))
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(found),
        "link": links,
        **({"entry": entries} if entries else {}),
    }


MATCH = {"mode": "match"}


def _is_wanted(resource: Data, given: Mapping[str, str]) -> bool:
    """Whether a resource has the id, the canonical name and the version that are searched for."""
    url, _, version = given.get("url", "").partition("|")
    version = given.get("version", version)
    is_named = ID not in given or resource["id"] in given[ID].split(",")
    return is_named and url in ("", resource["url"]) and version in ("", resource["version"])


def _link(relation: str, base: str, given: Mapping[str, str]) -> Data:
    query = urlencode(given, safe=":/|,")
    return {"relation": relation, "url": f"{base}?{query}" if query else base}
