"""Answers a hook: gathers what is at hand, decides under each coverage, and writes cards and actions."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

from coverline.api.fhir.assertions import assertion
from coverline.api.fhir.cards import Telling, card, open_card
from coverline.api.fhir.charts import Question, bundled, questions
from coverline.api.fhir.coverage_information import SYSTEMS, Asserting, updated
from coverline.api.fhir.gathering import Fetched, Gathered, gathered
from coverline.api.fhir.hooks import BY_ID
from coverline.api.fhir.orders import Answered
from coverline.api.fhir.outcomes import MEDIA_TYPE, outcome_body
from coverline.api.fhir.requests import Request, Resource, read_request
from coverline.api.fhir.versions import Version
from coverline.api.refusals import Reason, Refused
from coverline.api.work import Reply, library, places
from coverline.codesets.form import normalize
from coverline.intake.versions import foreign_version
from coverline.library import Library
from coverline.model.case import Case
from coverline.model.determination import Determination
from coverline.model.policy import Authorization
from coverline.problem import Unreadable

Data = dict[str, Any]

ORDER = "ServiceRequest"


@dataclass(frozen=True, slots=True)
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
        _require_r4(request)
        found = gathered(request, call.fetched)
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


def _require_r4(request: Request) -> None:
    """Refuses what is told by another version of FHIR: its elements would be overlooked here."""
    errors = []
    for place, resource in request.placed:
        sign = foreign_version(resource["resourceType"], resource)
        if sign is not None:
            name = f"{resource['resourceType']}/{resource.get('id')}"
            errors.append(
                {"expression": place, "detail": f"found {name} with {sign}; expected FHIR R4 (4.0.1)"}
            )
    if errors:
        raise Refused(Reason.UNREADABLE, errors[0]["detail"], errors)


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
    tuple(questions(bundled([patient, order], "warm", today), [_name(order)], library(), today))


def _needed(found: Gathered, orders: tuple[Resource, ...]) -> tuple[str, ...]:
    """The queries that bear on the answer: nobody's chart is read before there is an order to answer."""
    return found.queries if orders else tuple(each for each in found.queries if each.startswith(ORDER))


def _response(request: Request, found: Gathered, orders: tuple[Resource, ...], call: Call) -> Data:
    wanted = request.message.extension.configuration
    if not orders:
        return {"cards": [], "systemActions": []}
    coverages = [each for each in found.resources if _is_coverage(each, request.patient)]
    if not coverages:
        raise _lacks_coverage(found)
    cards: list[Data] = []
    actions: dict[str, Data] = {}
    telling = Telling(call.address, (*found.unread, *found.queries), library())
    for coverage in coverages:
        asked = _asked(coverage, orders, request, found, call)
        answered = tuple(each for question in asked for each in _answered(question, orders, library()))
        if wanted.guideline:
            cards += [card(each, telling) for each in answered]
            cards += [open_card(each, telling) for each in asked if each.problems]
        if wanted.coverage_information:
            version = request.version(call.version)
            asserting = Asserting(call.address, version, call.today, coverage, str(uuid4()))
            _act(answered, asserting, actions)
    cards.sort(key=lambda each: each["indicator"] == "info")
    return {"cards": cards[: wanted.most_cards], "systemActions": list(actions.values())}


def _act(answered: Iterable[Answered], asserting: Asserting, actions: dict[str, Data]) -> None:
    """Adds what is asserted of each order; several coverages write onto the same order."""
    for each in answered:
        earlier = actions.get(each.name)
        order = updated(earlier["resource"] if earlier else each.order, each.said, asserting)
        if order is not None:
            actions[each.name] = {
                "type": "update",
                "description": f"Coverage information on {each.said.service.code}",
                "resource": order,
            }


def _orders(request: Request, found: Gathered, library: Library) -> Iterator[Resource]:
    """The orders that the hook is about and that any policy here speaks of."""
    named = set(request.references)
    for resource in found.resources:
        if resource.get("resourceType") != ORDER:
            continue
        if (not named or _name(resource) in named) and _is_ours(resource, library):
            yield resource


def _is_ours(order: Resource, library: Library) -> bool:
    """Whether an order may be for a service that the policies are about: no code says that it is not."""
    code = order.get("code")
    codings = code.get("coding") if isinstance(code, dict) else None
    texts = [each.get("code") for each in codings or () if isinstance(each, dict)]
    return any(library.procedure_codes.find(normalize(each)) for each in texts if isinstance(each, str))


def _is_coverage(resource: Resource, patient: str) -> bool:
    beneficiary = resource.get("beneficiary")
    reference = beneficiary.get("reference") if isinstance(beneficiary, dict) else None
    of_patient = isinstance(reference, str) and reference.split("/")[-2:] == ["Patient", patient]
    return resource.get("resourceType") == "Coverage" and of_patient and isinstance(resource.get("id"), str)


def _asked(
    coverage: Resource, orders: tuple[Resource, ...], request: Request, found: Gathered, call: Call
) -> tuple[Question, ...]:
    """What is asked under one coverage; raises Refused where the resources cannot be read."""
    others = [each for each in found.resources if each.get("resourceType") not in ("Coverage", ORDER)]
    bundle = bundled([*others, coverage, *orders], request.patient, call.today)
    try:
        return tuple(questions(bundle, [_name(each) for each in orders], library(), call.today))
    except Unreadable as unreadable:
        errors = [{"detail": str(each)} for each in unreadable.problems]
        raise Refused(Reason.UNREADABLE, errors[0]["detail"], errors) from None


def _answered(question: Question, orders: tuple[Resource, ...], library: Library) -> Iterator[Answered]:
    if question.case is None:
        return
    whole = library.decide(question.case)
    for order in orders:
        place = question.services.get(_name(order))
        parts = tuple(part for part in whole.services or (whole,) if part.part and part.part.index == place)
        if parts:
            settled = _settled_by_setting(parts, question.case, library)
            said = assertion(parts, question.case, settled, question.scheduled)
            yield Answered(order, question.case, parts, said, question.conflicts)


def _name(order: Resource) -> str:
    return f"{ORDER}/{order.get('id')}"


def _settled_by_setting(parts: tuple[Determination, ...], case: Case, library: Library) -> bool:
    """Whether authorization is known as soon as the setting is."""
    if case.setting or parts[0].prior_authorization is not Authorization.UNKNOWN:
        return False
    return all(
        library.decide(replace(case, setting=each)).prior_authorization is not Authorization.UNKNOWN
        for each in library.vocabulary.settings
    )


def _lacks_coverage(found: Gathered) -> Refused:
    detail = (
        "found no active Coverage of the patient; expected it under prefetch.coverage or on the EHR's server"
    )
    more = f" (no answer to {len(found.unread)} queries)" if found.unread else ""
    return Refused(
        Reason.LACKING, detail + more, [{"expression": "prefetch.coverage", "detail": detail + more}]
    )
