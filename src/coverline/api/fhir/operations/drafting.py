"""The forms that a call asks for, each with drafts of responses, and what to know beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coverline.api.fhir.assertions import Purpose
from coverline.api.fhir.charts import SOON
from coverline.api.fhir.operations.asked import Call
from coverline.api.fhir.operations.asking import Asking, askings
from coverline.api.fhir.operations.known import Known, known_form
from coverline.api.fhir.operations.wanted import Wanted
from coverline.api.fhir.operations.warned import NO_CONTEXT, NO_ELM, Warned, unknown
from coverline.api.fhir.requests import name_of
from coverline.api.work import library
from coverline.forms import Context, Language, adaptive_drafts, drafts, has_elm
from coverline.model.case import Case, Service
from coverline.model.quantity import Span

Data = dict[str, Any]

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Drafted:
    """A form, and the drafts of responses to it that one coverage and one order lead to."""

    known: Known
    responses: tuple[Data, ...]


def drafted(wanted: Wanted, call: Call) -> tuple[tuple[Drafted, ...], tuple[Warned, ...]]:
    """The forms of a call with their drafts, and what to know beside them; raises Refused."""
    read = [*askings(wanted, call), *_named(wanted, call)]
    asked = [each for each in read if isinstance(each, Asking)]
    named = [each for each in read if isinstance(each, Known)]
    warned = [each for each in read if isinstance(each, Warned)]
    if wanted.has_context and not wanted.orders and not wanted.forms:
        warned.append(NO_CONTEXT)
    pairs = _pairs(asked, named, wanted, call)
    found = tuple(Drafted(known, _drafts(known, each, wanted, call)) for known, each in pairs)
    if call.language is Language.CQL and not all(has_elm(each.known.policy, library()) for each in found):
        warned.append(NO_ELM)
    return found, tuple(dict.fromkeys((*warned, *map(unknown, wanted.unknown))))


def _named(wanted: Wanted, call: Call) -> Iterator[Known | Warned]:
    """The forms that are asked for by name."""
    for name in wanted.forms:
        yield known_form(name, call.address) or Warned(
            "not-found", f"No form here has the canonical name {name[:LONGEST_NAME]}"
        )


def _pairs(
    asked: list[Asking], named: list[Known], wanted: Wanted, call: Call
) -> Iterator[tuple[Known, Asking]]:
    """Each form with an order that it is for; one that is named, and is for none, with each coverage alone.

    An order's form is given whole, unless the one that asks question by question is named in its place.
    """
    for each in asked:
        ways = [way for way in named if way.whole == each.form]
        yield from ((way, each) for way in dict.fromkeys(ways) or [each.form])
    for known in dict.fromkeys(named):
        if all(each.form != known.whole for each in asked):
            yield from ((known, each) for each in _alone(known, wanted, call))


def _alone(known: Known, wanted: Wanted, call: Call) -> Iterator[Asking]:
    """Each coverage without an order."""
    for coverage in wanted.coverages:
        case = Case(known.policy.payer, Span(call.today, call.today + SOON), (Service(""),))
        yield Asking(name_of(coverage), "", case, known, Purpose.WITH_AUTHORIZATION)


def _drafts(known: Known, asking: Asking, wanted: Wanted, call: Call) -> tuple[Data, ...]:
    now = call.now.isoformat(timespec="seconds")
    orders = (asking.order,) if asking.order else ()
    context = Context(f"Patient/{wanted.patient}", asking.coverage, orders, now, asking.purpose.value)
    make = adaptive_drafts if known.is_adaptive else drafts
    found = make(known.policy, asking.case, library(), call.address, context, wanted.version)
    return tuple({**each, "meta": {**each["meta"], "lastUpdated": now}} for each in found)
