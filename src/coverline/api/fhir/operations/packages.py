"""`$questionnaire-package`: for each coverage the forms of its orders, each with a draft of its answers."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import uuid4

from coverline.api.fhir.operations.asked import Call
from coverline.api.fhir.operations.drafting import Drafted, drafted
from coverline.api.fhir.operations.known import Known
from coverline.api.fhir.operations.served import DTR
from coverline.api.fhir.operations.versions import needs_a_package, outcome_name, package_name
from coverline.api.fhir.operations.wanted import read_wanted
from coverline.api.fhir.operations.warned import NOTHING, UNCHANGED
from coverline.api.work import library
from coverline.forms import expand, library_resource
from coverline.forms.urls import LIBRARY
from coverline.forms.versions import Version

Data = dict[str, Any]

PACKAGE = f"{DTR}/StructureDefinition/DTR-QPackageBundle"
PACKAGES = f"{DTR}/StructureDefinition/dtr-qpackage-output-parameters"


def packaged(call: Call) -> Data:
    """The packages that a call asks for, with warnings beside them; raises Refused."""
    wanted = read_wanted(call.content, call.version)
    drafts, warned = drafted(wanted, call)
    if drafts and wanted.since is not None and wanted.since >= call.started:
        drafts, warned = (), (*warned, UNCHANGED)
    bundles = list(_bundles(drafts, call, wanted.version))
    issues = [each.issue for each in (warned if warned or bundles else (NOTHING,))]
    outcome = {"resourceType": "OperationOutcome", "issue": issues}
    if not bundles and needs_a_package(wanted.version):
        return outcome
    named = [{"name": package_name(wanted.version), "resource": each} for each in bundles]
    told = [{"name": outcome_name(wanted.version), "resource": outcome}] if issues else []
    return {"resourceType": "Parameters", "meta": {"profile": [PACKAGES]}, "parameter": [*named, *told]}


def _bundles(drafts: Iterable[Drafted], call: Call, version: Version) -> Iterator[Data]:
    """A package for each form; where a package may hold one response alone, one for each response."""
    responses: dict[Known, list[Data]] = {}
    for each in drafts:
        responses.setdefault(each.known, []).extend(each.responses)
    for known, found in responses.items():
        shared = list(_shared(known, call))
        groups = [found] if needs_a_package(version) else [[each] for each in found]
        yield from (_bundle([*shared[:1], *_drafted(group), *shared[1:]], call) for group in groups)


def _bundle(entries: list[Data], call: Call) -> Data:
    return {
        "resourceType": "Bundle",
        "meta": {"profile": [PACKAGE]},
        "type": "collection",
        "timestamp": call.now.isoformat(timespec="seconds"),
        "entry": entries,
    }


def _drafted(responses: Iterable[Data]) -> Iterator[Data]:
    yield from ({"fullUrl": f"urn:uuid:{uuid4()}", "resource": each} for each in responses)


def _shared(known: Known, call: Call) -> Iterator[Data]:
    """The form first, then the libraries that it names and the value sets that its questions name."""
    form = known.questionnaire(call.address, call.language)
    whole = known.whole.questionnaire(call.address, call.language)
    logic = [library_resource(known.policy, library(), call.address)] if _names_a_library(form) else []
    sets = (expand(each, library(), call.address, call.now) for each in dict.fromkeys(_value_sets(whole)))
    for resource in (form, *logic, *sets):
        place = f"{call.address}/fhir/{resource['resourceType']}/{resource['id']}"
        yield {"fullUrl": place, "resource": resource}


def _names_a_library(form: Data) -> bool:
    return any(each["url"] == LIBRARY for each in form["extension"])


def _value_sets(holder: Data) -> Iterator[str]:
    for each in holder.get("item", ()):
        if "answerValueSet" in each:
            yield each["answerValueSet"]
        yield from _value_sets(each)
