"""Answers a hook: gathers what is at hand, decides under each coverage, and writes cards and actions."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from coverline.api.fhir.answering import Asking, answers, ordered_codes
from coverline.api.fhir.assertions import Assertion
from coverline.api.fhir.cards import Telling, card, lost_card, open_card, uninsured_card
from coverline.api.fhir.charts import bundled, questions
from coverline.api.fhir.contents import Resource
from coverline.api.fhir.coverage_information import SYSTEMS, Asserting, updated
from coverline.api.fhir.gathering import Fetched, Gathered, gathered
from coverline.api.fhir.hooks import BY_ID
from coverline.api.fhir.orders import Answered, Open
from coverline.api.fhir.outcomes import MEDIA_TYPE, outcome_body
from coverline.api.fhir.prefetch import ORDERS
from coverline.api.fhir.requests import ORDER, Request, name_of, read_request
from coverline.api.fhir.versions import Version
from coverline.api.refusals import Reason, Refused
from coverline.api.work import Reply, library, places
from coverline.intake.kinds import why_not
from coverline.library import Library

Data = dict[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Call:
    """A hook call in the hands of a worker.

    `may_ask` says that the EHR can be asked for what is lacking; `address` is ours, as others see it.
    """

    service: str
    content: bytes
    fetched: Fetched
    may_ask: bool
    address: str
    version: Version
    today: date


@dataclass(frozen=True, slots=True, repr=False)
class Lacking:
    """What the EHR is to be asked for, where and with what token, before there is an answer."""

    queries: tuple[str, ...]
    server: str
    token: str


def answer(call: Call) -> Reply | Lacking:
    """The reply to a hook call, or what it lacks; raises nothing."""
    try:
        request = read_request(call.content, BY_ID[call.service])
        found = gathered(request, call.fetched, library())
        orders = tuple(_orders(request, found, library()))
        lent = request.message.fhirAuthorization
        queries = _needed(found, orders)
        if call.may_ask and queries and lent and request.message.fhirServer:
            return Lacking(queries, request.message.fhirServer, lent.access_token.get_secret_value())
        data = _response(request, found, orders, call)
        return Reply(200, "application/json", json.dumps(data).encode())
    except Refused as refused:
        return Reply(refused.reason.status, MEDIA_TYPE, outcome_body(refused))
    except Exception as failure:
        # What an exception says can hold facts of a patient; where it arose cannot.
        return Reply(500, MEDIA_TYPE, b"", (type(failure).__name__, *places(failure)))


def warm() -> None:
    """Reads and decides something once, so that no hook call waits for what is loaded late."""
    patient = {"resourceType": "Patient", "id": "warm"}
    order = {
        "resourceType": ORDER,
        "id": "warm",
        "status": "draft",
        "intent": "order",
        "subject": {"reference": "Patient/warm"},
        "code": {"coding": [{"system": SYSTEMS["CPT"], "code": "22511"}]},
    }
    today = date(2024, 1, 1)
    tuple(questions(bundled([patient, order], "warm", today), [name_of(order)], library(), today))


def _orders(request: Request, found: Gathered, library: Library) -> Iterator[Resource]:
    """The orders that the hook is about and that any policy here speaks of."""
    asked = request.asked
    for resource in found.resources:
        is_order = resource["resourceType"] == ORDER
        if is_order and (asked is None or name_of(resource) in asked) and ordered_codes(resource, library):
            yield resource


def _needed(found: Gathered, orders: tuple[Resource, ...]) -> tuple[str, ...]:
    """The queries that bear on the answer: nobody's chart is read before there is an order to answer."""
    return found.queries if orders else tuple(each for each in found.queries if each.startswith(ORDER))


def _response(request: Request, found: Gathered, orders: tuple[Resource, ...], call: Call) -> Data:
    lost = _lost(request, found)
    wanted = request.wanted
    telling = Telling(call.address, (*found.unread, *found.queries), library())
    if not orders:
        _require_orders(request, found, lost)
        return {"cards": [lost_card(lost, telling)] if lost and wanted.guideline else [], "systemActions": []}
    asking = Asking(request.patient, found, library(), call.today)
    coverages = _coverages(request, found)
    cards = [lost_card(lost, telling)] if lost else []
    cards += [] if coverages else [uninsured_card([name_of(each) for each in orders], telling)]
    actions: dict[str, Data] = {}
    for coverage in coverages:
        answered, opened = answers(coverage, orders, asking)
        cards += [*(card(each, telling) for each in answered), *(open_card(each, telling) for each in opened)]
        version = request.version(call.version)
        early = not request.hook.is_primary
        asserting = Asserting(call.address, version, call.today, coverage, str(uuid4()), early)
        _act(answered, opened, asserting, actions)
    cards.sort(key=lambda each: each["indicator"] == "info")
    return {
        "cards": cards[: wanted.most_cards] if wanted.guideline else [],
        "systemActions": list(actions.values()) if wanted.coverage_information else [],
    }


def _lost(request: Request, found: Gathered) -> tuple[str, ...]:
    """The orders that the hook names and that were neither sent nor to be had."""
    at_hand = {name_of(each) for each in found.resources}
    return tuple(dict.fromkeys(each for each in request.named.values() if each not in at_hand))


def _require_orders(request: Request, found: Gathered, lost: tuple[str, ...]) -> None:
    """Refuses to answer nothing where the EHR could not be asked what was ordered, or did not say."""
    places = [place for place, name in request.named.items() if name in lost]
    if request.hook.of_encounter:
        places.append(f"prefetch.{ORDERS}")
    if places and any(each.startswith(ORDER) for each in (*found.queries, *found.unread)):
        detail = f"found no such order; expected it under prefetch.{ORDERS} or on the EHR's server"
        raise Refused(Reason.LACKING, detail, [{"expression": each, "detail": detail} for each in places])


def _coverages(request: Request, found: Gathered) -> list[Resource]:
    """The patient's coverages that are active, else all of them; raises Refused where nobody gave them."""
    every = [each for each in found.resources if _is_coverage(each, request.patient)]
    if not every and any(each.startswith("Coverage?") for each in (*found.queries, *found.unread)):
        raise _lacks_coverage(found)
    return [each for each in every if why_not("Coverage", each) is None] or every


def _is_coverage(resource: Resource, patient: str) -> bool:
    beneficiary = resource.get("beneficiary")
    reference = beneficiary.get("reference") if isinstance(beneficiary, dict) else None
    of_patient = isinstance(reference, str) and reference.split("/")[-2:] == ["Patient", patient]
    return resource["resourceType"] == "Coverage" and of_patient and isinstance(resource.get("id"), str)


def _lacks_coverage(found: Gathered) -> Refused:
    detail = (
        "found no active Coverage of the patient; expected it under prefetch.coverage or on the EHR's server"
    )
    more = f" (no answer to {len(found.unread)} queries)" if found.unread else ""
    return Refused(
        Reason.LACKING, detail + more, [{"expression": "prefetch.coverage", "detail": detail + more}]
    )


def _act(
    answered: tuple[Answered, ...], opened: tuple[Open, ...], asserting: Asserting, actions: dict[str, Data]
) -> None:
    """Adds what is asserted of each order; several coverages write onto the same order."""
    for order, said in _asserted(answered, opened):
        earlier = actions.get(name_of(order))
        changed = updated(earlier["resource"] if earlier else order, said, asserting)
        if changed is not None:
            actions[name_of(order)] = {
                "type": "update",
                "description": f"Coverage information on {said.code or name_of(order)}",
                "resource": changed,
            }


def _asserted(
    answered: tuple[Answered, ...], opened: tuple[Open, ...]
) -> Iterator[tuple[Resource, Assertion]]:
    yield from ((each.order, each.said) for each in answered)
    for each in opened:
        yield from zip(each.orders, each.said, strict=False)
