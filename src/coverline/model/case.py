"""A case: one coverage question, with what is known of the patient."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, assert_never

from coverline.model.quantity import Duration, Span, percent

Value = bool | str | frozenset[str] | Duration | Span | Fraction


def written(value: Value) -> str:
    """A value in the words of a case: yes, 6 weeks, 33 percent, 2024-05, mri and xray."""
    match value:
        case bool():
            return "yes" if value else "no"
        case frozenset():
            return " and ".join(sorted(value)) if value else "none"
        case Fraction():
            return percent(value)
        case str() | Duration() | Span():
            return str(value)
    assert_never(value)


class Known(NamedTuple):
    """A fact's value under the name that the case gave it, and where the case says that it is recorded.

    `derived` facts are not stated but follow from others.
    """

    fact: str
    value: Value
    derived: bool = False
    source: str | None = None
    recorded_on: Span | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """One requested service: its code as the case gives it, and what is known of it."""

    code: str
    technique: str | None = None
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesion:
    """What is known of some levels beside the shared facts."""

    levels: tuple[str, ...]
    facts: Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Case:
    """Would this payer's policy call these services medically necessary on this date?

    Facts are keyed by their vocabulary names; a fact that is absent is unknown. `payer` is empty only where
    the question goes to every payer.
    """

    payer: str
    date_of_service: Span
    services: tuple[Service, ...]
    identifier: str | None = None
    product: str | None = None
    state: str | None = None
    setting: str | None = None
    diagnoses: tuple[str, ...] = ()
    facts: Mapping[str, Known] = field(default_factory=dict)
    lesions: tuple[Lesion, ...] = ()
