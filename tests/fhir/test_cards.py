"""Cards and services in the form of CDS Hooks, and queries that a server of R4 knows."""

import re
from typing import Any
from uuid import UUID

import jsonschema_rs
import pytest

from tests.fhir import packages
from tests.fhir.messages import order, sign
from tests.fhir.orders import spread
from tests.server.running import Running

TEXT = {"type": "string", "minLength": 1}
LINK = {
    "type": "object",
    "required": ["label", "url", "type"],
    "properties": {
        "label": TEXT,
        "url": {"type": "string", "format": "uri"},
        "type": {"enum": ["absolute", "smart"]},
        "appContext": TEXT,
    },
    "additionalProperties": False,
}
CARD = {
    "type": "object",
    "required": ["summary", "indicator", "source"],
    "properties": {
        "uuid": TEXT,
        "summary": {"type": "string", "minLength": 1, "maxLength": 139},
        "detail": TEXT,
        "indicator": {"enum": ["info", "warning", "critical"]},
        "source": {
            "type": "object",
            "required": ["label"],
            "properties": {
                "label": TEXT,
                "url": {"type": "string", "format": "uri"},
                "icon": {"type": "string", "format": "uri"},
                "topic": {"type": "object", "required": ["code"]},
            },
            "additionalProperties": False,
        },
        "links": {"type": "array", "items": LINK},
        "extension": {"type": "object"},
    },
    "additionalProperties": False,
}
ANSWER = {
    "type": "object",
    "required": ["cards"],
    "properties": {
        "cards": {"type": "array", "items": CARD},
        "systemActions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "description", "resource"],
                "properties": {
                    "type": {"const": "update"},
                    "description": TEXT,
                    "resource": {"type": "object"},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
SERVICE = {
    "type": "object",
    "required": ["hook", "id", "description"],
    "properties": {
        "hook": TEXT,
        "id": TEXT,
        "title": TEXT,
        "description": TEXT,
        "prefetch": {"type": "object", "additionalProperties": TEXT},
        "usageRequirements": TEXT,
        "extension": {"type": "object"},
    },
    "additionalProperties": False,
}
SERVICES = {
    "type": "object",
    "required": ["services"],
    "properties": {"services": {"type": "array", "items": SERVICE}},
    "additionalProperties": False,
}
QUERY = re.compile(r"([A-Z][A-Za-z]+)(?:/\{\{[^}]+\}\}|\?(.+))")


def _wrong(schema: dict[str, Any], value: Any) -> list[str]:
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    return [each.message for each in validator.iter_errors(value)]


@pytest.mark.parametrize("version", ["2.0", "2.2"])
def test_every_answer_is_one_of_cds_hooks(unregistered: Running, version: str) -> None:
    for name, call in spread():
        asking = {**call, "extension": {"davinci-crd.requestedVersion": version}}
        found = unregistered.post("/cds-services/order-sign-crd", asking).json()
        assert _wrong(ANSWER, found) == [], name
        assert all(UUID(card["uuid"]) for card in found["cards"]), name


def test_the_form_of_an_answer_is_not_any(unregistered: Running) -> None:
    good = unregistered.post("/cds-services/order-sign-crd", sign(order())).json()
    for spoiled in (
        {"summary": "x" * 140},
        {"indicator": "hard-stop"},
        {"source": {}},
        {"links": [{"label": "a", "url": "nowhere", "type": "absolute"}]},
        {"color": "red"},
    ):
        assert _wrong(ANSWER, {**good, "cards": [{**good["cards"][0], **spoiled}]}), spoiled


def test_services_are_those_of_cds_hooks(unregistered: Running) -> None:
    assert _wrong(SERVICES, unregistered.get("/cds-services").json()) == []


def test_every_query_of_a_prefetch_is_one_of_r4(unregistered: Running) -> None:
    known = {
        (kind, each["code"])
        for each in packages.definitions()
        if each["resourceType"] == "SearchParameter"
        for kind in each["base"]
    }
    assert ("Condition", "patient") in known
    for service in unregistered.get("/cds-services").json()["services"]:
        for template in service["prefetch"].values():
            found = QUERY.fullmatch(template)
            assert found is not None, template
            for part in (found[2] or "").split("&") if found[2] else ():
                name = part.partition("=")[0]
                assert {(found[1], name), ("Resource", name)} & known, template
