"""A policy as plain data, every criterion with its id, label and citation."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from coverline.cli.citation import Source
from coverline.decide.data import cite_data, operator
from coverline.language.words import in_words
from coverline.model.criteria import Citation, Criterion, Test, parts_of
from coverline.model.policy import PolicyVersion
from coverline.model.quantity import Duration, Span
from coverline.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class PolicyData:
    """Turns what a policy holds into values that JSON has."""

    source: Source
    vocabulary: Vocabulary

    def of(self, policy: PolicyVersion) -> dict[str, Any]:
        """The whole policy under the names of the model."""
        return self._fields(policy)

    def _plain(self, value: object) -> Any:
        match value:
            case None | bool() | int() | str():
                return value
            case date() | Duration() | Span():
                return str(value)
            case frozenset():
                return sorted(value)
            case tuple():
                return [self._plain(each) for each in value]
            case Mapping():
                return {key: self._plain(each) for key, each in value.items()}
            case _:
                return self._noun(value)

    def _noun(self, value: object) -> Any:
        """One of the model's own classes."""
        match value:
            case Enum():
                return value.value
            case Citation():
                return cite_data(value, self.source.register, self.source.document)
            case Test():
                return {"fact": value.fact, "asks": in_words(value, self.vocabulary)}
            case Criterion():
                return self._criterion(value)
            case _:
                return self._fields(value)

    def _criterion(self, criterion: Criterion) -> dict[str, Any]:
        data = self._fields(criterion)
        del data["body"]
        data["operator"] = operator(criterion.body)
        if isinstance(criterion.body, Test):
            data["test"] = self._plain(criterion.body)
        data["children"] = [self._criterion(part) for part in parts_of(criterion)]
        return data

    def _fields(self, value: object) -> dict[str, Any]:
        assert is_dataclass(value)
        return {field.name: self._plain(getattr(value, field.name)) for field in fields(value)}
