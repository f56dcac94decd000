"""Where lines stand, as a person would say it."""

import pytest

from coverline.library import Library
from coverline.sources.place import ordinal, span
from coverline.sources.register import PrintedList, Register, Section, SourceDocument

DOCUMENT = SourceDocument(
    "one",
    "one.txt",
    "A plan",
    "7",
    "A title",
    (),
    "0" * 64,
    200,
    (
        Section("Coverage", (10, 40), 10),
        Section("Coverage, exclusions", (30, 40)),
        Section("Notes", (50, 60), 50),
        Section("References", (100, 140)),
    ),
    (1, 20, 90),
    (
        PrintedList((12, 20), (12, 17, 19)),
        PrintedList((14, 16), (14, 16)),
        PrintedList((15, 15), (15,), numbered=True),
        PrintedList((31, 35), (31, 33)),
        PrintedList((51, 53), (51, 52)),
        PrintedList((55, 58), (55, 57)),
        PrintedList((101, 140), tuple(range(101, 141)), numbered=True),
    ),
)
REGISTER = Register({"one": DOCUMENT})


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((10, 10), "Coverage, page 1"),
        ((12, 12), "Coverage, first bullet, page 1"),
        ((13, 13), "Coverage, first bullet, page 1"),
        ((12, 16), "Coverage, first bullet, page 1"),
        ((14, 14), "Coverage, first bullet, first sub-bullet, page 1"),
        ((15, 15), "Coverage, first bullet, first sub-bullet, first sub-item, page 1"),
        ((14, 16), "Coverage, first bullet, first to second sub-bullet, page 1"),
        ((17, 19), "Coverage, second to third bullet, page 1"),
        ((16, 17), "Coverage, from first bullet, second sub-bullet, page 1"),
        ((19, 22), "Coverage, from third bullet, page 1"),
        ((11, 20), "Coverage, page 1"),
        ((20, 20), "Coverage, third bullet, page 2"),
        ((33, 34), "Coverage, exclusions, second bullet, page 2"),
        ((52, 52), "Notes, first list, second bullet, page 2"),
        ((57, 58), "Notes, second list, second bullet, page 2"),
        ((55, 57), "Notes, second list, first to second bullet, page 2"),
        ((54, 54), "Notes, page 2"),
        ((112, 112), "References, twelfth item, page 3"),
        ((122, 123), "References, 22nd to 23rd item, page 3"),
        ((150, 150), "page 3"),
    ],
)
def test_lines_are_said_by_section_list_and_page(lines: tuple[int, int], said: str) -> None:
    assert REGISTER.place("one", lines).said == said


def test_a_place_has_its_parts() -> None:
    place = REGISTER.place("one", (15, 15))
    assert (place.section, place.printed, place.page, place.bullet) == ("Coverage", 10, 1, (1, 1, 1))


def test_an_unknown_document_is_nowhere() -> None:
    place = REGISTER.place("two", (1, 1))
    assert (place.said, place.section, place.printed, place.page, place.bullet) == ("", "", None, None, ())


def test_a_text_without_pages_and_lists_has_its_section_alone() -> None:
    plain = SourceDocument("two", "b", "A plan", None, "B", (), "0" * 64, 9, (Section("Whole", (1, 9)),))
    assert Register({"two": plain}).place("two", (3, 4)).said == "Whole"


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "first"), (12, "twelfth"), (13, "13th"), (20, "20th"), (21, "21st"), (22, "22nd"), (33, "33rd"),
     (111, "111th"), (113, "113th"), (121, "121st")],
)  # fmt: skip
def test_numbers_are_ordered_in_words(number: int, said: str) -> None:
    assert ordinal(number) == said


def test_lines_are_written_as_a_range_where_they_are_several() -> None:
    assert (span((3, 3)), span((3, 4))) == ("3", "3-4")


@pytest.mark.parametrize(
    ("source", "lines", "said"),
    [
        ("cigna-0040", (63, 63), "Coverage policy, vertebroplasty and kyphoplasty, first bullet, page 2"),
        ("cigna-0040", (381, 382), "Technology assessments, first list, third bullet, page 18"),
        ("cigna-0040", (513, 513), "Use of codes, second item, page 22"),
        ("bcbsma-484", (38, 38), "Commercial policy, vertebroplasty, second bullet"),
        ("bcbsma-484", (43, 43), "Commercial policy, vertebroplasty, in every case, second bullet"),
        ("floridablue-02-20000-18", (41, 41), "Position, vertebroplasty, fourth bullet"),
        ("uhcwest-mmg", (26, 26), "Coverage rationale, exclusions, second bullet"),
        ("uhcwest-mmg", (80, 80), "Documentation, seventh bullet, first sub-bullet, second sub-bullet"),
        ("bcbsm-sacral", (222, 222), "Administrative guidelines, third bullet"),
    ],
)  # fmt: skip
def test_the_shipped_register_says_where_a_rule_stands(
    source: str, lines: tuple[int, int], said: str
) -> None:
    assert Library.load().register.place(source, lines).said == said
