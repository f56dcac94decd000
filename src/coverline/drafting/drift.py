"""What a new edition of a document means for the policy that was written from the old one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from coverline.drafting.alignment import MOST_WORDS, Alignment, align
from coverline.drafting.changes import Change, Passage, change_of
from coverline.drafting.cited import rules_of
from coverline.drafting.extract import unreadable
from coverline.drafting.listed import CodeChanges, DateChange, Differing, code_changes, date_changes
from coverline.drafting.words import Word, skipped_lines, words
from coverline.model.criteria import Citation, walk
from coverline.model.policy import PolicyVersion
from coverline.sources.register import Lines

# A text that has kept fewer of the words is another document.
_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Drift:
    """The criteria and the other rules whose passages changed, and those that need no look.

    `added` and `lost` are lines of the new and the old text with words that the other lacks, also where no
    rule rests on them.
    """

    criteria: tuple[Change, ...]
    rules: tuple[Change, ...]
    codes: CodeChanges
    dates: tuple[DateChange, ...]
    added: tuple[Lines, ...]
    lost: tuple[Lines, ...]
    unchanged: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether the new edition says what the old one said, in the same order."""
        changes = (self.criteria, self.rules, self.dates, self.added, self.lost)
        return not any(changes) and self.codes.are_none


def drift(policy: PolicyVersion, old: Sequence[str], new: Sequence[str], file: Path) -> Drift:
    """The new text of a document against the registered one; Unreadable where they cannot be compared.

    Raises Unreadable where the new text, of this file, is another document or too long.
    """
    criteria = {each.id: each.cite for position in policy.positions for each in walk(position.criteria)}
    skipped_old, skipped_new, kept = skipped_lines(old, new, _alone(criteria))
    before, after = words(old, skipped_old), words(new, skipped_new)
    if len(after) > MOST_WORDS:
        unreadable(file, f"{len(after):,} words", f"at most {MOST_WORDS:,} words", "compare the policy alone")
    alignment = align(before, after)
    _refuse_another(alignment, before, file)
    text = Passage(before, after, alignment, skipped_old - kept)
    lost = [at for at, place in enumerate(alignment.places) if place is None]
    added = sorted(alignment.inserted)
    differing = Differing(
        frozenset(after[at].text for at in added), frozenset(before[at].text for at in lost)
    )
    changed = tuple(_changes(criteria, text))
    named = {each.id for each in changed}
    return Drift(
        changed,
        tuple(_changes(dict(rules_of(policy)), text)),
        code_changes(old, new, differing),
        tuple(date_changes(old, new, differing)),
        tuple(_lines(after, added)),
        tuple(_lines(before, lost)),
        tuple(each for each in criteria if each not in named),
    )


def _alone(rules: dict[str, Citation]) -> set[int]:
    """The lines that are all that some rule rests on."""
    cited = [each.lines for each in rules.values() if each.lines]
    return {first for first, last in cited if first == last}


def _changes(rules: dict[str, Citation], text: Passage) -> Iterator[Change]:
    for name, cite in rules.items():
        change = change_of(name, cite.lines, text) if cite.lines else None
        if change:
            yield change


def _refuse_another(alignment: Alignment, before: Sequence[Word], file: Path) -> None:
    kept = sum(place is not None for place in alignment.places)
    if kept <= _SHARE * len(before):
        found = f"a text with {kept:,} of the {len(before):,} words of the registered one"
        unreadable(file, found, "another edition of the same document", "is it the right file?")


def _lines(found: Sequence[Word], places: Sequence[int]) -> Iterator[Lines]:
    """The lines of these words, neighbouring ones together."""
    numbers = sorted({found[at].line for at in places})
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield run[0], run[-1]
