"""A case as data is read back as the same case."""

import json

from coverline.language.case_data import case_data
from coverline.language.cases import read_cases
from tests.language.example_files import VOCABULARY

WHOLE = """
case: a
payer: plan
product: ppo
state: MA
date_of_service: 2024-05
setting: outpatient
services:
  - {code: 22511, technique: cement, levels: [L1, S1]}
  - {code: "22510"}
diagnoses: [M80.08XA]
facts:
  painful: {value: yes, source: "MRI, page 2", date: 2024-03-02}
  pain: severe
  treatment_duration: {value: 41 days, source: a note}
  fracture_date: 2024-04
  imaging: [xray, mri]
  height: one third
lesions:
  - {levels: [L1], facts: {painful: no}}
  - {levels: [S1]}
"""
BARE = "payer: plan\ndate_of_service: 2024-05-10\nservices: [{code: 22511}]\n"


def test_a_whole_case_survives() -> None:
    (read,) = read_cases(WHOLE, "case.yaml", VOCABULARY)
    assert read.case is not None, read.problems
    data = case_data(read.case)
    assert data["facts"]["painful"] == {"value": True, "source": "MRI, page 2", "date": "2024-03-02"}
    assert data["facts"]["treatment_duration"] == {"value": "41 days", "source": "a note"}
    assert data["facts"]["imaging"] == ["mri", "xray"]
    (again,) = read_cases(json.dumps(data), "case.json", VOCABULARY)
    assert again.case == read.case


def test_what_is_not_known_is_left_out() -> None:
    (read,) = read_cases(BARE, "case.yaml", VOCABULARY)
    assert read.case is not None
    assert case_data(read.case) == {
        "payer": "plan",
        "date_of_service": "2024-05-10",
        "services": [{"code": "22511"}],
    }
