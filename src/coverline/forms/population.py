"""What an EHR fills in before a form is shown, in FHIRPath over what it is asked for by query."""

from collections.abc import Iterator
from typing import Any

from coverline.decide.missing import LEVELS
from coverline.decide.usefulness import DATE_OF_SERVICE
from coverline.forms.fields import SERVICE
from coverline.forms.questions import Question
from coverline.forms.recorded import (
    Codes,
    Recorded,
    choices_of,
    contradicting,
    level_codes,
    ordered_codes,
    recorded,
)
from coverline.forms.urls import FACTS, LAUNCH_CONTEXT, LAUNCH_CONTEXTS, VARIABLE
from coverline.library import Library
from coverline.model.case import Value
from coverline.model.chart import Reads, Says
from coverline.model.vocabulary import Kind

Data = dict[str, Any]

FHIRPATH = "text/fhirpath"
QUERY = "application/x-fhir-query"
ORDER = "ServiceRequest"
QUERIED = ("Condition", "DiagnosticReport", "Encounter", "Observation", "Procedure")
CURRENT = ("draft", "active", "on-hold", "completed")
FINAL = ("final", "amended", "corrected")
ASKING = ("order", "original-order", "proposal", "plan")

_STATUS = {
    "Condition": (
        "verificationStatus.coding.count() = 1 and verificationStatus.coding.code = 'confirmed' and "
        "clinicalStatus.coding.count() = 1 and "
        "clinicalStatus.coding.code in ('active' | 'recurrence' | 'relapse') and abatement.empty()"
    ),
    "Observation": f"status in ({' | '.join(map(repr, FINAL))})",
}


_UNCHANGED = "modifierExtension.empty() and implicitRules.empty()"


def _is_whole(date: str) -> str:
    """Whether a date has its day."""
    return f"{date}.toString().length() >= 10"


def _day(date: str) -> str:
    return f"{date}.toString().substring(0, 10)"


def _is_past(path: str) -> str:
    """Whether the day at a path is known and not after that of the service."""
    return f"({path}).where({_is_whole('$this')} and {_day('$this')} <= %serviceDay).exists()"


_PAST = {
    "Condition": (
        f"onset.empty() and recordedDate.empty() or {_is_past('onset.ofType(dateTime)')} or "
        f"onset.empty() and {_is_past('recordedDate')}"
    ),
    "Observation": _is_past("effective.ofType(dateTime)"),
}


def launch_context() -> list[Data]:
    """The patient, whom every query is about, as an extension of a form."""
    name = {"system": LAUNCH_CONTEXTS, "code": "patient", "display": "Patient"}
    parts = [{"url": "name", "valueCoding": name}, {"url": "type", "valueCode": "Patient"}]
    return [{"url": LAUNCH_CONTEXT, "extension": parts}]


def variables(library: Library) -> list[Data]:
    """What all expressions of a form share, as extensions: the records, the order, its level and its day."""
    return [_variable(*each) for each in (*_queries(), *_of_order(library), *_records())]


def _queries() -> Iterator[tuple[str, str, str]]:
    for kind in (ORDER, *QUERIED):
        yield f"search{kind}", QUERY, f"{kind}?patient={{{{%patient.id}}}}"


def _of_order(library: Library) -> Iterator[tuple[str, str, str]]:
    """The one order for a service of the field; with another, or more than came, nothing is said."""
    whole = " and ".join(f"%search{kind}.link.where(relation = 'next').empty()" for kind in (ORDER, *QUERIED))
    # A code as which an order may be billed stands in an extension, and makes it one of ours too.
    billed = "code.extension.value.ofType(CodeableConcept)"
    services = f"{is_among('code', ordered_codes(library))} or {is_among(billed, ordered_codes(library))}"
    yield "orders", FHIRPATH, f"%search{ORDER}.entry.resource.where({services})"
    counts = f"status in {_list(CURRENT)} and intent in {_list(ASKING)} and {_UNCHANGED}"
    yield "order", FHIRPATH, f"%orders.where(%orders.count() = 1 and {counts} and {whole})"
    one = f"bodySite.coding.count() = 1 and {is_among('bodySite', level_codes(library))}"
    yield "site", FHIRPATH, f"%order.where({one}).bodySite.coding"
    yield (
        "serviceDay",
        FHIRPATH,
        f"%order.occurrence.ofType(dateTime).where({_is_whole('$this')}).select({_day('$this')})",
    )


def _records() -> Iterator[tuple[str, str, str]]:
    """All records of each kind, and those that count beyond doubt, at the ordered level or of the patient."""
    for kind in QUERIED:
        yield f"all{kind}", FHIRPATH, f"%search{kind}.entry.resource.ofType({kind})"
    for kind, status in _STATUS.items():
        past = f"(%serviceDay.exists() and ({_PAST[kind]}))"
        yield f"sure{kind}", FHIRPATH, f"%all{kind}.where({status} and {_UNCHANGED} and {past})"
        at = "bodySite.coding.count() = 1 and bodySite.coding.code = %site.code"
        yield (
            f"here{kind}",
            FHIRPATH,
            f"%sure{kind}.where({at} and bodySite.coding.system = %site.system)",
        )


def _variable(name: str, language: str, expression: str) -> Data:
    said = {"name": name, "language": language, "expression": expression}
    return {"url": VARIABLE, "valueExpression": said}


def expression(question: Question, library: Library) -> str | None:
    """What fills in a question; None where it has to be answered."""
    if question.name == SERVICE:
        return f"%order.code.where(coding.count() = 1).coding.where({_in(ordered_codes(library))}).code"
    if question.name == LEVELS:
        return f"%site.where(system = '{FACTS}')"
    return "%serviceDay.toDate()" if question.name == DATE_OF_SERVICE else _of_fact(question, library)


def _of_fact(question: Question, library: Library) -> str | None:
    fact = library.vocabulary.facts.get(question.name)
    records = recorded(fact, library) if fact is not None else None
    if fact is None or records is None:
        return None
    said = f"({' | '.join(_said(each, fact.kind, library) for each in records)}).distinct()"
    conditions = [
        f"{said}.count() = 1",
        f"({' or '.join(_counting(each, library) for each in records if each.counts)})",
        *(f"{_refuted(each)}.empty()" for each in records if each.says_if_refuted),
        *(f"{each}.empty()" for each in dict.fromkeys(map(_all, contradicting(fact, library)))),
    ]
    return f"iif({' and '.join(conditions)}, {_typed(question, said)}, {{}})"


def _all(each: Recorded) -> str:
    """Every record that could tell the fact, whatever its status, its day and its level."""
    return f"%all{each.resource}.where({_coded(each)})"


def _coded(each: Recorded) -> str:
    """Whether a record is one that could tell the fact."""
    provided = (f"({each.provided})",) if each.provided else ()
    return " and ".join((*(is_among(*each) for each in each.where.items()), *provided)) or "true"


def _refuted(each: Recorded) -> str:
    """Refuted records, where these say something else."""
    return f"{_all(each)}.where(verificationStatus.coding.where(code = 'refuted').exists())"


def _said(each: Recorded, kind: Kind, library: Library) -> str:
    """What the records say, as texts."""
    match each.value:
        case Says(value):
            return f"{_all(each)}.select('{text_of(value)}')"
        case Reads():
            return f"{_all(each)}.select({_read(each.value, kind, library)})"


def _read(value: Reads, kind: Kind, library: Library) -> str:
    if value.choices is not None:
        codes = choices_of(value, library.content.terms)
        found = (f"({value.path}).where({_has(each)}).select('{said}')" for said, each in codes.items())
        return " | ".join(found)
    if value.bands:
        text = "{}"
        for least, said in value.bands:
            text = f"iif(({value.path}) >= {float(least):g}, '{said}', {text})"
        return text
    # Engines write truth values as texts in ways of their own.
    as_text = "iif($this, 'true', 'false')" if kind is Kind.YES_NO else "$this.toString()"
    return f"({value.path}).select({as_text})"


def _counting(each: Recorded, library: Library) -> str:
    """Whether one of the records counts beyond doubt."""
    among = "sure" if each.of_patient else "here"
    barred = ""
    if each.not_at:
        codes = level_codes(library, frozenset(each.not_at))
        barred = f" and %site.where({_in(codes)}).empty()"
    read = ""
    if isinstance(each.value, Reads) and "dateTime" in each.value.path:
        read = f" and {_is_past(each.value.path)}"
    return f"%{among}{each.resource}.where({_coded(each)}{read}{barred}).exists()"


def _typed(question: Question, said: str) -> str:
    match question.kind:
        case Kind.YES_NO:
            return f"{said} = 'true'"
        case Kind.CHOICE:
            return f"%qitem.answerOption.value.where(code = {said})"
        case Kind.DATE:
            return f"{said}.substring(0, 10).toDate()"
        case _:
            return f"{said}.toDecimal()"


def is_among(path: str, codes: tuple[Codes, ...]) -> str:
    """Whether a concept at a path, or a coding, is one of these codes."""
    return f"({path}.coding | {path}).where({_in(codes)}).exists()"


def _has(codes: tuple[Codes, ...]) -> str:
    return f"coding.where({_in(codes)}).exists()"


def _in(codes: tuple[Codes, ...]) -> str:
    """Whether a coding is one of these codes."""
    return " or ".join(f"(system in {_list(each.systems)} and {_one_of(each)})" for each in codes)


def _one_of(codes: Codes) -> str:
    code = "code.replace('.', '').upper()"
    whole = [f"{code} in {_list(codes.exact)}"] if codes.exact else []
    return f"({' or '.join((*whole, *(f'{code}.startsWith({each!r})' for each in codes.beginnings)))})"


def _list(texts: tuple[str, ...]) -> str:
    return f"({' | '.join(f'{each!r}' for each in texts)})"


def text_of(value: Value) -> str:
    """A value as the text that expressions compare."""
    return str(value).lower() if isinstance(value, bool) else str(value)
