"""What is written, against the published package of CRD 2.0.1 where it is at hand beside the project."""

import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import groupby
from typing import Any

import pytest
from fhirpathpy import compile as compile_path
from fhirpathpy.models import models

from coverline.api.fhir.assertions import Assertion, assertion, open_assertion
from coverline.api.fhir.coverage_information import Asserting, updated
from coverline.api.fhir.versions import Version
from coverline.intake.gaps import Wanting
from coverline.library.shipped import shipped
from tests.cli.command import ROOT
from tests.fhir.messages import Resource, bundle, coverage, order, patient
from tests.fhir.test_assertions import TODAY
from tests.server.running import Running

PACKAGE = ROOT.parent / "shared" / "fhir" / "davinci-crd-2.0.1.tgz"

pytestmark = pytest.mark.skipif(not PACKAGE.exists(), reason=f"the package of CRD is not at {PACKAGE}")


@cache
def _file(name: str) -> Any:
    with tarfile.open(PACKAGE) as package:
        content = package.extractfile(f"package/{name}.json")
        assert content is not None
        return json.load(content)


@cache
def _slices() -> dict[str, tuple[int, float, str, frozenset[str]]]:
    """By name: how often it may stand there, its type, and its codes where the package binds them."""
    found: dict[str, Any] = {}
    for element in _file("StructureDefinition-ext-coverage-information")["differential"]["element"]:
        name = element.get("sliceName")
        if name and element["path"] == "Extension.extension":
            most = float("inf") if element["max"] == "*" else int(element["max"])
            found[name] = (element["min"], most, "", frozenset())
        owner = element["id"].split(":")[-1].partition(".")[0]
        if element["path"] == "Extension.extension.value[x]" and owner in found:
            least, most, _, _ = found[owner]
            found[owner] = (
                least,
                most,
                element.get("type", [{"code": ""}])[0]["code"],
                _codes(element.get("binding", {})),
            )
    return found


def _codes(binding: dict[str, str]) -> frozenset[str]:
    if binding.get("strength") != "required":
        return frozenset()
    values = _file(f"ValueSet-{binding['valueSet'].rpartition('/')[2]}")
    return frozenset(each["code"] for part in values["compose"]["include"] for each in part["concept"])


def _wrong(extension: Resource) -> list[str]:
    """Everything in an extension that the package does not allow."""
    parts = extension["extension"]
    counts = Counter(part["url"] for part in parts)
    found = [f"{name} is unknown" for name in counts if name not in _slices()]
    for name, (least, most, kind, codes) in _slices().items():
        if not least <= counts[name] <= most:
            found.append(f"{name} stands {counts[name]} times")
        for part in parts:
            if part["url"] == name and kind:
                value = part.get(f"value{kind[0].upper()}{kind[1:]}")
                if value is None or (codes and value not in codes):
                    found.append(f"{name} is {part}")
    root = _file("StructureDefinition-ext-coverage-information")["differential"]["element"][0]
    # Its second rule asks of every part what is meant of the whole; it is asked below in our words.
    rules = [rule for rule in root["constraint"] if rule["key"] != "crd-ci-q2"]
    found += [rule["human"] for rule in rules if _breaks(extension, rule["expression"])]
    if {"url": "covered", "valueCode": "not-covered"} not in parts and not counts["pa-needed"]:
        found.append("pa-needed is not there")
    return found


def _breaks(extension: Resource, expression: str) -> bool:
    kept: list[bool] = compile_path(expression, models["r4"])(extension)
    return kept == [False]


def _extensions() -> list[Resource]:
    """What is written of every case of the tables, of silent EHRs, and of what no case could be made of."""
    asserting = Asserting("https://a.example.org", Version.STU_2_0, TODAY, coverage(), "id-1")
    found: dict[str, Resource] = {}
    for said in (*_asserted(), *(open_assertion("22513", frozenset({each}), ("x",)) for each in Wanting)):
        changed = updated(order(), said, asserting)
        assert changed is not None
        (extension,) = changed["extension"]
        found[_shape(extension)] = extension
    return list(found.values())


def _asserted() -> Iterator[Assertion]:
    library = shipped()
    for name in library.policies:
        for table in library.tables(library.version(name)):
            for row in table.rows:
                whole = library.decide(row.case)
                for _, parts in groupby(whole.services or (whole,), lambda each: each.part.index):
                    decided = tuple(parts)
                    yield assertion(decided, row.case, settled_by_setting=False, scheduled=True)
                    yield assertion(decided, row.case, settled_by_setting=True, scheduled=True, silent=True)


def _shape(extension: Resource) -> str:
    """What the rules of the package can tell apart."""
    return json.dumps([(each["url"], each.get("valueCode")) for each in extension["extension"]])


def test_what_is_asserted_is_what_the_package_allows() -> None:
    extensions = _extensions()
    assert len(extensions) > 10
    for extension in extensions:
        assert _wrong(extension) == []


def test_the_check_finds_what_is_wrong() -> None:
    for spoil in (
        lambda parts: parts.append({"url": "expiry-date", "valueDate": "2026-01-01"}),
        lambda parts: parts.append({"url": "covered", "valueCode": "covered"}),
        lambda parts: parts.append({"url": "info-needed", "valueCode": "detail-code"}),
        lambda parts: parts.append({"url": "satisfied-pa-id", "valueString": "7"}),
        lambda parts: parts.pop(0),
    ):
        extension = deepcopy(_extensions()[0])
        spoil(extension["extension"])
        assert _wrong(extension)


def test_the_packages_own_orders_are_accepted_and_are_not_ours(unregistered: Running) -> None:
    for kind in ("ServiceRequest", "DeviceRequest", "MedicationRequest", "NutritionOrder"):
        example = _file(f"example/{kind}-example")
        context = {"userId": "Practitioner/1", "patientId": "example", "draftOrders": bundle(example)}
        prefetch = {"patient": patient(id="example"), "coverage": bundle(_file("example/Coverage-example"))}
        call = {"hook": "order-sign", "hookInstance": "x", "context": context, "prefetch": prefetch}
        response = unregistered.post("/cds-services/order-sign-crd", call)
        assert response.json() == {"cards": [], "systemActions": []}
