"""EHRs that hang, drip, flood, point elsewhere or answer for others: each order is answered in time."""

import gzip
import json
import time
from collections.abc import Iterator
from itertools import count, repeat
from pathlib import Path

import pytest

from tests.fhir.conftest import ADDRESS, Pair
from tests.fhir.ehr import Answer, Behaviour, json_answer, nothing, running_ehr
from tests.fhir.messages import Resource, assertions, bundle, coverage, order, patient, sign
from tests.server.running import running

FHIR = {"Content-Type": "application/fhir+json"}
CHART = json.dumps(bundle(kind="searchset")).encode()
# What the standard gives a service; a limit that is promised, not a measure of speed.
MOST_SECONDS = 5


def _drip() -> Iterator[bytes]:
    """A byte five times a second, for longer than anybody should wait."""
    for _ in range(60):
        time.sleep(0.2)
        yield b" "


def _flood() -> Iterator[bytes]:
    return repeat(b" " * 65536, 4096)


WAYS: dict[str, Behaviour] = {
    "a body that drips": lambda _: (200, FHIR, _drip()),
    "a body without an end": lambda _: (200, FHIR, _flood()),
    "a length that is not kept": lambda _: (200, {**FHIR, "Content-Length": "9000"}, CHART),
    "a length that is none": lambda _: (200, {**FHIR, "Content-Length": "many"}, CHART),
    "packed although nobody asked": lambda _: (
        200,
        {**FHIR, "Content-Encoding": "gzip"},
        gzip.compress(CHART),
    ),
    "a bomb": lambda _: (200, {**FHIR, "Content-Encoding": "gzip"}, BOMB),
    "a redirect to itself": lambda path: (307, {"Location": f"/fhir/{path}"}, b""),
    "no content": lambda _: (204, {}, b""),
    "a part": lambda _: (206, FHIR, CHART),
    "busy": lambda _: (429, {"Retry-After": "3600"}, b""),
    "deep nesting": lambda _: (200, FHIR, b"[" * 500_000),
    "a number of a million digits": lambda _: (200, FHIR, b'{"resourceType": ' + b"9" * 1_000_000 + b"}"),
    "no UTF-8": lambda _: (200, FHIR, b"\xff\xfe{}"),
    "a key twice": lambda _: (200, FHIR, b'{"resourceType": "Bundle", "resourceType": "Patient"}'),
    "entries that are none": lambda _: json_answer(
        {"resourceType": "Bundle", "entry": [None, 7, {}, [], "x"]}
    ),
    "a Bundle in a Bundle in a Bundle": lambda _: json_answer(bundle(bundle(bundle()))),
}
BOMB = gzip.compress(b" " * 200_000_000, 9)


def _answered(pair: Pair) -> Resource:
    """The assertions on an order whose chart is asked of the EHR; in time, and never that it is covered."""
    began = time.monotonic()
    response = pair.call(pair.lending(sign(order())))
    assert time.monotonic() - began < MOST_SECONDS
    assert response.status_code == 200, response.text
    found = assertions(response.json())
    assert found["covered"][0] in ("conditional", "indeterminate")
    return found


@pytest.mark.parametrize("way", WAYS)
def test_whatever_an_ehr_does_the_order_is_answered_in_time(pair: Pair, way: str) -> None:
    pair.ehr.behave = WAYS[way]
    _answered(pair)


def test_next_pages_without_an_end_are_not_followed_without_one(pair: Pair) -> None:
    number = count()

    def behave(_path: str) -> Answer:
        link = [{"relation": "next", "url": f"{pair.ehr.address}/fhir?page={next(number)}"}]
        return json_answer({**bundle(kind="searchset"), "link": link})

    pair.ehr.behave = behave
    _answered(pair)
    assert len(pair.ehr.asked) < 100


def test_a_page_that_names_itself_as_the_next_is_asked_for_once(pair: Pair) -> None:
    itself = f"{pair.ehr.address}/fhir?page=1"
    link = [{"relation": "next", "url": itself}]
    pair.ehr.behave = lambda _: json_answer({**bundle(kind="searchset"), "link": link})
    _answered(pair)
    assert [path for path, _ in pair.ehr.asked].count("/fhir?page=1") == 1


def test_nobody_is_asked_whom_an_ehr_names(pair: Pair) -> None:
    with running_ehr() as other:
        payer = f"{other.address}/fhir/Organization/7"
        answers: dict[str, Behaviour] = {
            "redirect": lambda _: (302, {"Location": f"{other.address}/fhir/Condition"}, b""),
            "refresh": lambda _: (200, {**FHIR, "Refresh": f"0; url={other.address}"}, CHART),
            "next": lambda _: json_answer(
                {**bundle(), "link": [{"relation": "next", "url": f"{other.address}/fhir"}]}
            ),
            "payer": lambda path: (
                json_answer(bundle(coverage(payor=[{"reference": payer}])))
                if path.startswith("Coverage")
                else nothing(path)
            ),
            "attachment": lambda _: json_answer(
                bundle({"resourceType": "DocumentReference", "content": [{"attachment": {"url": payer}}]})
            ),
        }
        for behave in answers.values():
            pair.ehr.behave = behave
            for prefetch in (None, {}):
                assert pair.call(pair.lending(sign(order(), prefetch=prefetch))).status_code in (200, 412)
        assert other.asked == []


def _other(path: str) -> Answer:
    """Whatever is asked for, what belongs to somebody else."""
    other = {"reference": "Patient/p2"}
    kind = path.partition("?")[0].partition("/")[0]
    if kind == "Patient":
        return json_answer(patient(id="p2"))
    resource = {"resourceType": kind, "id": "x", "subject": other, "beneficiary": other, "patient": other}
    shown = {**resource, "status": "active", "onsetDateTime": "2024-08-20", "payor": [{"display": "Cigna"}]}
    return json_answer(bundle(shown, patient(id="p2"), kind="searchset"))


def test_what_belongs_to_others_is_no_answer(pair: Pair) -> None:
    plain = _answered(pair)
    pair.ehr.behave = _other
    found = _answered(pair)
    for each in (plain, found):
        del each["coverage-assertion-id"]
    assert found == plain
    response = pair.call(pair.lending(sign(order(), prefetch={})))
    assert response.status_code == 200
    assert response.json()["systemActions"] == []
    (card,) = response.json()["cards"]
    assert "overage" in card["summary"]
    assert "p2" not in response.text


def _hang(_path: str) -> Answer:
    time.sleep(8)
    return json_answer({})


@pytest.mark.parametrize(
    "keys",
    [
        _hang,
        lambda _: (200, {}, _drip()),
        lambda _: (200, {}, _flood()),
        lambda _: (200, {"Content-Encoding": "gzip"}, BOMB),
    ],
    ids=["hang", "drip", "flood", "bomb"],
)
def test_keys_that_do_not_come_let_nobody_in_and_hold_nobody_up(tmp_path: Path, keys: Behaviour) -> None:
    with (
        running_ehr() as ehr,
        running(tmp_path, address=ADDRESS, ehrs=json.dumps([ehr.registered])) as server,
    ):
        pair = Pair(server, ehr)
        ehr.keys = keys
        began = time.monotonic()
        responses = [pair.call(sign(order())) for _ in range(3)]
        assert time.monotonic() - began < MOST_SECONDS
        assert [each.status_code for each in responses] == [401, 401, 401]
        assert all(each.json()["issue"][0]["code"] == "login" for each in responses)
        assert len(ehr.asked) == 1
        # Discovery and everybody else are answered meanwhile.
        assert server.get("/cds-services").status_code == 200
