"""Values of facts and fields as answers of a response, and back."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, assert_never

from coverline.forms.items import UCUM
from coverline.forms.urls import FACTS, UNITS
from coverline.forms.words import NONE_OF_THESE, coding
from coverline.model.case import Value
from coverline.model.quantity import Duration, Span
from coverline.model.vocabulary import Kind

Data = dict[str, Any]

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
Number = int | float | Decimal
_NUMBERS = (int, float, Decimal)
_UNITS = {code: unit.value for unit, code in UCUM.items()}
# What stands for an answer that is known not to be there.
_OF_AN_ANSWER = ("id", "extension", "item")


class Unsuited(Exception):
    """An answer of the wrong type: what was found, and what was expected."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(f"found {found}; expected {expected}")
        self.found = found
        self.expected = expected


def answers_with(value: Value) -> list[Data]:
    """The answers that state a value; none where FHIR has no exact way of saying it.

    Days between two that are no month and no year, and percentages without a decimal, are left out.
    """
    match value:
        case bool():
            return [{"valueBoolean": value}]
        case str():
            return [{"valueCoding": coding(value)}]
        case frozenset():
            return [{"valueCoding": coding(each)} for each in sorted(value) or (NONE_OF_THESE,)]
        case Span():
            return [{"valueDate": str(value)}] if _DATE.fullmatch(str(value)) else []
        case Duration(count, unit):
            said = {"value": count, "unit": unit.value, "system": UNITS, "code": UCUM[unit]}
            return [{"valueQuantity": said}]
        case Fraction():
            number = value.numerator if value.denominator == 1 else float(value)
            return [{"valueDecimal": number}] if exactly(number) == value else []
    assert_never(value)


def exactly(number: Number) -> Fraction:
    """A number of a message as the decimal that was written."""
    return Fraction(str(number))


def is_silent(answer: Any) -> bool:
    """Whether an answer has no value, or only says why there is none."""
    return isinstance(answer, Mapping) and all(
        key in _OF_AN_ANSWER or key.startswith("_") for key, value in answer.items() if value is not None
    )


def text_of(kind: Kind | None, answer: Any) -> str:
    """The value of an answer in the words of a case; raises Unsuited."""
    match kind:
        case None:
            return _text(answer)
        case Kind.YES_NO:
            return "yes" if _of(bool, "valueBoolean", answer, "valueBoolean") else "no"
        case Kind.CHOICE | Kind.SET:
            return _code(answer)
        case Kind.DATE:
            return _date(answer)
        case Kind.DURATION:
            return _duration(answer)
        case Kind.PERCENT:
            return _percent(answer)
    assert_never(kind)


def _of(kind: type | tuple[type, ...], name: str, answer: Any, expected: str) -> Any:
    """The element of an answer; raises Unsuited where it is absent or of another type."""
    value = answer.get(name) if isinstance(answer, Mapping) else None
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise Unsuited(_found(answer), expected)
    return value


def _found(answer: Any) -> str:
    if not isinstance(answer, Mapping):
        return "no object"
    names = [key for key in answer if key.startswith("value")]
    said = f"{names[0]} {answer[names[0]]}" if names else "no value"
    return said if len(said) <= 80 else f"{said[:77]}..."


def _text(answer: Any) -> str:
    if "valueCoding" in _mapping(answer):
        return str(_of(str, "code", answer["valueCoding"], "valueCoding with a code"))
    return str(_of(str, "valueString", answer, "valueString"))


def _code(answer: Any) -> str:
    expected = f"valueCoding of {FACTS}"
    said = _of(Mapping, "valueCoding", answer, expected)
    if said.get("system") != FACTS or not isinstance(said.get("code"), str):
        raise Unsuited(f"{said.get('system')}|{said.get('code')}", expected)
    return str(said["code"])


def _date(answer: Any) -> str:
    if "valueDateTime" in _mapping(answer):
        return str(_of(str, "valueDateTime", answer, "valueDate")).partition("T")[0]
    return str(_of(str, "valueDate", answer, "valueDate, in part or in full"))


def _duration(answer: Any) -> str:
    expected = "valueQuantity, a whole number in d, wk, mo or a"
    said = _of(Mapping, "valueQuantity", answer, expected)
    number = _of(_NUMBERS, "value", said, expected)
    unit = _UNITS.get(said.get("code")) if said.get("system") in (UNITS, None) else None
    whole = _fraction(number, answer, expected)
    if unit is None or said.get("comparator") is not None or whole.denominator != 1:
        raise Unsuited(f"{number} {said.get('code') or said.get('unit')}", expected)
    return f"{whole.numerator} {unit}"


def _percent(answer: Any) -> str:
    expected = "valueDecimal from 0 to 100"
    name = next((each for each in ("valueDecimal", "valueInteger") if each in _mapping(answer)), None)
    if name is not None:
        return _decimal(_of(_NUMBERS, name, answer, expected), answer, expected)
    said = _of(Mapping, "valueQuantity", answer, expected)
    number = _of(_NUMBERS, "value", said, expected)
    if said.get("code") != "%" or said.get("comparator") is not None:
        raise Unsuited(f"{number} {said.get('code') or said.get('unit')}", expected)
    return _decimal(number, answer, expected)


def _decimal(number: Number, answer: Any, expected: str) -> str:
    """The digits of a number without an exponent."""
    _fraction(number, answer, expected)
    return f"{Decimal(str(number)):f}"


def _mapping(answer: Any) -> Mapping[str, Any]:
    return answer if isinstance(answer, Mapping) else {}


def _fraction(number: Number, answer: Any, expected: str) -> Fraction:
    try:
        return exactly(number)
    except (ValueError, OverflowError):  # not a number, or without end
        raise Unsuited(_found(answer), expected) from None
