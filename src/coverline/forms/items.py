"""A question as an item of a Questionnaire, with its meaning and where the policy asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, assert_never

from coverline.decide.missing import LEVELS
from coverline.forms.fields import MEANINGS
from coverline.forms.questions import Question
from coverline.forms.urls import (
    EXCLUSIVE,
    ITEM_CONTROL,
    ITEM_CONTROLS,
    LEAST,
    MOST,
    SUPPORT_LINK,
    UNIT,
    UNIT_OPTION,
    UNITS,
    value_set,
)
from coverline.forms.value_sets import FIELDS, answers_name, sets_version
from coverline.forms.words import NONE_OF_THESE, coding
from coverline.library import Library
from coverline.model.criteria import Criterion
from coverline.model.policy import PolicyVersion
from coverline.model.quantity import Unit
from coverline.model.vocabulary import Kind

Data = dict[str, Any]

UCUM = {Unit.DAYS: "d", Unit.WEEKS: "wk", Unit.MONTHS: "mo", Unit.YEARS: "a"}
NOTHING = {"extension": [{"url": EXCLUSIVE, "valueBoolean": True}], "valueCoding": coding(NONE_OF_THESE)}
EMPTY = " Leave it empty where the chart does not say"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the items of a form share: the policy, its library, our address and the page to read it on."""

    policy: PolicyVersion
    library: Library
    address: str
    page: str | None = None


def item(question: Question, sheet: Sheet) -> Data:
    """A question as an item."""
    link = [{"url": SUPPORT_LINK, "valueUri": sheet.page}] if sheet.page and question.asked_by else []
    typed = _typed(question, sheet)
    extensions = [*link, *typed.pop("extension", [])]
    found: Data = {"extension": extensions} if extensions else {}
    return found | {
        "linkId": question.name,
        "text": question.asked,
        **typed,
        "item": list(_beside(question, sheet)),
    }


def _typed(question: Question, sheet: Sheet) -> Data:
    match question.kind:
        case None:
            return {"type": "string"}
        case Kind.YES_NO:
            # A check box that is not ticked could be sent as a no.
            return {"type": "boolean", "extension": [_control("radio-button")]}
        case Kind.CHOICE if question.name not in FIELDS:
            return {"type": "choice", "answerOption": _options(question)}
        case Kind.CHOICE:
            return _from_a_set(question, sheet)
        case Kind.SET if question.name == LEVELS:
            return _from_a_set(question, sheet) | {"repeats": True}
        case Kind.SET:
            return {"type": "choice", "repeats": True, "answerOption": [*_options(question), NOTHING]}
        case Kind.DATE:
            return {"type": "date"}
        case Kind.DURATION:
            units = [{"url": UNIT_OPTION, "valueCoding": _unit(each)} for each in Unit]
            return {"type": "quantity", "extension": units}
        case Kind.PERCENT:
            percent = {"system": UNITS, "code": "%", "display": "percent"}
            bounds = [{"url": LEAST, "valueDecimal": 0}, {"url": MOST, "valueDecimal": 100}]
            return {"type": "decimal", "extension": [{"url": UNIT, "valueCoding": percent}, *bounds]}
    assert_never(question.kind)


def _from_a_set(question: Question, sheet: Sheet) -> Data:
    url = value_set(answers_name(question.name), sheet.address, sets_version(sheet.library))
    return {"type": "choice", "answerValueSet": url}


def _options(question: Question) -> list[Data]:
    return [{"valueCoding": coding(each)} for each in question.values]


def _unit(unit: Unit) -> Data:
    return {"system": UNITS, "code": UCUM[unit], "display": unit.value}


def _beside(question: Question, sheet: Sheet) -> Iterator[Data]:
    """The help of a question, and the criteria that ask for it."""
    yield display(f"{question.name}.meaning", question.meaning + _on_silence(question), "help")
    if question.asked_by:
        said = "; ".join(dict.fromkeys(_cited(each, sheet) for each in question.asked_by))
        yield display(f"{question.name}.cite", f"The policy asks for it: {said}.")


def _on_silence(question: Question) -> str:
    """What to do where the chart says nothing of a fact; a request is known to whoever fills in its form."""
    if question.name in MEANINGS:
        return ""
    return f"{EMPTY}: empty is not no." if question.kind is Kind.YES_NO else f"{EMPTY}."


def _cited(criterion: Criterion, sheet: Sheet) -> str:
    """A criterion's label and place, as a reader of the payer's document finds it."""
    cite = criterion.cite
    if cite.lines is None:
        return f"{criterion.label} ({cite.why})"
    first, last = cite.lines
    lines = f"line {first}" if first == last else f"lines {first}-{last}"
    place = sheet.library.register.place(sheet.policy.source, cite.lines).said
    return f"{criterion.label} ({', '.join(filter(None, (lines, place)))})"


def display(name: str, text: str, control: str | None = None) -> Data:
    """A text of a form that asks for nothing."""
    found: Data = {"extension": [_control(control)]} if control else {}
    return found | {"linkId": name, "text": text, "type": "display"}


def _control(code: str) -> Data:
    """How a renderer should show an item."""
    shown = {"coding": [{"system": ITEM_CONTROLS, "code": code}]}
    return {"url": ITEM_CONTROL, "valueCodeableConcept": shown}


def group(name: str, text: str, items: list[Data]) -> Data:
    """A group of items."""
    return {"linkId": name, "text": text, "type": "group", "item": items}
