"""Many at once is each alone: the worked cases that have one part, as rows of one table."""

import json

import polars as pl

from coverline import batch
from coverline.language.case_data import case_data
from coverline.language.cases import read_cases
from coverline.model.case import Case
from tests.laws.real import LIBRARY
from tests.worked.test_worked_cases import CASES, DIRECT, worked


def as_row(name: str, case: Case) -> dict[str, str | list[str] | None]:
    """A case with one service at one level at most, as a row."""
    data = case_data(case)
    (service,) = data.pop("services")
    level = service.pop("levels", [None])[0]
    facts = {
        fact: str(value) if isinstance(value, bool) else value
        for fact, value in data.pop("facts", {}).items()
    }
    return {**data, **service, "level": level, **facts, "case": name}


def one_part_cases() -> dict[str, Case]:
    """The worked cases that can be read and have one part."""
    found = {}
    for name, file in CASES.items():
        text = json.dumps(worked(file)["case"], default=str)
        (read,) = read_cases(text, name, LIBRARY.vocabulary)
        case = read.case
        if (
            case is not None
            and not case.lesions
            and [len(each.levels) < 2 for each in case.services] == [True]
        ):
            found[name] = case
    return found


def test_worked_cases_are_answered_as_expected() -> None:
    cases = one_part_cases()
    assert len(cases) > 40
    rows = [as_row(name, case) for name, case in cases.items()]
    lists = {name for row in rows for name, value in row.items() if isinstance(value, list)}
    names = dict.fromkeys(name for row in rows for name in row)
    schema = {name: pl.List(pl.String) if name in lists else pl.String for name in names}
    found = batch.decide(pl.DataFrame(rows, schema=schema), policies=LIBRARY)
    for answer in found.iter_rows(named=True):
        expected = worked(CASES[answer["case"]])["expect"]
        if expected.get("error"):
            assert all(fact in answer["problem"] for fact in expected["mentions"])
            continue
        for name in DIRECT:
            assert name not in expected or answer[name] == expected[name], answer["case"]
        assert set(expected.get("missing", answer["missing"])) <= set(answer["missing"]), answer["case"]
