"""The policies as data: all of them with what decides on a day, or one in full."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from coverline.decide.data import cite_data, operator
from coverline.decide.scope import Standing, standing
from coverline.language.words import in_words
from coverline.library.answering import Library
from coverline.model.criteria import Citation, Criterion, Test, parts_of
from coverline.model.policy import PolicyVersion
from coverline.model.quantity import Duration, Span

Data = dict[str, Any]


def policies_data(library: Library, on: date | None) -> list[Data]:
    """Every policy with its versions.

    With a day, `in_force` names the version that decides on it, and `instead` what decides otherwise.
    """
    return [_listed(versions, on) for versions in library.policies.values()]


def policy_data(policy: PolicyVersion, library: Library) -> Data:
    """A whole policy under the names of the model, every criterion with its id, label and citation."""
    return _Plain(policy.source, library).fields(policy)


def days(policy: PolicyVersion) -> tuple[str | None, str | None]:
    """The first and the last day that a version decides."""
    version = policy.version
    first, last = (day.isoformat() if day else None for day in (version.first_day, version.last_day))
    return first, last


def instead_of(stands: Standing) -> str | None:
    """The title of what decides on a day on which no version does, where it is known."""
    if stands.in_force or stands.elsewhere is None:
        return None
    return stands.version.documents[stands.elsewhere.to].title


def _listed(versions: tuple[PolicyVersion, ...], on: date | None) -> Data:
    newest = versions[-1]
    listed = [
        {"name": each.version.name, "effective_from": first, "effective_to": last}
        for each in versions
        for first, last in (days(each),)
    ]
    entry = {"id": newest.id, "title": newest.title, "payer": newest.payer, "versions": listed}
    if on is None:
        return entry
    stands = standing(versions, on)
    decides = stands.version.version.name if stands.in_force else None
    return {**entry, "on": on.isoformat(), "in_force": decides, "instead": instead_of(stands)}


@dataclass(frozen=True, slots=True)
class _Plain:
    """Turns what a policy holds into values that JSON has; its citations point into `source`."""

    source: str
    library: Library

    def value(self, value: object) -> Any:
        match value:
            case None | bool() | int() | str():
                return value
            case date() | Duration() | Span():
                return str(value)
            case frozenset():
                return sorted(value)
            case tuple():
                return [self.value(each) for each in value]
            case Mapping():
                return {key: self.value(each) for key, each in value.items()}
            case _:
                return self.noun(value)

    def noun(self, value: object) -> Any:
        """One of the model's own classes."""
        match value:
            case Enum():
                return value.value
            case Citation():
                return cite_data(value, self.library.register, self.source)
            case Test():
                return {"fact": value.fact, "asks": in_words(value, self.library.vocabulary)}
            case Criterion():
                return self.criterion(value)
            case _:
                return self.fields(value)

    def criterion(self, criterion: Criterion) -> Data:
        data = self.fields(criterion)
        del data["body"]
        data["operator"] = operator(criterion.body)
        if isinstance(criterion.body, Test):
            data["test"] = self.value(criterion.body)
        data["children"] = [self.criterion(part) for part in parts_of(criterion)]
        return data

    def fields(self, value: object) -> Data:
        assert is_dataclass(value)
        return {field.name: self.value(getattr(value, field.name)) for field in fields(value)}
