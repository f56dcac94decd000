"""A chart as the call of a hook, and as the call for a package."""

from copy import deepcopy

from coverline.model.case import Case
from tests.fhir.charts import chart_of
from tests.fhir.dtr import package
from tests.fhir.messages import Resource, bundle, sign
from tests.fhir.orders import REQUESTER


def divided(case: Case) -> tuple[list[Resource], list[Resource]]:
    """Patient, payer, coverage and order; and the records beside them, none twice."""
    resources = chart_of(case)
    beside = {(each["resourceType"], each["id"]): each for each in resources[4:]}
    return resources[:4], list(beside.values())


def signed(fixed: list[Resource], beside: list[Resource]) -> Resource:
    """An order-sign call of 2.0; the patient comes alone, and the payer beside the records."""
    who, payer, coverage, ordered = deepcopy(fixed)
    prefetch = {"patient": who, "coverage": bundle(coverage), "beside": bundle(payer, *beside)}
    call = sign({**ordered, **REQUESTER}, prefetch=prefetch)
    call["context"]["patientId"] = "p"
    return {**call, "extension": {"davinci-crd.requestedVersion": "2.0"}}


def packaged(fixed: list[Resource], beside: list[Resource]) -> Resource:
    """A call of 2.0.1 for the package of the order."""
    who, payer, coverage, ordered = deepcopy(fixed)
    return package(version="2.0.1", coverage=[coverage], order=[ordered], referenced=[who, payer, *beside])
