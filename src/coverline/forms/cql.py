"""What an EHR fills in before a form is shown, in CQL: the same as in `population`, by the same records."""

from collections.abc import Iterator

from coverline.decide.missing import LEVELS
from coverline.decide.usefulness import DATE_OF_SERVICE
from coverline.forms.cql_paths import CODINGS, PROVIDED, VALUES
from coverline.forms.fields import SERVICE
from coverline.forms.population import ASKING, CURRENT, FINAL, QUERIED, text_of
from coverline.forms.questions import questions_of
from coverline.forms.recorded import (
    Codes,
    Recorded,
    choices_of,
    contradicting,
    level_codes,
    ordered_codes,
    recorded,
)
from coverline.forms.urls import FACTS
from coverline.library import Library
from coverline.model.chart import Reads, Says
from coverline.model.policy import PolicyVersion
from coverline.model.vocabulary import Fact, Kind

_UNCHANGED = "not exists R.modifierExtension and R.implicitRules is null"
_SURE = {
    "Condition": (
        "Count(R.verificationStatus.coding) = 1 and "
        "exists (R.verificationStatus.coding C where C.code.value = 'confirmed') and "
        "Count(R.clinicalStatus.coding) = 1 and exists (R.clinicalStatus.coding C where "
        "C.code.value in { 'active', 'recurrence', 'relapse' }) and R.abatement is null"
    ),
    "Observation": "R.status.value in {final}",
}


def _is_past(moment: str) -> str:
    """Whether a moment has its day, and lies not after the day of the service."""
    return f'(day from {moment} is not null and date from {moment} <= "The day")'


_ORDERED = '"The order".code.coding'
_ONSET = "(R.onset as FHIR.dateTime).value"
_PAST = {
    "Condition": (
        f"((R.onset is null and R.recordedDate is null) or {_is_past(_ONSET)} or "
        f"(R.onset is null and {_is_past('R.recordedDate.value')}))"
    ),
    "Observation": _is_past("(R.effective as FHIR.dateTime).value"),
}
_SITES = {
    "Condition": "flatten (R.bodySite B return all B.coding)",
    "Observation": "R.bodySite.coding",
}


def library_name(policy: PolicyVersion) -> str:
    """The name of the library of a policy's form."""
    return "".join(part.capitalize() for part in f"facts-{policy.id}".split("-"))


def cql(policy: PolicyVersion, library: Library) -> str:
    """A library that defines what a policy's form asks for, by name; null where the chart leaves it open."""
    lines = [
        f"library {library_name(policy)} version '{policy.version.name}'",
        "using FHIR version '4.0.1'",
        "context Patient",
        *_of_order(library),
        *_records(),
        *(line for each in _facts(policy, library) for line in _of_fact(each, library)),
    ]
    return "\n\n".join(lines) + "\n"


def defined(policy: PolicyVersion, library: Library) -> frozenset[str]:
    """The names of the questions that the library of a policy's form can fill in."""
    told = (each.name for each in _facts(policy, library) if any(True for _ in _of_fact(each, library)))
    return frozenset({SERVICE, LEVELS, DATE_OF_SERVICE, *told})


def _facts(policy: PolicyVersion, library: Library) -> list[Fact]:
    facts = library.vocabulary.facts
    return [facts[each.name] for each in questions_of(policy, library).all if each.name in facts]


def _define(name: str, expression: str) -> str:
    return f'define "{name}":\n  {expression}'


def _of_order(library: Library) -> Iterator[str]:
    codes = _in(ordered_codes(library))
    billed = f"exists (((E.value as FHIR.CodeableConcept).coding) C where {codes})"
    services = f"exists (R.code.coding C where {codes}) or exists (R.code.extension E where {billed})"
    yield _define("Orders", f"[ServiceRequest] R where {services}")
    counts = f"R.status.value in {_list(CURRENT)} and R.intent.value in {_list(ASKING)} and {_UNCHANGED}"
    yield _define("The order", f'if Count("Orders") = 1 then First("Orders" R where {counts}) else null')
    yield _define("Sites", 'flatten ("The order".bodySite B return all B.coding)')
    levels = _in(level_codes(library))
    yield _define("The site", f'if Count("Sites") = 1 then First("Sites" C where {levels}) else null')
    moment = '("The order".occurrence as FHIR.dateTime).value'
    code = f"First({_ORDERED} C where {codes}).code.value"
    yield _define(SERVICE, f"if Count({_ORDERED}) = 1 then {code} else null")
    own = f"Code {{ code: \"The site\".code.value, system: '{FACTS}' }}"
    yield _define(LEVELS, f"if \"The site\".system.value = '{FACTS}' then {own} else null")
    yield _define("The day", f"if day from {moment} is not null then date from {moment} else null")
    yield _define(DATE_OF_SERVICE, '"The day"')


def _records() -> Iterator[str]:
    for kind in QUERIED:
        yield _define(f"All {kind}", f"[{kind}]")
    for kind, sure in _SURE.items():
        status = sure.replace("{final}", _list(FINAL))
        yield _define(f"Sure {kind}", f'"All {kind}" R where {status} and {_UNCHANGED} and {_PAST[kind]}')
        same = 'C.code.value = "The site".code.value and C.system.value = "The site".system.value'
        sites = _SITES[kind]
        yield _define(
            f"Here {kind}", f'"Sure {kind}" R where Count({sites}) = 1 and exists (({sites}) C where {same})'
        )


def _of_fact(fact: Fact, library: Library) -> Iterator[str]:
    records = recorded(fact, library)
    counting = [each for each in records or () if each.counts and _is_said_whole(each)]
    if records is None or not counting or not all(map(_is_readable, records)):
        return
    said = " union ".join(f"({_said(each, fact.kind, library)})" for each in records)
    yield _define(f"{fact.name} said", f"distinct ({said})")
    tied = dict.fromkeys(_all(each) for each in contradicting(fact, library))
    refuted = [_refuted(each) for each in records if each.says_if_refuted]
    conditions = [
        f'Count("{fact.name} said") = 1',
        f"({' or '.join(_counting(each, library) for each in counting)})",
        *(f"not exists ({each})" for each in (*refuted, *tied)),
    ]
    value = _typed(fact.kind, f'First("{fact.name} said")')
    yield _define(fact.name, f"if {' and '.join(conditions)}\n  then {value} else null")


def _is_said_whole(each: Recorded) -> bool:
    """Whether all that tells such a record can be said here."""
    provided = each.provided is None or each.provided in PROVIDED
    return provided and all(path in CODINGS for path in each.where)


def _is_readable(each: Recorded) -> bool:
    return isinstance(each.value, Says) or each.value.path in VALUES


def _all(each: Recorded, more: str = "") -> str:
    return f'"All {each.resource}" R where {_coded(each)}{more}'


def _coded(each: Recorded) -> str:
    """Whether a record is one that could tell the fact; what cannot be said here makes it one that could."""
    coded = [
        f"exists (({CODINGS[path]}) C where {_in(codes)})"
        for path, codes in each.where.items()
        if path in CODINGS
    ]
    provided = [PROVIDED[each.provided]] if each.provided in PROVIDED else []
    return " and ".join((*coded, *provided)) or "true"


def _refuted(each: Recorded) -> str:
    refuted = "exists (R.verificationStatus.coding C where C.code.value = 'refuted')"
    return _all(each, f" and {refuted}")


def _said(each: Recorded, kind: Kind, library: Library) -> str:
    """What the records say."""
    if isinstance(each.value, Says):
        value = text_of(each.value.value)
        return f"{_all(each)} return {value if kind is Kind.YES_NO else repr(value)}"
    return _read(each, each.value, kind, library)


def _read(each: Recorded, value: Reads, kind: Kind, library: Library) -> str:
    found = VALUES[value.path]
    if value.choices is not None:
        codes = choices_of(value, library.content.terms)
        ways = (
            f"({_all(each, f' and exists (({found}) C where {_in(one)})')} return '{said}')"
            for said, one in codes.items()
        )
        return " union ".join(ways)
    there = _all(each, f" and {found} is not null")
    if value.bands:
        whens = (f"when {found} >= {float(least)} then '{said}'" for least, said in reversed(value.bands))
        return f"({there} return case {' '.join(whens)} else null end) V where V is not null"
    return f"{there} return {f'date from {found}' if kind is Kind.DATE else found}"


def _counting(each: Recorded, library: Library) -> str:
    among = "Sure" if each.of_patient else "Here"
    barred = ""
    if each.not_at:
        levels = _in(level_codes(library, frozenset(each.not_at)))
        barred = f' and not exists (({{ "The site" }}) C where {levels})'
    read = ""
    if isinstance(each.value, Reads) and "dateTime" in each.value.path:
        moment = VALUES[each.value.path]
        read = f" and {_is_past(moment)} and hour from {moment} is null"
    return f'exists ("{among} {each.resource}" R where {_coded(each)}{read}{barred})'


def _typed(kind: Kind, value: str) -> str:
    return f"Code {{ code: {value}, system: '{FACTS}' }}" if kind is Kind.CHOICE else value


def _in(codes: tuple[Codes, ...]) -> str:
    return " or ".join(f"(C.system.value in {_list(each.systems)} and {_one_of(each)})" for each in codes)


def _one_of(codes: Codes) -> str:
    code = r"Upper(ReplaceMatches(C.code.value, '[.]', ''))"
    whole = [f"{code} in {_list(codes.exact)}"] if codes.exact else []
    return f"({' or '.join((*whole, *(f'StartsWith({code}, {each!r})' for each in codes.beginnings)))})"


def _list(texts: tuple[str, ...]) -> str:
    return f"{{ {', '.join(map(repr, texts))} }}"
