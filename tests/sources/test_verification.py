"""Copies of documents: the same however they are laid out, changed where a cited passage is, or missing."""

from pathlib import Path
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverline.problem import Unreadable
from coverline.sources.essence import essence
from coverline.sources.fingerprint import Fingerprint, Text, fingerprints
from coverline.sources.furniture import furniture
from coverline.sources.passages import PASSAGES, passages_text, read_passages
from coverline.sources.register import SourceDocument
from coverline.sources.verification import Copy, Status, verify

LINES = [
    "Plan of the Far North",
    "",
    "Green care is given when (1) pain has lasted for < 6 weeks, and",
    "- other care, such as rest, was tried\u00b9 for at least 2-3 months; or",
    "- the bone is seen on MRI.",
    "",
    "Codes",
    "22510\tone",
    "22511\ttwo",
    "",
    "22510 again: 22510",
]
CITED = [(3, 3), (3, 5), (4, 4), (5, 5), (8, 8), (9, 9), (2, 2)]
PASSAGES_OF_IT = tuple(fingerprints(LINES, CITED))


def document(lines: list[str]) -> SourceDocument:
    text = "\n".join(lines)
    return SourceDocument(
        "one", "one.txt", "A plan", None, "A", (), Copy.of(Path(), text).sha256, len(lines), ()
    )


def status(lines: list[str], name: str = "copy.txt") -> tuple[Status, list[tuple[int, int]]]:
    copies = [Copy.of(Path("other.txt"), "another text"), Copy.of(Path(name), "\n".join(lines))]
    found = verify(document(LINES), PASSAGES_OF_IT, copies)
    return found.status, [each.lines for each in found.changed]


def changed(old: str, new: str) -> list[str]:
    assert any(old in line for line in LINES)
    return [line.replace(old, new) for line in LINES]


def test_a_passage_without_words_has_no_fingerprint() -> None:
    assert [each.lines for each in PASSAGES_OF_IT] == sorted(CITED)[1:]


@pytest.mark.parametrize(
    "lines",
    [
        LINES,
        [part for line in LINES for part in (wrap(line, 20) or [""])],
        [line.replace(" ", "   ").replace("- ", "\u2022 ") for line in LINES],
        [" ".join(LINES)],
        changed("other care", "**other** <u>ca</u>re"),
        changed("2-3", "2\u20133"),
        changed("tried\u00b9", "tried<sup>1</sup>"),
        ["Page 1 of 2", *LINES[:4], "", "Page 2 of 2", "", *LINES[4:]],
        changed("Plan of the Far North", "Plan of the Deep South"),
    ],
    ids=["itself", "wrapped", "wide", "one line", "marked", "dash", "superscript", "pages", "uncited"],
)
def test_another_layout_is_the_same(lines: list[str]) -> None:
    assert status(lines) == (Status.SAME, [])


@pytest.mark.parametrize(
    ("old", "new", "passages"),
    [
        ("6 weeks", "4 weeks", [(3, 3), (3, 5)]),
        ("< 6 weeks", "> 6 weeks", [(3, 3), (3, 5)]),
        ("2-3", "23", [(3, 5), (4, 4)]),
        ("22511", "22512", [(9, 9)]),
    ],
)
def test_a_changed_passage_is_named(old: str, new: str, passages: list[tuple[int, int]]) -> None:
    assert status(changed(old, new)) == (Status.CHANGED, passages)


def test_a_passage_that_is_said_several_times_must_stay_so() -> None:
    (code,) = fingerprints(["22510", "a word", "22510", "22510"], [(1, 1)])
    assert code.times == 3
    assert Text(["22510 22510", "22510", "22510"]).has(code)
    assert not Text(["22510", "22510"]).has(code)


def test_a_copy_that_says_little_of_it_is_another_document() -> None:
    assert status(["Green things", *LINES[7:9]])[0] is Status.CHANGED
    assert status(["Green things, all of them"])[0] is Status.MISSING
    assert status(["Green things, all of them"], name="one.txt")[0] is Status.CHANGED


def test_without_passages_only_the_text_itself_is_the_same() -> None:
    copy = Copy.of(Path("one.txt"), "\n".join(LINES))
    assert verify(document(LINES), (), [copy]).status is Status.SAME
    assert verify(document(LINES), (), [Copy.of(Path("one.txt"), "other")]).status is Status.CHANGED


@given(st.lists(st.text(alphabet="ab c1.-\u2013<\t\u2022", max_size=30), max_size=12), st.data())
def test_a_passage_is_found_in_its_own_text_however_it_is_wrapped(
    lines: list[str], data: st.DataObject
) -> None:
    """The law: white space decides nothing, save before a mark at the start of a line, which is a bullet."""
    plain = [
        line.replace("-", "").replace("\u2013", "").replace("\u2022", "").replace(".", "") for line in lines
    ]
    cited = [(at, data.draw(st.integers(at, len(plain)))) for at in range(1, len(plain) + 1)]
    width = data.draw(st.integers(1, 40))
    wrapped = wrap(" ".join(plain), width)
    assert all(Text(wrapped).has(each) for each in fingerprints(plain, cited))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The  Bone\tis\n seen.", "theboneisseen"),
        ("<b>bold</b> [link](#)", "boldlink"),
        ("x < 3 and y > 4", "x<3andy>4"),
        ("3.5 mg, 1/2, 2020-01-02, 3 - 4", "3.5mg1/22020-01-023-4"),
        ("\u2022 12 weeks", "12weeks"),
        ("\ufb01ne \u2013 \u2014", "fine"),
        ("\u2020 mark", "\u2020mark"),
    ],
)
def test_the_essence_keeps_letters_digits_and_comparisons(text: str, said: str) -> None:
    assert essence(text) == said


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (["a b c", "", "Page 3 of 9", "", "words"], {3}),
        (["- 3 -", "3 / 9", "see page 3."], {2}),
        (["Far North Plan   Page 3", "On page 3 we say so, and more;"], {1}),
        (["x", "", "Far North", "", "y", "", "Far North", "", "z", "", "far  north"], {3, 7, 11}),
        (["x", "", "Far North", "goes on", "", "Far North", "goes on too", "", "Far North", "and on"], set()),
        (["- or north", "", "- or north", "", "- or north"], set()),
        (["N/A", "", "N/A", "", "N/A"], set()),
        (["one", "\fFar North", "two", "\fFar North", "three", "\fFar North", "four"], {2, 4, 6}),
    ],
)
def test_what_pages_repeat_is_furniture(lines: list[str], numbers: set[int]) -> None:
    assert furniture(lines) == numbers


def test_fingerprints_are_written_and_read_back(tmp_path: Path) -> None:
    assert read_passages(tmp_path) == {}
    found = {"one": PASSAGES_OF_IT, "two": (Fingerprint((4, 4), 3, "0" * 8, "a" * 16, 2),)}
    (tmp_path / PASSAGES).write_text(passages_text(found), encoding="utf-8")
    assert read_passages(tmp_path) == found


def test_fingerprints_that_somebody_has_edited_are_refused(tmp_path: Path) -> None:
    text = passages_text({"two": (Fingerprint((4, 4), 3, "0" * 8, "a" * 16, 2),)})
    file = tmp_path / PASSAGES
    file.write_text(text.replace("00000000", "0000"), encoding="utf-8")
    with pytest.raises(Unreadable) as caught:
        read_passages(tmp_path)
    line = text[: text.index("00000000")].count("\n") + 1
    assert str(caught.value) == (
        f"{file}:{line}:7: found something else; expected fingerprints of passages; "
        "renew the file with: coverline sources passages"
    )
