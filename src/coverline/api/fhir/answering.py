"""Answers orders under one coverage: reads them with the chart, decides, and says what that asserts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from coverline.api.fhir.assertions import Assertion, assertion, open_assertion
from coverline.api.fhir.charts import Question, bundled, questions
from coverline.api.fhir.contents import Resource
from coverline.api.fhir.gathering import Gathered
from coverline.api.fhir.orders import Answered, Open
from coverline.api.fhir.requests import ORDER, name_of, references
from coverline.api.refusals import Reason, Refused
from coverline.codesets.form import normalize
from coverline.intake.elements import items
from coverline.intake.gaps import Wanting
from coverline.intake.order import codes_ordered
from coverline.library import Library
from coverline.model.case import Case
from coverline.model.determination import Determination
from coverline.model.policy import Authorization
from coverline.problem import Unreadable

# Without these it is not ours, or nobody's, to assert anything of an order.
_NOT_OURS = frozenset({Wanting.ORDER, Wanting.PAYER})


@dataclass(frozen=True, slots=True)
class Asking:
    """Whose orders are answered, from what, on which day."""

    patient: str
    found: Gathered
    library: Library
    today: date


def answers(
    coverage: Resource, orders: tuple[Resource, ...], asking: Asking
) -> tuple[tuple[Answered, ...], tuple[Open, ...]]:
    """The orders that are answered under a coverage, and those that stay open; raises Refused."""
    mine = tuple(each for each in orders if _pays(coverage, each, asking.found))
    asked = _asked(coverage, mine, asking)
    answered = (one for each in asked if each.case for one in _answered(each, each.case, mine, asking))
    payer = payer_of(coverage, asking.found)
    opened = (_open(each, mine, payer, asking.library) for each in asked if each.case is None)
    return tuple(answered), tuple(opened)


def _pays(coverage: Resource, order: Resource, found: Gathered) -> bool:
    """Whether a coverage is for an order, which may name the ones at hand that are."""
    at_hand = {name_of(each) for each in found.resources}
    named = {each for each in references(order.get("insurance")) if each in at_hand}
    return not named or name_of(coverage) in named


def _asked(coverage: Resource, orders: tuple[Resource, ...], asking: Asking) -> tuple[Question, ...]:
    """What is asked under one coverage; raises Refused where the resources cannot be read."""
    others = [each for each in asking.found.resources if each["resourceType"] not in ("Coverage", ORDER)]
    bundle = bundled([*others, coverage, *orders], asking.patient, asking.today)
    try:
        return tuple(questions(bundle, [name_of(each) for each in orders], asking.library, asking.today))
    except Unreadable as unreadable:
        errors = [{"expression": "prefetch", "detail": str(each)} for each in unreadable.problems]
        raise Refused(Reason.UNREADABLE, errors[0]["detail"], errors) from None


def _answered(
    question: Question, case: Case, orders: tuple[Resource, ...], asking: Asking
) -> Iterator[Answered]:
    library = asking.library
    whole = library.decide(case)
    for order in orders:
        place = question.services.get(name_of(order))
        parts = tuple(part for part in whole.services or (whole,) if part.part and part.part.index == place)
        if parts:
            settled = _settled_by_setting(parts, case, library)
            said = assertion(parts, case, settled, question.scheduled, asking.found.silent)
            yield Answered(order, case, parts, said, question.conflicts)


def payer_of(coverage: Resource, found: Gathered) -> str:
    """The payer of a coverage as the EHR names it; empty where it names none."""
    payors = [each for each in items(coverage, "payor") if isinstance(each, dict)]
    at_hand = {name_of(each): each for each in found.resources}
    named = [at_hand.get(each, {}).get("name") for each in references(payors)]
    told = (each for each in (*(each.get("display") for each in payors), *named) if isinstance(each, str))
    return next((each for each in told if each), "")


def _open(question: Question, orders: tuple[Resource, ...], payer: str, library: Library) -> Open:
    asked = tuple(each for each in orders if name_of(each) in question.orders)
    said = (
        ()
        if question.wanting & _NOT_OURS
        else tuple(_open_assertion(each, question, library) for each in asked)
    )
    return Open(asked, question, said, payer)


def _open_assertion(order: Resource, question: Question, library: Library) -> Assertion:
    codes = ordered_codes(order, library)
    code = next(iter(codes)) if len(codes) == 1 else ""
    return open_assertion(code, question.wanting, question.problems)


def ordered_codes(order: Resource, library: Library) -> frozenset[str]:
    """The codes of an order that any policy here speaks of, be they without a system."""
    code = order.get("code")
    listed = code.get("coding") if isinstance(code, dict) else None
    bare = {
        normalize(each["code"])
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict) and isinstance(each.get("code"), str) and not each.get("system")
    }
    found = bare | codes_ordered(order, library.content.terms)
    return frozenset(each for each in found if library.procedure_codes.find(each))


def _settled_by_setting(parts: tuple[Determination, ...], case: Case, library: Library) -> bool:
    """Whether authorization is known as soon as the setting is."""
    if case.setting or parts[0].prior_authorization is not Authorization.UNKNOWN:
        return False
    return all(
        library.decide(replace(case, setting=each)).prior_authorization is not Authorization.UNKNOWN
        for each in library.vocabulary.settings
    )
