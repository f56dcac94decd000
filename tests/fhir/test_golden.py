"""Whole messages: an order as it is signed, and all that comes back (renewed with --update-golden)."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coverline.api.fhir.deciding import Call, answer
from coverline.api.fhir.versions import Version
from coverline.api.work import Reply
from tests.fhir.messages import assertions

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("met", "missing-facts", "several-levels", "handed-over", "not-met")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _response(name: str) -> str:
    """What is answered on one day, the invented names in it replaced by their number."""
    content = (GOLDEN / f"{name}.request.json").read_bytes()
    call = Call(
        "order-sign-crd",
        content,
        {},
        False,
        "https://coverline.example.org",
        Version.STU_2_0,
        date(2026, 11, 21),
    )
    reply = answer(call)
    assert isinstance(reply, Reply)
    assert (reply.status, reply.media_type) == (200, "application/json")
    text = json.dumps(json.loads(reply.body), indent=2, ensure_ascii=False)
    names = list(dict.fromkeys(match[0] for match in UUID.finditer(text)))
    return UUID.sub(lambda match: f"uuid {names.index(match[0]) + 1}", text) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_an_order_is_answered_as_agreed(name: str, update_golden: bool) -> None:
    file = GOLDEN / f"{name}.response.json"
    response = _response(name)
    if update_golden:
        file.write_text(response, encoding="utf-8")
    assert response == file.read_text(encoding="utf-8")


def test_the_goldens_are_the_answers_that_their_names_say() -> None:
    said: dict[str, dict[str, Any]] = {}
    for name in NAMES:
        said[name] = assertions(json.loads((GOLDEN / f"{name}.response.json").read_text(encoding="utf-8")))
    assert {name: each["covered"] for name, each in said.items()} == {
        "met": ["covered"],
        "missing-facts": ["conditional"],
        "several-levels": ["conditional"],
        "handed-over": ["conditional"],
        "not-met": ["conditional"],
    }
    texts = {name: [reason["text"] for reason in each["reason"]] for name, each in said.items()}
    assert ("L1" in texts["several-levels"][0], "L3" in texts["several-levels"][1]) == (True, True)
    assert "does not meet the policy: a clinician reviews" in texts["not-met"][0]
    assert "decided elsewhere" in texts["handed-over"][0]
