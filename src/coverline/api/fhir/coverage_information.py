"""The coverage-information extension of CRD, written onto an order by a system action."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from coverline.api.fhir.assertions import Assertion, Covered, Information
from coverline.api.fhir.contents import Resource
from coverline.api.fhir.places import questionnaire
from coverline.api.fhir.versions import Version
from coverline.codesets.form import normalize, system_of_procedure

Data = dict[str, Any]

GUIDE = "http://hl7.org/fhir/us/davinci-crd"
URL = f"{GUIDE}/StructureDefinition/ext-coverage-information"
CODES = f"{GUIDE}/CodeSystem/temp"

SYSTEMS = {
    "CPT": "http://www.ama-assn.org/go/cpt",
    "HCPCS": "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "ICD-10-PCS": "http://www.cms.gov/Medicare/Coding/ICD10",
}

DAY = "YYYY-MM-DD"

# What changes although nothing new is said.
OF_THE_MOMENT = frozenset({"date", "coverage-assertion-id"})


@dataclass(frozen=True, slots=True)
class Asserting:
    """Who asserts when, in which version of CRD, of which coverage, under which id.

    `early` says that the order is still being written, or is looked at in passing: what is not documented may
    yet be.
    """

    address: str
    version: Version
    today: date
    coverage: Resource
    assertion_id: str
    early: bool = False


def updated(order: Resource, said: Assertion, asserting: Asserting) -> Resource | None:
    """The order with the extension in place of an earlier one of this coverage, None where nothing is new."""
    extension = _extension(said, asserting)
    given = order.get("extension")
    extensions = given if isinstance(given, list) else []
    mine = [each for each in extensions if _is_of(each, extension)]
    if any(_lasting(each) == _lasting(extension) for each in mine):
        return None
    others = [each for each in extensions if each not in mine]
    return {**order, "extension": [*others, extension]}


def _extension(said: Assertion, asserting: Asserting) -> Data:
    return {"url": URL, "extension": list(_parts(said, asserting))}


def _parts(said: Assertion, asserting: Asserting) -> Iterator[Data]:
    coverage, version = asserting.coverage, asserting.version
    yield {"url": "coverage", "valueReference": {"reference": f"Coverage/{coverage['id']}"}}
    yield {"url": "covered", "valueCode": _covered(said, version).value}
    yield {"url": "pa-needed", "valueCode": said.authorization.value}
    form = None if asserting.early and version.spares_early_hooks else said.form
    if form:
        yield {"url": "doc-needed", "valueCode": "clinical"}
        yield {"url": "doc-purpose", "valueCode": said.purpose.value}
    for each in _told(said, version):
        yield {"url": "info-needed", "valueCode": each.value}
    yield from _codes(said)
    yield from _reasons(said, version)
    if form:
        canonical = questionnaire(form.policy, form.version, asserting.address)
        yield {"url": "questionnaire", "valueCanonical": canonical}
    yield {"url": "date", "valueDate": asserting.today.isoformat()}
    yield {"url": "coverage-assertion-id", "valueString": asserting.assertion_id}
    expires = _expires(said, coverage)
    # What ended before today says nothing on how long this can be relied on.
    if expires >= asserting.today.isoformat() and version.tells_expiry:
        yield {"url": "expiry-date", "valueDate": expires}


def _covered(said: Assertion, version: Version) -> Covered:
    """What is asserted, in a code that this version has."""
    unknown = said.covered is Covered.INDETERMINATE and not version.tells_failure
    return Covered.CONDITIONAL if unknown else said.covered


def _told(said: Assertion, version: Version) -> tuple[Information, ...]:
    """What is to be known first, in codes that this version has."""
    if version.asks_for_codes:
        return said.information
    plain = [Information.OTHER if each is Information.CODE else each for each in said.information]
    if said.covered is Covered.INDETERMINATE:
        plain.append(Information.OTHER)
    return tuple(dict.fromkeys(plain))


def _codes(said: Assertion) -> Iterator[Data]:
    """The code that the assertion is about, under the system that it belongs to."""
    code = normalize(said.code)
    system = SYSTEMS.get(system_of_procedure(code) or "")
    if system:
        yield {"url": "billingCode", "valueCoding": {"system": system, "code": code}}


def _reasons(said: Assertion, version: Version) -> Iterator[Data]:
    """What the assertion rests on in words, the first with its code where this version has one."""
    codes = []
    if Information.CODE in said.information and not version.asks_for_codes:
        codes.append("detail-code")
    if said.cause and version.tells_failure:
        codes.append(said.cause.value)
    coding = {"coding": [{"system": CODES, "code": each} for each in codes]} if codes else {}
    for index, text in enumerate(said.reasons):
        yield {"url": "reason", "valueCodeableConcept": {**(coding if index == 0 else {}), "text": text}}


def _expires(said: Assertion, coverage: Resource) -> str:
    """The last day of the policy version or of the coverage, whichever comes first."""
    period = coverage.get("period")
    ends = period.get("end") if isinstance(period, dict) else None
    days = [day for day in (said.expires, ends[:10] if isinstance(ends, str) else "") if len(day) == len(DAY)]
    return min(days, default="")


def _is_of(given: Any, extension: Data) -> bool:
    """Whether an extension is an earlier assertion on the same coverage."""
    if not isinstance(given, dict) or given.get("url") != URL or not isinstance(given.get("extension"), list):
        return False
    return extension["extension"][0] in given["extension"]


def _lasting(extension: Data) -> list[Data]:
    return [each for each in extension["extension"] if each.get("url") not in OF_THE_MOMENT]
