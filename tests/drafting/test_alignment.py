"""The words of two texts side by side: laws over generated texts."""

from hypothesis import given
from hypothesis import strategies as st

from coverline.drafting.alignment import align
from coverline.drafting.words import Word, words

WORDS = st.lists(st.sampled_from(["a", "b", "c", "bone", "pain", "rest", "six", "weeks"]), max_size=40)


def numbered(texts: list[str], per_line: int = 4) -> tuple[Word, ...]:
    lines = [" ".join(texts[at : at + per_line]) for at in range(0, len(texts), per_line)]
    return words(lines, ())


@given(WORDS, WORDS)
def test_every_word_is_kept_moved_lost_or_added_once(old: list[str], new: list[str]) -> None:
    before, after = numbered(old), numbered(new)
    found = align(before, after)
    places = [place for place in found.places if place is not None]
    assert len(found.places) == len(before)
    assert found.inserted.isdisjoint(places)
    assert found.inserted | set(places) <= set(range(len(after)))
    kept = [place for at, place in enumerate(found.places) if place is not None and at not in found.moved]
    assert kept == sorted(kept)


@given(WORDS, st.integers(1, 9), st.integers(1, 9))
def test_lines_do_not_matter(texts: list[str], one: int, other: int) -> None:
    found = align(numbered(texts, one), numbered(texts, other))
    assert found.places == tuple(range(len(texts)))
    assert not found.inserted


@given(WORDS, st.data())
def test_words_that_are_cut_out_are_what_is_lost(texts: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(texts)))
    stop = data.draw(st.integers(start, len(texts)))
    before = numbered(texts)
    found = align(before, numbered(texts[:start] + texts[stop:]))
    lost = [before[at].text for at, place in enumerate(found.places) if place is None]
    assert len(lost) <= stop - start or not found.inserted
    assert len(lost) - len(found.inserted) == stop - start - len(found.moved & set()) or found.moved


def test_a_gap_is_put_where_a_line_begins() -> None:
    before = words(["- a green fracture", "- a blue fracture", "- a red bone"], ())
    after = words(["- a green fracture", "- a red bone"], ())
    found = align(before, after)
    assert {before[at].line for at, place in enumerate(found.places) if place is None} == {2}


def test_an_added_line_is_put_where_it_begins() -> None:
    before = words(["- a green fracture", "- a red bone"], ())
    after = words(["- a green fracture", "- a blue fracture", "- a red bone"], ())
    assert {after[at].line for at in align(before, after).inserted} == {2}


def test_words_that_are_only_divided_otherwise_are_the_same() -> None:
    before, after = words(["the HMO Blue SM plan"], ()), words(["the HMO BlueSM plan"], ())
    found = align(before, after)
    assert None not in found.places
    assert not found.inserted


def test_a_word_that_a_line_divides_is_one() -> None:
    assert [each.text for each in words(["osteo-", "porotic and non-", "healing"], ())] == [
        "osteoporotic",
        "and",
        "nonhealing",
    ]
    assert [each.text for each in words(["2-", "3 weeks"], ())] == ["2", "3", "weeks"]
