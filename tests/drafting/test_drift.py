"""A new edition names the criteria that it changes and no others, on invented and on registered texts.

The invented texts have the shape of the five documents; the registered ones are read where they are at hand,
and the tests on them skip, saying so, where they are not.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from coverline.drafting.changes import Kind
from coverline.drafting.drift import Drift, drift
from coverline.drafting.extract import extract
from coverline.model.policy import PolicyVersion
from coverline.problem import Unreadable
from tests.content import sources
from tests.drafting import invented, pages
from tests.drafting.invented import POLICIES, criteria, lines_of

NEW = Path("new.txt")
SOME = 3
Text = list[str]


def _registered(policy: PolicyVersion) -> Text:
    return sources.lines_of(policy.source)


@pytest.fixture(params=["invented", "registered"])
def text_of(request: pytest.FixtureRequest) -> Callable[[PolicyVersion], Text]:
    return invented.document if request.param == "invented" else _registered


@pytest.fixture(params=POLICIES)
def policy(request: pytest.FixtureRequest) -> PolicyVersion:
    return POLICIES[request.param]


@pytest.fixture
def text(policy: PolicyVersion, text_of: Callable[[PolicyVersion], Text]) -> Text:
    return text_of(policy)


def found(policy: PolicyVersion, old: Text, new: Text) -> Drift:
    return drift(policy, old, new, NEW)


def kinds(result: Drift) -> dict[str, str]:
    return {each.id: each.kind.value for each in result.criteria}


def touching(policy: PolicyVersion, line: int) -> set[str]:
    return {each.id for each in criteria(policy) if lines_of(each)[0] <= line <= lines_of(each)[1]}


def alone_on(policy: PolicyVersion) -> list[int]:
    """A few of the lines that are all that some criterion cites, spread over the text."""
    alone = sorted({lines_of(each)[0] for each in criteria(policy) if lines_of(each)[0] == lines_of(each)[1]})
    return alone[:: -(-len(alone) // SOME)]


def test_the_same_text_is_no_change(policy: PolicyVersion, text: Text) -> None:
    result = found(policy, text, list(text))
    assert result.is_nothing
    assert set(result.unchanged) == {each.id for each in criteria(policy)} or not result.criteria


@pytest.mark.parametrize(
    "altered",
    [
        lambda text: invented.flowed(text, 60),
        lambda text: invented.flowed(text, 97),
        invented.hyphenated,
        lambda text: invented.with_headers(text, 40),
        lambda text: invented.with_headers(text, 55, around=()),
        lambda text: [f"  {line}  " for line in text],
        lambda text: [line.replace(" ", "  ") for line in text],
        lambda text: [line + "\r" for line in text],
    ],
    ids=[
        "60 columns",
        "97 columns",
        "hyphens",
        "headers",
        "headers inside",
        "indented",
        "wide",
        "carriage returns",
    ],
)
def test_layout_is_no_change(policy: PolicyVersion, text: Text, altered: Callable[[Text], Text]) -> None:
    result = found(policy, text, altered(text))
    assert result.is_nothing, (kinds(result), result.added, result.lost, result.codes, result.dates)


def test_a_text_that_has_lost_its_lines_has_its_criteria(policy: PolicyVersion, text: Text) -> None:
    result = found(policy, text, invented.in_one_paragraph(text))
    assert result.criteria == ()
    assert result.codes.are_none


def test_other_headers_on_other_pages_are_no_change(policy: PolicyVersion, text: Text) -> None:
    below = max(lines_of(each)[1] for each in criteria(policy))
    old = invented.with_headers(text, 40, after=below)
    new = [line.replace("Far North", "Deep South") for line in invented.with_headers(text, 33)]
    result = found(policy, old, new)
    # The old headers have moved what other rules cite, so these are not looked at here.
    assert (result.criteria, result.added, result.lost, result.codes.are_none) == ((), (), (), True)


def test_a_changed_number_of_weeks_is_named_wherever_it_is_cited(policy: PolicyVersion, text: Text) -> None:
    for line in [each for each in alone_on(policy) if any(mark.isdigit() for mark in text[each - 1])]:
        result = found(policy, text, invented.other_weeks(text, line))
        assert kinds(result) == dict.fromkeys(touching(policy, line), "changed"), line
        assert all(each.figures for each in result.criteria)


def test_a_removed_line_is_gone_where_it_was_all_that_is_cited(policy: PolicyVersion, text: Text) -> None:
    for line in alone_on(policy):
        result = kinds(found(policy, text, invented.without(text, line)))
        assert set(result) == touching(policy, line), line
        alone = {each.id for each in criteria(policy) if lines_of(each) == (line, line)}
        assert {result[each] for each in alone} == {"gone"}, line


def test_a_moved_section_is_moved(policy: PolicyVersion, text: Text) -> None:
    for section in invented.sections_with_criteria(policy):
        result = kinds(found(policy, text, invented.moved(text, section.lines)))
        inside = {each.id for each in criteria(policy) if section.holds(lines_of(each))}
        across = {
            each.id
            for each in criteria(policy)
            if each.id not in inside
            and lines_of(each)[0] <= section.lines[1]
            and section.lines[0] <= lines_of(each)[1]
        }
        assert result == dict.fromkeys(inside, "moved") | dict.fromkeys(across, "changed"), section


def test_an_added_line_belongs_to_what_goes_around_it(policy: PolicyVersion, text: Text) -> None:
    for line in alone_on(policy):
        if not text[line - 1].startswith("- "):
            continue
        new = [*text[:line], "- Green fractures of another kind", *text[line:]]
        around = {each.id for each in criteria(policy) if lines_of(each)[0] <= line < lines_of(each)[1]}
        assert set(kinds(found(policy, text, new))) == around, line


@pytest.mark.parametrize("words", ["{} when it is seen twice", "{}, and not otherwise"])
def test_words_at_the_end_of_a_line_belong_to_it(policy: PolicyVersion, text: Text, words: str) -> None:
    for line in alone_on(policy):
        new = [*text[: line - 1], words.format(text[line - 1]), *text[line:]]
        result = found(policy, text, new)
        assert kinds(result) == dict.fromkeys(touching(policy, line), "changed"), line
        assert {each.figures for each in result.criteria} == {"not" in words}


def test_an_added_and_a_removed_code_change_no_criterion(policy: PolicyVersion) -> None:
    text = invented.document(policy)
    added = found(policy, text, [*text, "70007\tanother thing"])
    assert (added.codes.added, added.codes.removed, added.criteria) == (("70007",), (), ())
    removed = found(policy, text, text[:-1])
    assert (removed.codes.added, removed.codes.removed, removed.criteria) == ((), ("70006",), ())
    assert not added.is_nothing
    assert not removed.is_nothing


@pytest.mark.parametrize(
    ("name", "after", "row", "code"),
    [
        ("bcbsma-484", 226, "0202T\tone more", "0202T"),
        ("floridablue-02-20000-18", 84, "M84.50XA \u2013 M84.50XD\tone more", "M84.50XA"),
        ("cigna-0040", 541, "C7509\tone more", "C7509"),
        ("uhcwest-vertebroplasty-kyphoplasty", 143, "22516 One more", "22516"),
        ("bcbsm-sacral-augmentation", 58, "0202T", "0202T"),
    ],
)
def test_a_code_added_to_a_registered_text_is_named(name: str, after: int, row: str, code: str) -> None:
    text = _registered(POLICIES[name])
    result = found(POLICIES[name], text, [*text[:after], row, *text[after:]])
    assert result.codes.added[0] == code
    assert (result.codes.removed, result.criteria) == ((), ())


def test_dates_that_moved_are_paired(policy: PolicyVersion) -> None:
    text = ["Effective Date: 06/15/2024", "Next review: June 2025", *invented.document(policy)]
    new = ["Effective Date: 07/01/2024", "Next review: June 2025", "Revised 7/2024", *text[2:]]
    shifted = [(each.what, each.before, each.after) for each in found(policy, text, new).dates]
    assert shifted == [("effective", "2024-06-15", "2024-07-01"), ("revised", None, "2024-07")]


def test_another_document_cannot_be_compared(policy: PolicyVersion) -> None:
    other = [f"Quite another sentence, number {number}, on nothing." for number in range(300)]
    with pytest.raises(Unreadable) as caught:
        found(policy, invented.document(policy), other)
    assert "expected another edition of the same document" in str(caught.value)
    assert str(caught.value).startswith("new.txt: found a text with ")


def test_the_words_that_differ_are_shown_with_their_neighbours() -> None:
    policy = POLICIES["cigna-0040"]
    text = invented.document(policy)
    text[72] = "- Green bones must be seen for six weeks before care"
    new = list(text)
    new[72] = text[72].replace("six weeks", "four weeks")
    (change,) = found(policy, text, new).criteria
    assert (change.id, change.kind, change.lines, change.new) == (
        "sacroplasty",
        Kind.CHANGED,
        (73, 73),
        (73, 73),
    )
    assert (change.was, change.now, change.figures) == (
        "seen for six weeks before",
        "seen for four weeks before",
        True,
    )
    new[72] = text[72].replace("Green bones", "Green joints")
    (change,) = found(policy, text, new).criteria
    assert change.figures is False


def test_a_pdf_of_the_same_text_is_no_change(tmp_path: Path) -> None:
    policy = POLICIES["cigna-0040"]
    text = invented.document(policy)[:120]
    rows = [f"<table><tr><td>{'<td>'.join(line.split(chr(9)))}</table>" for line in text if "\t" in line]
    paragraphs = [f"<p>{line}</p>" for line in text if line and "\t" not in line]
    file = pages.pdf(tmp_path / "new.pdf", "".join(paragraphs + rows))
    result = drift(policy, text, extract(file).lines, file)
    assert result.is_nothing, result
