"""The orders of a call under each of its coverages, as cases whose policies have forms."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coverline.api.fhir.answering import ordered_codes
from coverline.api.fhir.assertions import Purpose
from coverline.api.fhir.charts import Question, bundled, questions
from coverline.api.fhir.contents import Placed, Resource
from coverline.api.fhir.operations.asked import Call
from coverline.api.fhir.operations.known import Known
from coverline.api.fhir.operations.wanted import Wanted
from coverline.api.fhir.operations.warned import Warned
from coverline.api.fhir.requests import ORDER, name_of, references
from coverline.api.refusals import Reason, Refused
from coverline.api.work import library
from coverline.model.case import Case
from coverline.model.determination import Determination, Outcome
from coverline.model.policy import Authorization
from coverline.problem import Unreadable

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asking:
    """An order under a coverage as a case, and the form that asks for what is open.

    `coverage` and `order` are references; the latter is empty where there is none.
    """

    coverage: str
    order: str
    case: Case
    form: Known
    purpose: Purpose


def askings(wanted: Wanted, call: Call) -> Iterator[Asking | Warned]:
    """Every order under every coverage, or why it leads to no form; raises Refused."""
    for coverage in wanted.coverages:
        for placed in wanted.orders:
            if _pays(coverage, placed, wanted):
                yield from _of_order(placed, coverage, wanted, call)


def _pays(coverage: Resource, placed: Placed, wanted: Wanted) -> bool:
    """Whether a coverage is for an order, which may name those that are."""
    sent = {name_of(each) for each in wanted.coverages}
    named = sent.intersection(references(placed[1].get("insurance")))
    return not named or name_of(coverage) in named


def _of_order(placed: Placed, coverage: Resource, wanted: Wanted, call: Call) -> Iterator[Asking | Warned]:
    place, order = placed
    name = name_of(order)
    if order["resourceType"] != ORDER:
        yield Warned("not-supported", f"{name}: there are forms for a {ORDER} alone", place)
        return
    if not ordered_codes(order, library()):
        yield Warned("not-found", f"{name}: no policy here speaks of what it orders", place)
        return
    bundle = bundled([*wanted.beside, coverage, order], wanted.patient, call.today)
    under = name_of(coverage)
    for question in _questions(bundle, name, call):
        yield from (Warned("incomplete", f"{name}, {under}: {each}", place) for each in question.problems)
        yield from (Warned("conflict", f"{name}, {under}: {each}", place) for each in question.conflicts)
        if question.case is not None:
            yield _of_case(question.case, name, under, place)


def _questions(bundle: Data, name: str, call: Call) -> tuple[Question, ...]:
    try:
        return tuple(questions(bundle, [name], library(), call.today))
    except Unreadable as unreadable:
        errors = [{"detail": f"found {each.found}; expected {each.expected}"} for each in unreadable.problems]
        raise Refused(Reason.UNREADABLE, errors[0]["detail"], errors) from None


def _of_case(case: Case, name: str, coverage: str, place: str) -> Asking | Warned:
    whole = library().decide(case)
    parts = [each for each in whole.services or (whole,) if each.outcome is not Outcome.NOT_APPLICABLE]
    if not parts:
        return Warned("not-found", f"{name}: {_elsewhere(whole)}", place)
    needed = parts[0].prior_authorization is Authorization.REQUIRED
    purpose = Purpose.WITH_AUTHORIZATION if needed else Purpose.RETAINED
    return Asking(coverage, name, case, _form(parts[0]), purpose)


def _elsewhere(whole: Determination) -> str:
    said = "; ".join(dict.fromkeys(f"{each.what} decides ({each.why})" for each in whole.refer_to))
    return f"no form here is for it{f': {said}' if said else ''}"


def _form(answer: Determination) -> Known:
    newest = library().version(answer.policy.id).version.name
    return Known(answer.policy.id, answer.policy.version or newest)
