"""Scope before criteria: which version is in force on a day, and what a policy leaves to others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coverline.decide.fields import Fields, holds
from coverline.model.criteria import Among
from coverline.model.policy import HandOver, Pointer, PolicyVersion
from coverline.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Standing:
    """The version that a day falls to; outside its days, `elsewhere` says what decides, where known."""

    version: PolicyVersion
    in_force: bool
    elsewhere: Pointer | None = None


def standing(versions: Sequence[PolicyVersion], day: date) -> Standing:
    """Where a day stands among the versions of a policy, oldest first."""
    past: PolicyVersion | None = None
    for each in versions:
        first, last = each.version.first_day, each.version.last_day
        if first is not None and day < first:
            break
        if last is None or day <= last:
            return Standing(each, True)
        past = each
    if past is None:
        return Standing(versions[0], False, versions[0].version.beforehand)
    return Standing(past, False, past.version.afterwards)


def handed_over(
    version: PolicyVersion, technique: str, fields: Fields, vocabulary: Vocabulary
) -> tuple[HandOver | None, ...]:
    """The hand-overs that a technique can meet, each once; None among them where the policy decides."""
    return tuple(dict.fromkeys(_first_for_each(version, technique, fields, vocabulary)))


def _first_for_each(
    version: PolicyVersion, technique: str, fields: Fields, vocabulary: Vocabulary
) -> Iterator[HandOver | None]:
    for product in _told_apart("product", version, fields):
        for state in _told_apart("state", version, fields):
            known = fields.being(product=product, state=state, technique=technique)
            yield next(
                (
                    each
                    for each in version.scope.hands_over
                    if technique not in each.excepted and holds(each.when, known, (), vocabulary)
                ),
                None,
            )


def _told_apart(field: str, version: PolicyVersion, fields: Fields) -> tuple[str, ...]:
    """Values that a field can have, one of each kind that the conditions of hand-overs tell apart."""
    asked = [
        test.relation.values
        for each in version.scope.hands_over
        for test in each.when
        if test.fact == field and isinstance(test.relation, Among)
    ]
    kinds: dict[tuple[bool, ...], str] = {}
    for value in sorted(fields.possible[field]):
        kinds.setdefault(tuple(value in values for values in asked), value)
    return tuple(kinds.values())
