"""The expressions of forms say the same in the engine of FHIRPath that renderers use as in ours."""

from random import Random
from typing import Any

import pytest

from coverline.forms import drafts
from coverline.forms.urls import ENABLE_EXPRESSION
from coverline.model.policy import PolicyVersion
from tests.fhir.node.running import node
from tests.fhir.packages import NODE
from tests.fhir.resources import Resource
from tests.forms.everything import ADDRESS, CONTEXT, versions
from tests.forms.showing import shown
from tests.forms.test_cql import drawn
from tests.forms.test_population import filled, form_of, same_or_nothing_of, single_charts
from tests.laws.real import LIBRARY

POLICIES = list(versions())
pytestmark = pytest.mark.skipif(
    not (NODE / "node_modules" / "fhirpath").exists(),
    reason=f"fhirpath is not installed in {NODE} (make node)",
)


def _of_patient(chart: list[Resource]) -> list[Resource]:
    return [each for each in chart if each.get("subject", {}).get("reference") in ("Patient/p", None)]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda each: each.id)
def test_a_form_is_filled_in_alike(policy: PolicyVersion) -> None:
    random = Random(11)
    charts = [*single_charts(policy.payer), *(drawn(policy, random) for _ in range(8))]
    asked = {"form": form_of(policy.payer), "charts": [_of_patient(each) for each in charts]}
    for chart, found in zip(charts, node("fhirpath.mjs", asked)["filled"], strict=True):
        said = {name: value for name, (value,) in found.items()}
        ours = same_or_nothing_of(filled(policy.payer, chart), chart)
        assert same_or_nothing_of(said, chart) == ours


@pytest.mark.parametrize("policy", POLICIES, ids=lambda each: each.id)
def test_questions_are_shown_alike(policy: PolicyVersion) -> None:
    form = form_of(policy.payer)
    cases = [row.case for table in LIBRARY.tables(policy) for row in table.rows]
    cases = Random(13).sample(cases, 6)
    responses = [each for case in cases for each in drafts(policy, case, LIBRARY, ADDRESS, CONTEXT)]
    found = node("fhirpath.mjs", {"form": form, "responses": responses})["shown"]
    alone = _ungated(form)
    for response, said in zip(responses, found, strict=True):
        assert all(each in ([True], [False]) for each in said.values())
        ours = shown(alone, response)
        assert {name for name, (holds,) in said.items() if holds} == ours & said.keys()


def _ungated(form: Resource) -> dict[str, Any]:
    """The questions that FHIRPath shows, without the groups around them."""
    items = [item for group in form["item"] for item in group["item"]]
    return {"item": [each for each in items if _has_expression(each)]}


def _has_expression(item: Resource) -> bool:
    return any(each["url"] == ENABLE_EXPRESSION for each in item.get("extension", []))
