"""Calls of DTR as an application sends them, around the chart of the walkthrough."""

import json
from copy import deepcopy
from typing import Any

from tests.cli.command import ROOT

Resource = dict[str, Any]

PACKAGE = "/fhir/Questionnaire/$questionnaire-package"
NEXT = "/fhir/Questionnaire/$next-question"
WALKED: Resource = json.loads((ROOT / "examples" / "fhir" / "questionnaire-package.json").read_bytes())


def sent(name: str) -> list[Resource]:
    """The resources of a name in the walkthrough's call."""
    return [deepcopy(each["resource"]) for each in WALKED["parameter"] if each["name"] == name]


def package(*more: Resource, version: str = "2.2.0", **changes: list[Resource]) -> Resource:
    """A call for the walkthrough's package, with other resources of a name, and with more parameters."""
    profile = WALKED["meta"]["profile"][0]
    names = {name: sent(name) for name in ("coverage", "order", "referenced")} | changes
    resources = [{"name": name, "resource": each} for name, found in names.items() for each in found]
    return {
        "resourceType": "Parameters",
        "meta": {"profile": [f"{profile}|{version}"]},
        "parameter": [*resources, *more],
    }


def named(name: str, kind: str, value: str) -> Resource:
    """A parameter with a value such as ("questionnaire", "canonical", ...)."""
    return {"name": name, f"value{kind[:1].upper()}{kind[1:]}": value}
