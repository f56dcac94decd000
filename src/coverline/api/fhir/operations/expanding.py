"""`ValueSet/$expand`: a value set with its codes listed, a page at a time."""

from collections.abc import Mapping
from typing import Any

from coverline.api.fhir.operations.addressed import require_known, whole_number
from coverline.api.fhir.operations.asked import Call
from coverline.api.fhir.operations.parameters import Parameters, read_parameters, wrong
from coverline.api.refusals import Reason
from coverline.api.work import library
from coverline.forms import UnknownValueSet, expand

Data = dict[str, Any]

NAMES = ("url", "valueSetVersion", "filter", "count", "offset")
LONGEST_PAGE = 1000


def expanded_for_address(call: Call) -> Data:
    """The value set that an address names, expanded; raises Refused."""
    require_known(call.parameters, NAMES)
    return _expanded(call.parameters, call)


def expanded_for_body(call: Call) -> Data:
    """The value set that a body names, expanded; raises Refused."""
    return _expanded(_posted(read_parameters(call.content)), call)


def _expanded(given: Mapping[str, str], call: Call) -> Data:
    url = given.get("url")
    if not url:
        raise wrong("url", "found no value set; expected its canonical name")
    offset, count = whole_number(given, "offset", 0), whole_number(given, "count", LONGEST_PAGE)
    try:
        found = expand(url, library(), call.address, call.now, given.get("filter", ""), offset, count)
    except UnknownValueSet:
        detail = f"found no such value set; expected one of GET {call.address}/fhir/ValueSet"
        raise wrong("url", detail, Reason.NO_SUCH_RESOURCE) from None
    version = given.get("valueSetVersion") or url.partition("|")[2]
    if version not in ("", found["version"]):
        detail = f"found another version of it; expected {found['version']}"
        raise wrong("url", detail, Reason.NO_SUCH_RESOURCE)
    return found


def _posted(parameters: Parameters) -> Mapping[str, str]:
    """The parameters of a body as texts; raises Refused for what would be overlooked."""
    for each in parameters.others(NAMES):
        raise wrong(each.place, f"found a parameter that is not known; expected one of {', '.join(NAMES)}")
    found = {}
    for name in NAMES:
        given = parameters.only(name)
        if given is not None:
            whole = name in ("count", "offset")
            found[name] = str(given.count()) if whole else given.text("uri", "url", "canonical", "string")
    return found
