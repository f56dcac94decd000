"""What `$questionnaire-package` is asked for: whose coverage, for which orders, which forms, since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from coverline.api.fhir.contents import Placed, Resource, contents, require_r4
from coverline.api.fhir.messages import ID
from coverline.api.fhir.operations.parameters import Given, Parameters, read_parameters, wrong
from coverline.api.fhir.operations.references import patient_element, patient_of
from coverline.api.fhir.operations.versions import asked_version
from coverline.api.fhir.requests import name_of
from coverline.api.refusals import Reason
from coverline.forms.versions import Version

NAMES = ("coverage", "order", "referenced", "questionnaire", "context", "changedsince")
MOST_ORDERS = 50
MOST_COVERAGES = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, of the one patient whose coverages these are.

    `orders` have their places; `beside` is what else was sent; `unknown` are the places of parameters that
    are not known; `since` is when forms were last had.
    """

    patient: str
    coverages: tuple[Resource, ...]
    orders: tuple[Placed, ...]
    beside: tuple[Resource, ...]
    forms: tuple[str, ...]
    has_context: bool
    since: datetime | None
    unknown: tuple[str, ...]
    version: Version


def read_wanted(content: bytes, otherwise: Version) -> Wanted:
    """What a body asks for; raises Refused with the place of what is not as it should be."""
    parameters = read_parameters(content)
    coverages = _bounded(parameters, "coverage", MOST_COVERAGES)
    if not coverages:
        raise wrong("Parameters.parameter", "found no coverage; expected the Coverage of the patient")
    patient = _patient(coverages[0])
    context, since = parameters.only("context"), parameters.only("changedsince")
    orders = tuple(_of_patient(each, patient) for each in _bounded(parameters, "order", MOST_ORDERS))
    forms = tuple(each.text("canonical", "uri") for each in parameters.all("questionnaire"))
    if context is None and not orders and not forms:
        raise wrong("Parameters.parameter", "found no order, questionnaire or context; expected one of them")
    return Wanted(
        patient,
        tuple(_of_patient(each, patient, "Coverage")[1] for each in coverages),
        orders,
        tuple(_beside(parameters, patient)),
        tuple(dict.fromkeys(forms)),
        context is not None and bool(context.text("string")),
        None if since is None else _moment(since),
        tuple(each.place for each in parameters.others(NAMES)),
        asked_version(parameters.profiles, otherwise),
    )


def _bounded(parameters: Parameters, name: str, most: int) -> list[Given]:
    """The parameters of a name; raises Refused where there are too many."""
    found = list(parameters.all(name))
    if len(found) > most:
        raise wrong(found[most].place, f"found more than {most} of {name}; expected at most that")
    return found


def _patient(given: Given) -> str:
    """The patient whose coverage it is; raises Refused."""
    name = patient_of(given.resource("Coverage"))
    if name is None:
        detail = "found no reference to a patient; expected one such as Patient/7"
        raise wrong(f"{given.place}.resource.beneficiary", detail, Reason.UNREADABLE)
    return name


def _of_patient(given: Given, patient: str, *kinds: str) -> Placed:
    """A resource that is not known to be another patient's, with its place; raises Refused."""
    found = given.resource(*kinds)
    place = f"{given.place}.resource"
    if not isinstance(found.get("id"), str) or not ID.fullmatch(found["id"]):
        raise wrong(f"{place}.id", "found no id; expected one, which the answers can name")
    element = patient_element(found["resourceType"])
    if element and patient_of(found) != patient:
        detail = f"found {name_of(found)} of another patient than the coverage's"
        raise wrong(f"{place}.{element}", f"{detail}; expected Patient/{patient}", Reason.UNREADABLE)
    return place, found


def _beside(parameters: Parameters, patient: str) -> Iterator[Resource]:
    """What else was sent, a Bundle opened: of orders, coverages and other patients none is wanted."""
    for given in parameters.all("referenced"):
        for place, resource in contents(given.resource(), f"{given.place}.resource"):
            require_r4([(place, resource)])
            other = resource["resourceType"] == "Patient" and resource.get("id") != patient
            if not other and resource["resourceType"] not in ("Coverage", "ServiceRequest"):
                yield resource


def _moment(given: Given) -> datetime:
    """The moment in a parameter; raises Refused."""
    text = given.text("instant", "dateTime")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise wrong(given.place, "found no moment; expected one such as 2026-11-28T06:00:00Z")
    return moment
