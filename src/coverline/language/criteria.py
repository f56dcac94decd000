"""Builds the criteria tree of a position."""

from coverline.language.fields import Fields
from coverline.language.grammar.criteria import GROUPS
from coverline.language.messages import Message, problem
from coverline.language.quantities import read_count
from coverline.language.words import Place, in_words
from coverline.model.criteria import (
    AllOf,
    AnyOf,
    AtLeast,
    Body,
    Citation,
    Criterion,
    NoneOf,
    NotThis,
    Test,
    parts_of,
)
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Problem

DEEPEST_GROUPS = 3


def group(fields: Fields, vocabulary: Vocabulary) -> Body:
    """The one group under a mapping that has one."""
    key = next(key for key in GROUPS if fields.has(key))
    match key:
        case "not":
            part = fields.record(key)
            assert part is not None
            return NotThis(_criterion(part, vocabulary))
        case "at_least":
            counted = fields.record(key)
            assert counted is not None
            return AtLeast(read_count(counted.scalar("count")), _parts(counted, "of", vocabulary))
        case "all_of":
            return AllOf(_parts(fields, key, vocabulary))
        case "any_of":
            return AnyOf(_parts(fields, key, vocabulary))
        case _:
            return NoneOf(_parts(fields, key, vocabulary))


def _parts(fields: Fields, key: str, vocabulary: Vocabulary) -> tuple[Criterion, ...]:
    return tuple(_criterion(part, vocabulary) for part in fields.records(key))


def _criterion(fields: Fields, vocabulary: Vocabulary) -> Criterion:
    cite = fields.cite()
    key = next((key for key in ("needs", "present_when") if fields.has(key)), None)
    if key is None:
        body = group(fields, vocabulary)
    else:
        body = _tests(fields.text("id"), fields.tests(key, Place.CRITERION, vocabulary), cite, vocabulary)
    return Criterion(
        fields.text("id"),
        fields.text("label"),
        cite,
        body,
        fields.texts("notes"),
        fields.optional("refer_to"),
        fields.optional("never_decides_alone"),
    )


def _tests(name: str, tests: tuple[Test, ...], cite: Citation, vocabulary: Vocabulary) -> Body:
    if len(tests) == 1:
        return tests[0]
    return AllOf(
        tuple(Criterion(f"{name}/{test.fact}", in_words(test, vocabulary), cite, test) for test in tests)
    )


def count_problems(fields: Fields) -> tuple[Problem, ...]:
    """Counts of `at_least` that are more than its parts, in a mapping and all below it."""
    found: list[Problem] = []
    for key in GROUPS:
        below = fields.record(key)
        if key == "at_least" and below is not None:
            parts = len(below.items("of"))
            count = read_count(below.scalar("count"))
            if count > parts:
                found.append(problem(below.scalar("count"), Message.COUNT_TOO_HIGH, count=count, parts=parts))
        inner = below.records("of") if key == "at_least" and below is not None else fields.records(key)
        for part in (*inner, *((below,) if key == "not" and below is not None else ())):
            found.extend(count_problems(part))
    return tuple(found)


def group_depth(criterion: Criterion) -> int:
    """How many groups are nested in each other; the facts of one criterion are no group."""
    parts = [part for part in parts_of(criterion) if not part.id.startswith(criterion.id + "/")]
    return 1 + max(group_depth(part) for part in parts) if parts else 0
