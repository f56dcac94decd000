"""The JSON Schema of a case says what the reader says."""

import json
from typing import Any

import jsonschema_rs
import pytest

from coverline.language.case_data import case_data
from coverline.language.case_schema import case_schema
from coverline.language.cases import read_cases
from tests.language.example_files import VOCABULARY
from tests.language.test_case_data import WHOLE

LEAST: dict[str, Any] = {"payer": "plan", "date_of_service": "2024-05-01", "services": [{"code": "22511"}]}


def _is_valid(case: Any) -> bool:
    return jsonschema_rs.Draft202012Validator(case_schema(VOCABULARY)).is_valid(case)


def _is_read(case: Any) -> bool:
    return read_cases(json.dumps(case), "case.json", VOCABULARY)[0].case is not None


def test_a_case_with_everything_is_valid() -> None:
    (read,) = read_cases(WHOLE, "case.yaml", VOCABULARY)
    assert read.case is not None
    assert _is_valid(case_data(read.case))
    assert _is_valid(LEAST)


@pytest.mark.parametrize(
    "facts",
    [
        {"painful": True},
        {"painful": None},
        {"painful": {"value": False, "source": "a note", "date": "2024-03"}},
        {"pain": "severe"},
        {"imaging": []},
        {"imaging": ["mri"]},
        {"fracture_date": "2024"},
        {"treatment_duration": "1 day"},
        {"height": 33.5},
        {"height": 100},
        {"height": "one third"},
        {"height": "33 percent"},
    ],
)
def test_what_both_take(facts: dict[str, Any]) -> None:
    for case in ({**LEAST, "facts": facts}, {**LEAST, **_at_a_level(facts)}):
        assert _is_valid(case)
        assert _is_read(case)


@pytest.mark.parametrize(
    "facts",
    [
        {"painfull": True},
        {"painful": "maybe"},
        {"painful": {"value": True, "page": 2}},
        {"painful": {"source": "a note"}},
        {"pain": "bad"},
        {"pain": ["severe"]},
        {"imaging": "mri"},
        {"imaging": ["photo"]},
        {"fracture_date": "yesterday"},
        {"treatment_duration": "six weeks"},
        {"treatment_duration": "-1 days"},
        {"height": 101},
        {"height": "101 percent"},
        {"region": "sacral"},
    ],
)
def test_what_both_refuse(facts: dict[str, Any]) -> None:
    for case in ({**LEAST, "facts": facts}, {**LEAST, **_at_a_level(facts)}):
        assert not _is_valid(case)
        assert not _is_read(case)


@pytest.mark.parametrize("field", [{"payer": "nobody"}, {"date_of_service": "soon"}, {"level": "L1"}])
def test_fields_that_both_refuse(field: dict[str, str]) -> None:
    assert not _is_valid({**LEAST, **field})
    assert not _is_read({**LEAST, **field})


def _at_a_level(facts: dict[str, Any]) -> dict[str, Any]:
    service = {"code": "22511", "levels": ["L1"]}
    return {"services": [service], "lesions": [{"levels": ["L1"], "facts": facts}]}
