"""Conditions on answers, in the smallest form that says when a question no longer matters."""

from collections.abc import Iterable
from dataclasses import dataclass

Value = str | bool


@dataclass(frozen=True, slots=True)
class Answered:
    """The question has an answer, and it is one of these values."""

    name: str
    values: frozenset[Value]


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; with none, always."""

    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One part holds; with none, never."""

    parts: tuple["Formula", ...]


Formula = Answered | Every | Some

ALWAYS = Every(())
NEVER = Some(())


def every(parts: Iterable[Formula]) -> Formula:
    """All parts hold, in the fewest words: one answer is among the values that all parts allow."""
    answers, others = _sorted(parts, Every)
    allowed = {name: frozenset.intersection(*values) for name, values in answers.items()}
    if NEVER in others or not all(allowed.values()):
        return NEVER
    joined = _joined([Answered(*each) for each in allowed.items()], others, Every)
    return _common_first(joined.parts) if isinstance(joined, Every) and joined.parts else joined


def some(parts: Iterable[Formula]) -> Formula:
    """One part holds, in the fewest words: an answer is among the values that any part allows."""
    answers, others = _sorted(parts, Some)
    allowed = {name: frozenset[Value]().union(*values) for name, values in answers.items()}
    if ALWAYS in others:
        return ALWAYS
    return _joined([Answered(*each) for each in allowed.items() if each[1]], others, Some)


def _common_first(parts: tuple[Formula, ...]) -> Formula:
    """All parts, with what is enough for each of them said once."""
    ways = [_ways(each) for each in parts]
    names = {each.name for way in ways for each in way if isinstance(each, Answered)}
    shared = [(name, [answers_of(each, name) for each in parts]) for name in sorted(names)]
    answers = [Answered(name, values) for name, each in shared if (values := frozenset.intersection(*each))]
    others = [each for each in ways[0] if isinstance(each, Every) and all(each in way for way in ways)]
    if not (answers or others):
        return Every(parts)
    left = [_without_all(each, answers, others) for each in parts]
    return some((*answers, *others, every(left)))


def _without_all(formula: Formula, answers: list[Answered], others: list[Every]) -> Formula:
    for each in answers:
        formula = without(formula, each)
    return some(each for each in _ways(formula) if each not in others)


def _ways(formula: Formula) -> tuple[Formula, ...]:
    return formula.parts if isinstance(formula, Some) else (formula,)


def _sorted(
    parts: Iterable[Formula], join: type[Every] | type[Some]
) -> tuple[dict[str, list[frozenset[Value]]], list[Every | Some]]:
    """The parts, those of a part of the same kind among them: answers by question, and the others."""
    answers: dict[str, list[frozenset[Value]]] = {}
    others: dict[Every | Some, None] = {}
    for part in parts:
        for each in part.parts if isinstance(part, join) else (part,):
            if isinstance(each, Answered):
                answers.setdefault(each.name, []).append(each.values)
            else:
                others[each] = None
    return answers, list(others)


def _joined(answers: list[Answered], others: list[Every | Some], join: type[Every] | type[Some]) -> Formula:
    """The parts as one, without those that an answer among them makes needless."""
    needed = [each for each in others if not any(_needless(each, answer, join) for answer in answers)]
    parts = (*answers, *needed)
    return parts[0] if len(parts) == 1 else join(parts)


def _needless(part: Every | Some, answer: Answered, join: type[Every] | type[Some]) -> bool:
    """Whether a part adds nothing: in a choice what is stricter, and else what is laxer, than an answer."""
    same = [each for each in part.parts if isinstance(each, Answered) and each.name == answer.name]
    if isinstance(part, join):
        return False
    wanted = answer.values
    return any(each.values <= wanted if join is Some else wanted <= each.values for each in same)


def without(formula: Formula, answer: Answered) -> Formula:
    """The formula where it is already known that this answer was not given."""
    return some(
        Answered(each.name, each.values - answer.values)
        if isinstance(each, Answered) and each.name == answer.name
        else each
        for each in _ways(formula)
    )


def answers_of(formula: Formula, name: str) -> frozenset[Value]:
    """The answers to a question that alone make a formula true."""
    found = (each.values for each in _ways(formula) if isinstance(each, Answered) and each.name == name)
    return frozenset[Value]().union(*found)
