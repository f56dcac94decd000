"""The shipped index of ICD-10-CM, against the library that it was built from."""

from importlib.resources import files
from itertools import pairwise

import pytest
import simple_icd_10_cm
from hypothesis import given
from hypothesis import strategies as st

from coverline.codesets import icd10cm


@pytest.fixture(scope="module")
def listed() -> dict[str, bool]:
    """Every code of the library in its order, and whether it is complete."""
    dotted = filter(simple_icd_10_cm.is_category_or_subcategory, simple_icd_10_cm.get_all_codes())
    return {code.replace(".", ""): simple_icd_10_cm.is_leaf(code) for code in dotted}


def test_every_code_of_the_library_is_found_and_no_other(listed: dict[str, bool]) -> None:
    assert {code: icd10cm.is_complete(code) for code in listed if icd10cm.exists(code)} == listed
    assert icd10cm.between(next(iter(listed)), list(listed)[-1]) == tuple(
        code for code, complete in listed.items() if complete
    )


@given(st.text(alphabet="AMST0148XZ. \n", max_size=9))
def test_nothing_else_is_a_code(listed: dict[str, bool], text: str) -> None:
    assert icd10cm.exists(text) == (text in listed)
    assert icd10cm.is_complete(text) == listed.get(text, False)


@pytest.mark.parametrize("code", ["M8008XA", "M4850XA", "S22080A", "D47Z9", "M1A9XX1", "A33"])
def test_complete(code: str) -> None:
    assert icd10cm.is_complete(code)


@pytest.mark.parametrize("code", ["M8008", "M80", "M48", "S22080"])
def test_known_but_not_complete(code: str) -> None:
    assert icd10cm.exists(code)
    assert not icd10cm.is_complete(code)


@pytest.mark.parametrize(
    "code",
    ["D4729", "M8008X", "M8008XZ", "M80.08XA", "m8008xa", "M48 0", "M48 50 50XA", "M48 ", "M4", "", "22511"],
)
def test_unknown(code: str) -> None:
    assert not icd10cm.exists(code)
    assert not icd10cm.is_complete(code)


def test_neighbours_in_a_line_are_not_one_code(listed: dict[str, bool]) -> None:
    for code, following in pairwise(list(listed)[:2000]):
        assert not icd10cm.exists(f"{code} {following[3:]}")


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [
        ("M8008XA", "M8008XS", ["M8008XA", "M8008XD", "M8008XG", "M8008XK", "M8008XP", "M8008XS"]),
        ("M8008XG", "M8008XG", ["M8008XG"]),
        ("M4857", "M4858", [f"M485{level}X{seventh}" for level in "78" for seventh in "ADGS"]),
        ("D47Z2", "D479", ["D47Z2", "D47Z9", "D479"]),
        ("A35", "A36", ["A35", "A360", "A361", "A362", "A363", "A3681", "A3682", "A3683", "A3684", "A3685",
                        "A3686", "A3689", "A369"]),
        ("M8008XS", "M8008XA", []),
        ("M81", "M80", []),
        ("M8008XA", "M8008", []),
        ("M8008XA", "M8008XZ", []),
        ("D4729", "D479", []),
    ],
)  # fmt: skip
def test_between(first: str, last: str, codes: list[str]) -> None:
    assert icd10cm.between(first, last) == tuple(codes)


def test_the_edition_is_the_library_s() -> None:
    month, year = icd10cm.edition().split()
    assert any(
        resource.name == f"code-list-{month}-{year}.txt"
        for resource in files("simple_icd_10_cm.data").iterdir()
    )


@pytest.mark.parametrize("beginning", ["M80", "M8008", "S120", "Z34", "A33", "Q99", "XYZ", "M8008XA1"])
def test_codes_below_a_beginning(listed: dict[str, bool], beginning: str) -> None:
    assert icd10cm.below(beginning) == tuple(code for code in listed if code.startswith(beginning))
