"""Fills in a form as an EHR would: runs its queries on a chart, then its expressions."""

from functools import cache
from typing import Any

from fhirpathpy import compile as compile_path
from fhirpathpy.models import models

from coverline.forms.urls import INITIAL_EXPRESSION, VARIABLE
from tests.fhir.resources import Resource, bundle


@cache
def _compiled(expression: str) -> Any:
    return compile_path(expression, models["r4"])


def filled_in(form: Resource, chart: list[Resource], patient: str = "Patient/p") -> dict[str, list[Any]]:
    """What each question of a form is filled in with, by name; nothing where nothing is."""
    found: dict[str, Any] = {"patient": {"resourceType": "Patient", "id": patient.rpartition("/")[2]}}
    for each in (one["valueExpression"] for one in form["extension"] if one["url"] == VARIABLE):
        if each["language"] == "application/x-fhir-query":
            kind = each["expression"].partition("?")[0]
            assert each["expression"] == f"{kind}?patient={{{{%patient.id}}}}"
            found[each["name"]] = _searched(kind, chart, patient)
        else:
            found[each["name"]] = _compiled(each["expression"])({}, found)
    return {item["linkId"]: said for item in _items(form) if (said := _filled(item, found))}


def _items(form: Resource) -> list[Resource]:
    return [item for group in form["item"] for item in group["item"]]


def _filled(item: Resource, known: dict[str, Any]) -> list[Any]:
    # An engine knows the type of an item; here its options stand under the name that the path gives them.
    options = {"answerOption": [{"value": each["valueCoding"]} for each in item.get("answerOption", [])]}
    for each in item.get("extension", []):
        if each["url"] == INITIAL_EXPRESSION:
            expression = each["valueExpression"]["expression"]
            said: list[Any] = _compiled(expression)({}, {**known, "qitem": options})
            return said
    return []


def _searched(kind: str, chart: list[Resource], patient: str) -> Resource:
    of_patient = [
        each
        for each in chart
        if each["resourceType"] == kind and each.get("subject", {}).get("reference") == patient
    ]
    return bundle(*of_patient, kind="searchset")
