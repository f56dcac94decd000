"""The walkthrough in docs/fhir.md is what a server really answers, and its inputs follow from each other."""

import json
from typing import Any

import httpx

from tests.cli.command import ROOT
from tests.fhir.dtr import PACKAGE, Resource, named, package, sent
from tests.fhir.models import require_valid
from tests.fhir.walkthrough import ADDRESS, BLOCK, DOCUMENT, SECTION, read_command
from tests.server.running import Running

EXAMPLES = ROOT / "examples" / "fhir"
ORIGIN = "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin"
ANSWERS = {"conservative_treatment_failed": True, "device_fda_cleared": True}
FILLED_IN = "2026-03-16T09:00:00+00:00"


def test_the_order_is_the_same_in_every_message() -> None:
    hook = _example("order-sign")
    (order,), (coverage,) = sent("order"), sent("coverage")
    assert [each["resource"] for each in hook["context"]["draftOrders"]["entry"]] == [order]
    assert [each["resource"] for each in hook["prefetch"]["coverage"]["entry"]] == [coverage]
    require_valid(_example("questionnaire-package"))


def test_the_next_question_is_asked_of_the_draft(unregistered: Running, update_golden: bool) -> None:
    url = f"{unregistered.address}/fhir/Questionnaire/floridablue-02-20000-18-adaptive"
    draft = _draft(unregistered, package(named("questionnaire", "canonical", url)))
    _is_example("next-question", draft, update_golden)


def test_what_is_answered_is_the_draft_with_two_answers(unregistered: Running, update_golden: bool) -> None:
    draft = _draft(unregistered, package())
    form = {**draft, "id": "form", "status": "completed", "item": _with_answers(draft["item"])}
    resources = [*sent("coverage"), *sent("order"), sent("referenced")[0], form]
    entries = [{"resource": each} for each in resources]
    bundle = {"resourceType": "Bundle", "type": "collection", "timestamp": FILLED_IN, "entry": entries}
    require_valid(bundle)
    _is_example("answered", bundle, update_golden)


def test_what_is_answered_is_decided(unregistered: Running) -> None:
    found = httpx.post(f"{unregistered.address}/api/chart", json=_example("answered")).json()
    assert found["answer"]["outcome"] == "met"


def test_the_walkthrough_is_what_a_server_answers(unregistered: Running, update_golden: bool) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    section = SECTION.search(text)
    assert section is not None
    commands = [read_command(each) for each, _ in BLOCK.findall(section[0])]
    assert len(commands) > 5
    shown = iter([each.run(unregistered.address) for each in commands])
    renewed = BLOCK.sub(lambda found: f"```console\n$ {found[1]}\n{next(shown)}```", section[0])
    if update_golden:
        DOCUMENT.write_text(text.replace(section[0], renewed), encoding="utf-8")
        return
    assert section[0] == renewed


def _example(name: str) -> Resource:
    found: Resource = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _is_example(name: str, made: Resource, update_golden: bool) -> None:
    if update_golden:
        text = json.dumps(made, indent=2, ensure_ascii=False)
        (EXAMPLES / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    assert _example(name) == made


def _draft(server: Running, call: Resource) -> Resource:
    """The draft of a package as it would be under the address of the walkthrough."""
    text = server.post(PACKAGE, call).text.replace(server.address, ADDRESS)
    entries = json.loads(text)["parameter"][0]["resource"]["entry"]
    (found,) = [
        each["resource"] for each in entries if each["resource"]["resourceType"] == "QuestionnaireResponse"
    ]
    meta = {**found["meta"], "lastUpdated": FILLED_IN}
    draft: Resource = {**found, "meta": meta, "authored": FILLED_IN}
    return draft


def _with_answers(groups: list[Resource]) -> list[Resource]:
    """The items with what somebody has filled in, marked as that."""
    author = {"url": "author", "extension": [{"url": "practitioner", "valueReference": PRACTITIONER}]}
    origin = {"url": ORIGIN, "extension": [{"url": "source", "valueCode": "manual"}, author]}
    more: list[dict[str, Any]] = [
        {"linkId": name, "answer": [{"extension": [origin], "valueBoolean": value}]}
        for name, value in ANSWERS.items()
    ]
    request, facts, *others = groups
    return [request, {**facts, "item": [*facts["item"], *more]}, *others]


PRACTITIONER = {"reference": "Practitioner/7"}
