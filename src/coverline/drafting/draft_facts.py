"""The facts of the vocabulary that a passage seems to be about, found by its words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import assert_never

from coverline.drafting.draft_amounts import durations, shares
from coverline.drafting.draft_words import negated, stems, without_asides, words
from coverline.model.vocabulary import Fact, Kind, Vocabulary

# Words of a name that only say what kind of value it has.
_OF_KIND = {Kind.DURATION: ("duration", "age"), Kind.PERCENT: ("remaining",)}
_DENIALS = frozenset(("not", "no", "without", "never", "absence", "absent"))
_CLAUSE = re.compile(r"[,;:.]|\b(?:and|or|but|that|which|when)\b", re.IGNORECASE)
_EMPTY = ("other", "none")
_UNSURE, _MOST_UNSURE, _MOST = 0.45, 3, 7


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A fact with the test that a passage seems to make of it; `sure` where it has all words of its name."""

    fact: str
    test: str
    sure: bool
    score: float


class Suggestions:
    """Finds facts by words; a rare word of the vocabulary weighs more than a common one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._facts = [each for each in vocabulary.facts.values() if not each.judged]
        self._follows = vocabulary.follows
        self._lasting = {each.name for each in self._facts if each.kind is Kind.DURATION}
        self._names = {each.name: _name_stems(each) for each in self._facts}
        self._said = {each.name: stems(f"{each.meaning} {each.question}") for each in self._facts}
        counts = Counter(word for each in self._facts for word in self._all(each))
        self._weight = {word: log(1 + len(self._facts) / count) for word, count in counts.items()}

    def on(self, text: str) -> tuple[Suggestion, ...]:
        """The facts that a passage may be about: the sure ones first, then the few that come nearest."""
        heard = [each for fact in self._facts for each in self._of(fact, text)]
        found = sorted(self._one_amount(each for each in heard if not self._settled(each, heard)), key=_rank)
        sure = [each for each in found if each.sure]
        return tuple((sure + [each for each in found if not each.sure][:_MOST_UNSURE])[:_MOST])

    def _settled(self, suggestion: Suggestion, heard: Sequence[Suggestion]) -> bool:
        """Whether the fact follows from another one that is heard surely."""
        return any(
            rule.then.fact == suggestion.fact
            and said.fact == rule.when.fact
            and said.sure
            and said.test == "yes"
            for rule in self._follows
            for said in heard
        )

    def _one_amount(self, heard: Iterable[Suggestion]) -> Iterator[Suggestion]:
        """A duration is that of one fact: the one of which most is said; the others are unsure."""
        found = list(heard)
        lasting = [each for each in found if each.fact in self._lasting and each.sure]
        most = max((each.score for each in lasting), default=0.0)
        clear = [each.score for each in lasting].count(most) == 1
        for each in found:
            doubtful = each in lasting and not (clear and each.score == most)
            yield replace(each, sure=False) if doubtful else each

    def _all(self, fact: Fact) -> frozenset[str]:
        return self._names[fact.name].union(self._said[fact.name], *(stems(each) for each in fact.values))

    def _of(self, fact: Fact, text: str) -> Iterator[Suggestion]:
        match fact.kind:
            case Kind.CHOICE | Kind.SET:
                yield from self._values(fact, text)
            case Kind.DURATION:
                yield from self._amount(fact, text, tuple(durations(text)))
            case Kind.PERCENT:
                yield from self._amount(fact, text, tuple(shares(text)))
            case Kind.YES_NO:
                yield from self._yes_no(fact, text)
            case Kind.DATE:
                return  # a policy tests how long ago it was
            case _:
                assert_never(fact.kind)

    def _yes_no(self, fact: Fact, text: str) -> Iterator[Suggestion]:
        name = self._names[fact.name]
        if name <= negated(text) - stems(text):
            yield Suggestion(fact.name, "no", True, 1.0)
            return
        yield from self._named(fact, text, "no" if self._is_denied(name, text) else "yes")

    def _is_denied(self, name: frozenset[str], text: str) -> bool:
        """Whether the clause that says most of a fact denies it."""
        clauses = _CLAUSE.split(without_asides(text))
        nearest = max(clauses, key=lambda each: self._cover(name, stems(each)))
        return not _DENIALS.isdisjoint(words(nearest))

    def _amount(self, fact: Fact, text: str, amounts: Sequence[str]) -> Iterator[Suggestion]:
        if amounts:
            yield from self._named(fact, text, amounts[0])

    def _named(self, fact: Fact, text: str, test: str) -> Iterator[Suggestion]:
        """The fact by the words of its name, or by those of its meaning and question."""
        plain = stems(without_asides(text))
        cover = self._cover(self._names[fact.name], plain)
        if cover > 0.99:
            yield Suggestion(fact.name, test, True, 1.0 + len(self._names[fact.name]) / 10)
            return
        every = stems(text)
        heard = every & (self._said[fact.name] | self._names[fact.name])
        echo = self._sum(heard) / (self._sum(every) or 1)
        score = 0.6 * self._cover(self._names[fact.name], every) + 0.6 * echo
        if score >= _UNSURE:
            yield Suggestion(fact.name, test, False, score)

    def _values(self, fact: Fact, text: str) -> Iterator[Suggestion]:
        plain, every = stems(without_asides(text)), stems(text)
        covers = {each: self._cover(stems(each), plain) for each in fact.values if each not in _EMPTY}
        matched = [each for each, cover in covers.items() if cover > 0.99]
        whole = tuple(each for each in matched if not _is_rest(each)) or tuple(matched)
        named = bool(self._names[fact.name] & plain) or len(whole) > 1
        if whole:
            compound = any(len(stems(each)) > 1 for each in whole)
            sure = fact.kind is Kind.CHOICE and (compound or named)
            yield Suggestion(fact.name, _one_of(fact, whole), sure, 1.0 if sure else 0.6)
            return
        best = max(covers, key=lambda each: self._cover(stems(each), every), default=None)
        if best is not None and self._cover(stems(best), every) >= 0.5:
            yield Suggestion(fact.name, _one_of(fact, (best,)), False, 0.55)

    def _cover(self, wanted: frozenset[str], heard: frozenset[str]) -> float:
        return self._sum(wanted & heard) / (self._sum(wanted) or 1)

    def _sum(self, heard: frozenset[str]) -> float:
        return sum(self._weight.get(each, 1.0) for each in heard)


def _is_rest(value: str) -> bool:
    """Whether a value stands for what the others leave: `osteolytic_other`."""
    return not set(_EMPTY).isdisjoint(value.split("_"))


def _name_stems(fact: Fact) -> frozenset[str]:
    said = [word for word in words(fact.name.replace("_", " ")) if word not in _OF_KIND.get(fact.kind, ())]
    return stems(" ".join(said))


def _one_of(fact: Fact, values: Sequence[str]) -> str:
    """The test of these values as it stands in a policy."""
    if fact.kind is Kind.SET:
        return f"{{includes_any_of: [{', '.join(values)}]}}"
    return values[0] if len(values) == 1 else f"{{one_of: [{', '.join(values)}]}}"


def _rank(suggestion: Suggestion) -> tuple[bool, float, str]:
    return (not suggestion.sure, -suggestion.score, suggestion.fact)
