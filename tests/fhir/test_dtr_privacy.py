"""What is asked of a patient leaves no trace: not in a log, a header, an address or a file."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.fhir.dtr import NEXT, PACKAGE, Resource, named, package
from tests.server.running import Running, running

MARK = "canary9043"
REPORT = "/fhir/Questionnaire/$log-questionnaire-errors"
EXPAND = "/fhir/ValueSet/$expand"
FHIR = {"content-type": "application/fhir+json"}
# What a log must not hold: the mark, and every word of the chart.
WORDS = (
    MARK,
    MARK.upper(),
    "22514",
    "M80.08XA",
    "osteoporotic",
    "p1",
    "balloon",
    "Florida",
    "2026-03-16",
    "?",
)


def _marked(resource: Resource) -> Resource:
    """The same with a mark in everything that only names or tells."""
    text = json.dumps(resource).replace('"Ada"', f'"{MARK}"').replace('"fracture"', f'"{MARK}"')
    found: Resource = json.loads(text)
    return found


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, list[httpx.Response], Path]]:
    """A server that was sent a mark in every way, and all that it answered."""
    folder = tmp_path_factory.mktemp("marked")
    home = folder / "home"
    home.mkdir()
    with running(folder, {"HOME": str(home), "TMPDIR": str(home)}) as server:
        yield server, list(_everything(server)), home


def _everything(server: Running) -> Iterator[httpx.Response]:
    yield from _packages(server)
    url = f"{server.address}/fhir/Questionnaire/floridablue-02-20000-18-adaptive"
    draft = server.post(PACKAGE, package(named("questionnaire", "canonical", url)))
    yield draft
    entries = draft.json()["parameter"][0]["resource"]["entry"]
    (response,) = [
        each["resource"] for each in entries if each["resource"]["resourceType"] == "QuestionnaireResponse"
    ]
    yield server.post(NEXT, {**response, "id": MARK})
    yield server.post(NEXT, {**response, "item": [{"linkId": MARK, "answer": [{"valueString": MARK}]}]})
    yield server.post(NEXT, {**response, "status": MARK})
    for path in (PACKAGE, NEXT, REPORT, EXPAND):
        yield server.post(path, {"resourceType": "Parameters", "parameter": [{"name": MARK}]})
        yield httpx.post(f"{server.address}{path}", content=f'{{"{MARK}', headers=FHIR)
        yield httpx.post(f"{server.address}{path}", content="{}", headers={"content-type": MARK})
        yield server.post(f"{path}?{MARK}={MARK}", package())
    yield from _reads(server)


def _packages(server: Running) -> Iterator[httpx.Response]:
    yield server.post(PACKAGE, _marked(package()))
    yield server.post(PACKAGE, package(named("context", "string", MARK), named(MARK, "string", MARK)))
    yield server.post(PACKAGE, package(named("questionnaire", "canonical", f"urn:{MARK}")))
    yield server.post(PACKAGE, package(named("changedsince", "instant", MARK)))
    yield server.post(PACKAGE, package(coverage=[{"resourceType": MARK}]))


def _reads(server: Running) -> Iterator[httpx.Response]:
    for path in ("Questionnaire", "ValueSet", "metadata", "Patient", MARK):
        yield server.get(f"/fhir/{path}")
        yield server.get(f"/fhir/{path}/{MARK}")
        yield server.get(f"/fhir/{path}?url={MARK}")
        yield server.get(f"/fhir/{path}?{MARK}={MARK}", headers={"cookie": MARK, "authorization": MARK})
    yield server.get(f"{EXPAND}?url={MARK}")


def test_the_mark_came_back_to_its_sender(asked: tuple[Running, list[httpx.Response], Path]) -> None:
    _, responses, _ = asked
    assert {200, 400, 404, 415, 422} == {each.status_code for each in responses}
    assert sum(MARK in each.text for each in responses) > 5


def test_no_log_holds_a_word_of_the_chart(asked: tuple[Running, list[httpx.Response], Path]) -> None:
    server, responses, _ = asked
    assert len(server.requests(len(responses))) == len(responses)
    assert [line for line in server.logged() if line["event"] in ("failed", "library")] == []
    log = server.errors.read_text(encoding="utf-8")
    assert [word for word in WORDS if word in log] == []


def test_the_log_names_routes_by_their_templates(asked: tuple[Running, list[httpx.Response], Path]) -> None:
    server, _, _ = asked
    routes = {line["route"] for line in server.logged() if line["event"] == "request"}
    assert {None, PACKAGE, NEXT, REPORT, EXPAND, "/fhir/Questionnaire/{name}", "/fhir/ValueSet"} <= routes


def test_no_header_holds_a_mark_and_no_file_is_written(
    asked: tuple[Running, list[httpx.Response], Path],
) -> None:
    _, responses, home = asked
    for response in responses:
        assert MARK not in str(response.headers.multi_items()).lower()
        assert response.headers["cache-control"] == "no-store"
        assert not {"set-cookie", "location"} & set(response.headers)
    assert list(home.rglob("*")) == []
