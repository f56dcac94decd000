"""JSON Lines: broken lines are found first, and every other line is read as it stands."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverline.batch.files import text
from coverline.batch.files.lines_source import LINE, JsonLinesSource
from coverline.problem import Unreadable

KNOWN = ("payer", "symptomatic", "vertebral_height_remaining", "imaging", "diagnoses")
LISTS = ("imaging", "diagnoses")
NOT_JSON = "found text that is not JSON; expected one JSON object on the line"
NO_OBJECT = "found a JSON value that is no object; expected one JSON object on the line"
Told = Mapping[int, str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lines")


def read(
    content: bytes, folder: Path, lines: bool = False, block: int = text.BLOCK
) -> tuple[pl.DataFrame, Told]:
    """The rows of a file, and the problems by row."""
    file = folder / "cases.jsonl"
    file.write_bytes(content)
    rows, faults, before = [], {}, 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "BLOCK", block)
        source = JsonLinesSource(file, KNOWN, LISTS, lines)
        for chunk in source.chunks():
            rows.append(chunk.frame)
            faults.update({before + row: told for row, told in chunk.faults.items()})
            before += chunk.frame.height
    assert all(each.schema == source.empty.schema for each in rows)
    return pl.concat([source.empty, *rows]), faults


values: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.text(st.sampled_from('a";[\\é'), max_size=3)
)
objects = st.dictionaries(st.sampled_from(["payer", "symptomatic", "own"]), values, max_size=3)
broken = st.sampled_from(
    ["{", "[1]", "7", '{"payer": NaN}', '{"payer": "a"} x', "null", '{"payer": "a",}', "'a'"]
)


@given(st.lists(st.one_of(objects, broken), min_size=1, max_size=8), st.integers(1, 60))
def test_every_object_is_a_row_and_every_broken_line_a_problem(
    folder: Path, lines: list[Any], block: int
) -> None:
    lines = [{"payer": "first"}, *lines]
    content = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines).encode()
    found, faults = read(content, folder, block=block)
    assert found.height == len(lines)
    assert list(faults) == [row for row, each in enumerate(lines) if isinstance(each, str)]
    for row, line in enumerate(lines):
        if not isinstance(line, str):
            assert as_text(line.get("payer")) == found["payer"][row]
            assert as_text(line.get("symptomatic")) == found.to_dicts()[row].get("symptomatic")


def as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"payer": ', NOT_JSON),
        (b'{"payer": "\xff"}', "found bytes that are not UTF-8; expected text in UTF-8"),
        (b'["payer"]', NO_OBJECT),
        (b"null", NO_OBJECT),
        (b'{"payer": Infinity}', NOT_JSON),
    ],
)
def test_a_broken_line_is_told_with_its_number(folder: Path, line: bytes, problem: str) -> None:
    content = b'\xef\xbb\xbf{"payer": "a"}\r\n\r\n' + line + b'\n \n{"payer": "b"}\n'
    rows, faults = read(content, folder)
    assert faults == {1: f"line 3: {problem}"}
    assert (rows["payer"][0], rows["payer"][2]) == ("a", "b")


@pytest.mark.parametrize(
    ("stated", "held"),
    [
        ('["mri", "ct"]', ["mri", "ct"]),
        ("[]", []),
        ("null", None),
        ('""', None),
        ('"mri; ct"', ["mri", "ct"]),
        ('"mri"', ["mri"]),
        ('["a, b"]', ["a, b"]),
        ("[1, 2]", ["[1, 2]"]),
        ('["mri", null]', ['["mri", null]']),
        ('{"value": ["mri"]}', ['{"value": ["mri"]}']),
    ],
)
def test_a_set_is_a_list_and_what_is_none_stays_for_the_problem_to_name(
    folder: Path, stated: str, held: list[str] | None
) -> None:
    rows, _ = read(f'{{"payer": "a", "imaging": {stated}}}'.encode(), folder)
    assert rows["imaging"].to_list() == [held]


def test_other_columns_keep_the_type_of_all_their_values(folder: Path) -> None:
    lines = [
        '{"payer": "a", "n": 1}',
        '{"payer": "a", "n": 2.5, "late": [1]}',
        '{"payer": "a", "mixed": "x"}',
    ]
    rows, _ = read("\n".join([*lines, '{"mixed": 7}']).encode(), folder, block=25)
    assert rows.schema == {
        "payer": pl.String(),
        "n": pl.Float64(),
        "late": pl.List(pl.Int64()),
        "mixed": pl.String(),
    }
    assert rows["mixed"].to_list() == [None, None, "x", "7"]


def test_a_line_is_kept_as_it_stands_and_a_broken_one_under_a_key(folder: Path) -> None:
    rows, _ = read(b' {"payer":"a", "n": 1.00} \n{"payer": \n', folder, lines=True)
    assert rows[LINE].to_list() == ['{"payer":"a", "n": 1.00}', '{"unread": "{\\"payer\\":"}']


@pytest.mark.parametrize("content", [b"", b"\n", b"nonsense\n", b"{}\n"])
def test_a_file_without_a_column_stops_before_it_starts(folder: Path, content: bytes) -> None:
    with pytest.raises(Unreadable, match="expected one JSON object on each line"):
        read(content, folder)
