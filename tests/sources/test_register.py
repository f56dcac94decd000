"""Sections and citations of registered documents."""

import pytest

from coverline.sources.register import Register, Section, SourceDocument


def _register(*sections: Section) -> Register:
    document = SourceDocument("one", "one.txt", "A plan", "7", "A title", (), "0" * 64, 100, sections)
    return Register({"one": document})


@pytest.fixture
def register() -> Register:
    return _register(
        Section("Whole", (1, 60)), Section("Criteria", (10, 40)), Section("First criterion", (12, 20))
    )


@pytest.mark.parametrize(
    ("lines", "heading"),
    [
        ((12, 20), "First criterion"),
        ((15, 15), "First criterion"),
        ((11, 20), "Criteria"),
        ((20, 21), "Criteria"),
        ((41, 60), "Whole"),
        ((60, 61), "Whole"),
        ((15, 99), "First criterion"),
        ((61, 61), ""),
    ],
)
def test_the_innermost_section_that_holds_the_lines_names_them(
    register: Register, lines: tuple[int, int], heading: str
) -> None:
    assert register.section_of("one", lines) == heading


def test_the_order_of_sections_does_not_matter() -> None:
    inner, outer = Section("Inner", (2, 3)), Section("Outer", (1, 9))
    assert _register(inner, outer).section_of("one", (2, 2)) == "Inner"
    assert _register(outer, inner).section_of("one", (2, 2)) == "Inner"


def test_an_unknown_document_has_no_sections(register: Register) -> None:
    assert register.section_of("two", (1, 1)) == ""


@pytest.mark.parametrize(
    ("source", "lines", "resolves"),
    [
        ("one", (1, 100), True),
        ("one", (100, 100), True),
        ("one", (100, 101), False),
        ("one", (0, 4), False),
        ("one", (9, 8), False),
        ("two", (1, 1), False),
    ],
)
def test_a_citation_resolves_inside_its_document(
    register: Register, source: str, lines: tuple[int, int], resolves: bool
) -> None:
    assert register.resolves(source, lines) is resolves
