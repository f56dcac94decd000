"""A stream of generated charts to the running server: missing, doubled and contradicting records.

The laws of the intake and of the hooks stand in tests/laws and test_same_answer; here is the whole way, over
HTTP and through the forms.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

import httpx
from hypothesis import event, given, settings
from hypothesis import strategies as st

from coverline.codesets.form import normalize
from coverline.model.case import Case
from coverline.model.determination import Outcome
from coverline.model.vocabulary import Kind
from tests.fhir import charts
from tests.fhir.calls import divided, packaged, signed
from tests.fhir.dtr import PACKAGE
from tests.fhir.messages import Resource, assertions
from tests.fhir.orders import CRD
from tests.fhir.resources import observation
from tests.fhir.taking import LIBRARY
from tests.fhir.validating.walk import validated
from tests.laws.test_intake import ONE_LEVEL, _carriable, cases

HOOK = "/cds-services/order-sign-crd"
FEWER = settings(max_examples=settings().max_examples // 2)
# Both are answers: one of them ends the matter, the other goes to a clinician.
DECIDED = ("meets the policy", "does not meet the policy")


@cache
def _tabled() -> tuple[Case, ...]:
    """Cases of the policies' own tables that are met or not met as far as a chart carries them.

    An order is known by its code alone: a service whose code is of no field is left alone by hooks.
    """
    rows = (
        row
        for name in LIBRARY.policies
        for table in LIBRARY.tables(LIBRARY.version(name))
        for row in table.rows
    )
    carried = (
        each
        for row in rows
        for each in _carriable(row.case)
        if LIBRARY.procedure_codes.find(normalize(each.services[0].code))
    )
    return tuple(each for each in carried if LIBRARY.decide(each).outcome in (Outcome.MET, Outcome.NOT_MET))


STREAM = st.one_of(cases(), st.deferred(lambda: st.sampled_from(_tabled())))


def _answer(server: httpx.Client, call: Resource) -> Any:
    response = server.post(HOOK, json=call)
    assert response.status_code == 200, response.text
    return response.json()


def _verdicts(answer: Any) -> dict[str, str]:
    """What is said of each level, up to the reasons for it."""
    texts = [each["text"] for each in assertions(answer)["reason"] if ": " in each.get("text", "")]
    found = (text.partition(": ") for text in texts if not text.startswith("Prior authorization"))
    return {subject: said for subject, _, said in found}


@FEWER
@given(case=STREAM, data=st.data())
def test_what_is_missing_changes_no_answer_that_is_given(
    server: httpx.Client, case: Case, data: st.DataObject
) -> None:
    """A part of a chart decides nothing that the whole of it decides otherwise."""
    fixed, beside = divided(case)
    kept = [each for each in beside if data.draw(st.integers(0, 4))]
    part, whole = (_verdicts(_answer(server, signed(fixed, each))) for each in (kept, beside))
    assert part.keys() == whole.keys()
    for level, said in part.items():
        for decided in DECIDED:
            event(f"{decided}: {said.startswith(decided)}, {whole[level].startswith(decided)}")
            assert not said.startswith(decided) or whole[level].startswith(decided)


@FEWER
@given(case=cases(ONE_LEVEL), data=st.data())
def test_records_that_contradict_each_other_decide_as_if_there_were_none(
    server: httpx.Client, case: Case, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(charts.OBSERVED))
    facts = {each: known for each, known in case.facts.items() if each != name}
    fixed, beside = divided(replace(case, facts=facts))
    both = [*beside, *_contradiction(case, name)]
    without, against = (_answer(server, signed(fixed, each)) for each in (beside, both))
    assert _verdicts(against) == _verdicts(without)
    assert name not in _drafted(server, packaged(fixed, both))


def _contradiction(case: Case, name: str) -> list[Resource]:
    (level,) = case.services[0].levels
    day = str(case.date_of_service.last - timedelta(days=2))
    return [
        observation(f"Coverline|{name}", f"{name}-{value}", {"valueBoolean": value}, level, on=day)
        for value in (True, False)
    ]


@FEWER
@given(case=STREAM, random=st.randoms(use_true_random=False))
def test_order_and_number_of_records_change_no_draft(
    server: httpx.Client, case: Case, random: Random
) -> None:
    fixed, beside = divided(case)
    shuffled = [*beside, *random.sample(beside, len(beside) // 2)]
    random.shuffle(shuffled)
    drafts = [_drafted(server, packaged(fixed, each)) for each in (beside, shuffled)]
    assert drafts[0] == drafts[1]


@FEWER
@given(case=cases(ONE_LEVEL), data=st.data())
def test_what_is_missing_is_left_open_in_the_draft(
    server: httpx.Client, case: Case, data: st.DataObject
) -> None:
    """A record that is gone takes its answer away, and gives none in its place."""
    fixed, beside = divided(case)
    kept = [each for each in beside if data.draw(st.booleans())]
    part, whole = (_drafted(server, packaged(fixed, each)) for each in (kept, beside))
    for name, answers in part.items():
        fact = LIBRARY.vocabulary.facts.get(name)
        if fact is not None and fact.kind is Kind.SET:
            assert set(answers) <= set(whole[name])
        else:
            assert answers == whole[name]


def _drafted(server: httpx.Client, call: Resource) -> dict[str, list[str]]:
    """What the drafts of a package say to each question."""
    response = server.post(PACKAGE, json=call)
    assert response.status_code == 200, response.text
    found: dict[str, list[str]] = {}
    for each in response.json().get("parameter", ()):
        for entry in each["resource"].get("entry", ()):
            if entry["resource"]["resourceType"] == "QuestionnaireResponse":
                for name, said in _said(entry["resource"]):
                    found.setdefault(name, []).append(said)
    return found


def _said(holder: Resource) -> Iterator[tuple[str, str]]:
    for item in holder.get("item", ()):
        yield from _said(item)
        for answer in item.get("answer", ()):
            values = {key: each for key, each in answer.items() if key.startswith("value")}
            yield item["linkId"], json.dumps(values, sort_keys=True)


@FEWER
@given(case=STREAM)
def test_what_is_written_onto_generated_orders_keeps_the_profile(server: httpx.Client, case: Case) -> None:
    fixed, beside = divided(case)
    (action,) = _answer(server, signed(fixed, beside))["systemActions"]
    assert list(validated(action["resource"], f"{CRD}/profile-servicerequest").wrong) == []
