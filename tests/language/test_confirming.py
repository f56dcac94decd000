"""A confirmation changes its own note and nothing else, in files of every style, and reads back as said."""

import difflib
from datetime import date
from pathlib import Path

import pytest

from coverline.document import Entries, Scalar, read_text
from coverline.language.confirming import confirmed, read_confirmation
from coverline.language.fields import Fields
from coverline.language.formatter import format_policy
from coverline.language.statements import note
from coverline.model.policy import Confirmation
from coverline.problem import Unreadable

POLICIES = Path(__file__).parents[2] / "src" / "coverline" / "content" / "policies"
SHIPPED = sorted(POLICIES.glob("*/*.yaml"))
DAY = date(2026, 1, 31)
SAID = Confirmation("Dr. A. Name", "clinician", DAY)
NAMES = [
    "Dr. A. Name",
    "Name, Anna",
    "Chair: Dr. Name",
    'Anna "Ann" Name',
    "O'Name",
    "No. #1",
    "# 1",
    "Šárka Žižková",
    "王芳",
    "{A} [B]",
    "*A & B!",
    "back\\slash",
    "null",
    "no",
    "~",
    "2026",
    "- A",
    "  A  ",
]
TWO = "  two: {status: unconfirmed}\n"
FLOW = f"notes:\n  one: {{asks: a, reading: b, changes: c,  status: unconfirmed}}  # c\n{TWO}"
BLOCK = f"notes:\n  one:\n    asks: a\n    status: unconfirmed  # not yet\n    cite: 1\n{TWO}"


def notes_of(text: str) -> dict[str, Entries]:
    root = read_text(text, "policy.yaml")
    assert isinstance(root, Entries)
    notes = root.get("notes")
    assert isinstance(notes, Entries)
    return {name.text: each for name, each in notes.entries if isinstance(each, Entries)}


def edits(before: str, after: str) -> list[tuple[int, int]]:
    """The stretches of lines of `before`, from 1, that differ in `after`."""
    matcher = difflib.SequenceMatcher(None, before.split("\n"), after.split("\n"), autojunk=False)
    return [(first + 1, last) for tag, first, last, _, _ in matcher.get_opcodes() if tag != "equal"]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
@pytest.mark.parametrize("which", [0, -1], ids=["first", "last"])
def test_a_note_of_a_shipped_policy_is_confirmed_alone(file: Path, which: int) -> None:
    text = file.read_text(encoding="utf-8")
    notes = notes_of(text)
    name = list(notes)[which]
    after = confirmed(text, str(file), name, SAID)
    ((first, last),) = edits(text, after)
    assert last - first < 3
    assert "status: unconfirmed" in text.split("\n")[last - 1]
    now = notes_of(after)
    assert note(name, Fields(now[name])).confirmed == SAID
    for each in notes:
        assert each == name or _words(now[each]) == _words(notes[each])


def _words(entries: Entries) -> list[tuple[str, str]]:
    return [(key.text, value.text) for key, value in entries.entries if isinstance(value, Scalar)]


@pytest.mark.parametrize("by", NAMES)
@pytest.mark.parametrize("text", [FLOW, BLOCK], ids=["flow", "block"])
def test_any_name_reads_back_as_it_was_said(text: str, by: str) -> None:
    said = Confirmation(by, "payer", DAY)
    after = confirmed(text, "policy.yaml", "one", said)
    found = notes_of(after)["one"]
    fields = Fields(found)
    assert (fields.text("by"), fields.text("as"), fields.text("on")) == (by, "payer", "2026-01-31")
    assert confirmed(after, "policy.yaml", "one", said) == after


def test_in_a_flow_note_all_else_stays_byte_for_byte() -> None:
    after = confirmed(FLOW, "policy.yaml", "one", SAID)
    assert after == FLOW.replace(
        "c,  status: unconfirmed",
        "c,  status: confirmed, by: Dr. A. Name, as: clinician, on: 2026-01-31",
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_in_a_block_note_the_lines_follow_the_status_and_its_comment(ending: str) -> None:
    text = BLOCK.replace("\n", ending)
    after = confirmed(text, "policy.yaml", "one", SAID)
    added = ["    by: Dr. A. Name", "    as: clinician", "    on: 2026-01-31"]
    lines = text.split(ending)
    status = next(index for index, line in enumerate(lines) if "# not yet" in line)
    expected = [
        *lines[:status],
        lines[status].replace("unconfirmed", "confirmed"),
        *added,
        *lines[status + 1 :],
    ]
    assert after == ending.join(expected)


def test_a_status_at_the_very_end_of_a_file() -> None:
    text = "notes:\n  one:\n    status: unconfirmed"
    after = confirmed(text, "policy.yaml", "one", SAID)
    assert after == (
        "notes:\n  one:\n    status: confirmed\n    by: Dr. A. Name\n    as: clinician\n    on: 2026-01-31"
    )


@pytest.mark.parametrize("status", ["'unconfirmed'", '"unconfirmed"'])
def test_a_quoted_status(status: str) -> None:
    after = confirmed(f"notes: {{one: {{status: {status}}}}}\n", "policy.yaml", "one", SAID)
    assert after == "notes: {one: {status: confirmed, by: Dr. A. Name, as: clinician, on: 2026-01-31}}\n"


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\u00e9", "\U0001d4b3"])
def test_strange_characters_before_the_note_do_not_move_it(mark: str) -> None:
    text = f'title: "a{mark}b"\nnotes: {{one: {{asks: "{mark}", status: unconfirmed}}}}\n'
    after = confirmed(text, "policy.yaml", "one", SAID)
    assert after == text.replace("unconfirmed", "confirmed, by: Dr. A. Name, as: clinician, on: 2026-01-31")


def test_a_tidy_file_stays_tidy_and_an_untidy_one_stays_as_it_is() -> None:
    tidy = format_policy(FLOW.replace("asks: a", f"asks: {'a ' * 40}"))
    after = confirmed(tidy, "policy.yaml", "one", SAID)
    assert after == format_policy(after)
    assert "\n" in after.partition("{")[2].partition("}")[0]
    untidy = tidy.replace("notes:\n", "notes:\n\n\n")
    assert confirmed(untidy, "policy.yaml", "one", SAID).startswith("notes:\n\n\n")


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (FLOW, "oen", 'found no note oen; expected one of one, two; did you mean "one"?'),
        (FLOW, "status", "found no note status"),
        ("notes: none printed\n", "one", "found no note one"),
        ("- a\n", "one", "found no note one"),
        ("notes: {one: yes}\n", "one", "found no note one"),
        ("notes: {one: {asks: a}}\n", "one", "found the note one without a status"),
        ("notes: {one: {status: [unconfirmed]}}\n", "one", "found the note one without a status"),
        ("notes: {one: {status: perhaps}}\n", "one", "found the note one without a status"),
        ('notes: {one: {status: "\\x75nconfirmed"}}\n', "one", "found the status in escaped letters"),
        ("notes: {one: {status: unconfirmed, by: B}}\n", "one", "found by in a note that is unconfirmed"),
        ("notes: {one: {status: confirmed}}\n", "one", "found the note one confirmed by  as  on "),
        (
            "notes: {one: {status: confirmed, by: B, as: payer, on: 2026-01-31}}\n",
            "one",
            "found the note one confirmed by B as payer on 2026-01-31; expected a note that is unconfirmed",
        ),
        ("notes: }", "one", "found text that is not YAML"),
    ],
)
def test_what_cannot_be_confirmed_is_refused_with_its_place(text: str, name: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        confirmed(text, "policy.yaml", name, SAID)
    message = str(refused.value)
    assert message.startswith("policy.yaml:1")
    assert said in message


def test_a_refusal_without_advice_ends_with_what_was_expected() -> None:
    with pytest.raises(Unreadable) as refused:
        confirmed("notes: {one: {asks: a}}\n", "policy.yaml", "one", SAID)
    said = "policy.yaml:1:14: found the note one without a status; expected status: unconfirmed"
    assert str(refused.value) == said


def test_the_same_confirmation_again_changes_nothing() -> None:
    once = confirmed(FLOW, "policy.yaml", "one", SAID)
    assert confirmed(once, "policy.yaml", "one", SAID) == once
    for other in (
        Confirmation("B", "clinician", DAY),
        Confirmation("Dr. A. Name", "payer", DAY),
        Confirmation("Dr. A. Name", "clinician", date(2026, 2, 1)),
    ):
        with pytest.raises(Unreadable, match=r"confirmed by Dr\. A\. Name as clinician on 2026-01-31"):
            confirmed(once, "policy.yaml", "one", other)


def test_a_confirmation_as_it_is_typed() -> None:
    assert read_confirmation("Dr. A. Name", "clinician", "2026-01-31") == SAID


@pytest.mark.parametrize(
    ("by", "on", "said"),
    [
        ("", "2026-01-31", "--by: found the name ''"),
        (" ", "2026-01-31", "--by: found the name ' '"),
        ("A\nB", "2026-01-31", r"--by: found the name 'A\nB'"),
        ("A\x1b[2J", "2026-01-31", r"--by: found the name 'A\x1b[2J'"),
        ("A", "31.1.2026", '--date: found "31.1.2026"; expected a day such as 2024-06-15'),
        ("A", "2026-02-30", '--date: found "2026-02-30"; expected a day of the calendar'),
        ("A", "0001-01-01", "--date: found"),
    ],
)
def test_what_cannot_stand_in_a_file_is_refused(by: str, on: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_confirmation(by, "clinician", on)
    assert str(refused.value).startswith(said)
