"""Gathers a chart: what came with the hook, what the EHR gave when it was asked, and what is lacking."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from coverline.api.fhir.contents import OUTCOME, Placed, Resource, contents, require_r4
from coverline.api.fhir.hooks import ENCOUNTER, PATIENT
from coverline.api.fhir.messages import ID
from coverline.api.fhir.prefetch import ORDERS, chart, prefetch
from coverline.api.fhir.requests import Request, name_of, read_json, references
from coverline.api.refusals import Refused
from coverline.library import Library

MOST_ORDERS = 50

# By query: what the EHR answered, None where it did not answer.
Fetched = Mapping[str, bytes | None]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The resources that are at hand, and the queries that would bring what is lacking.

    `unread` are the queries that the EHR left without an answer in FHIR R4; `silent` says that it answered
    none and that no part of the chart came without asking.
    """

    resources: tuple[Resource, ...]
    queries: tuple[str, ...]
    unread: tuple[str, ...]
    silent: bool


def gathered(request: Request, fetched: Fetched, library: Library) -> Gathered:
    """All that is at hand for a request, and what to ask for; raises Refused where it is not FHIR R4."""
    queries = dict(_wanted(request, library))
    sent = [*request.placed, *_prefetched(request, queries)]
    require_r4(sent)
    given = {query: _answer(query, content) for query, content in fetched.items()}
    found = [
        *(resource for _, resource in sent),
        *(resource for each in given.values() if each for _, resource in each),
    ]
    kept = tuple(_newest(_of_patient(found, request.patient), request.placed))
    pages = [*request.prefetch.values(), *(_read(content) for content in fetched.values())]
    asked = [query for key, query in queries.items() if not _is_sent(request.prefetch.get(key))]
    asked += [*_elsewhere(kept), *_following(pages)]
    return Gathered(
        kept,
        tuple(each for each in dict.fromkeys(asked) if each not in fetched),
        tuple(query for query, each in given.items() if each is None),
        silent=bool(given)
        and all(each is None for each in given.values())
        and not _is_charted(request, library),
    )


def _wanted(request: Request, library: Library) -> Iterator[tuple[str, str]]:
    """The prefetch of a hook as queries; one whose template speaks of orders names those that are lacking."""
    for key, template in prefetch(request.hook, library).items():
        if key == ORDERS and ENCOUNTER not in template:
            yield from _lacking_orders(request)
        else:
            query = template.replace(PATIENT, request.patient)
            yield key, query.replace(ENCOUNTER, request.message.context.encounterId or "")


def _lacking_orders(request: Request) -> Iterator[tuple[str, str]]:
    sent = request.prefetch.get(ORDERS)
    prefetched = contents(sent, "") if _is_sent(sent) else ()
    at_hand = {name_of(resource) for _, resource in (*request.placed, *prefetched)}
    lacking = [each for each in dict.fromkeys(request.named.values()) if each not in at_hand]
    if lacking:
        ids = ",".join(each.partition("/")[2] for each in lacking[:MOST_ORDERS])
        # Not under the key of the prefetch, which may be there and still lack them.
        yield "", f"ServiceRequest?_id={ids}"


def _is_sent(prefetched: Any) -> bool:
    """Whether the EHR has sent something for a template, be it no FHIR; an outcome says that it has not."""
    outcome = isinstance(prefetched, dict) and prefetched.get("resourceType") == OUTCOME
    return prefetched is not None and not outcome


def _prefetched(request: Request, queries: Mapping[str, str]) -> Iterator[Placed]:
    """What was asked for and sent; under other keys, whatever is FHIR."""
    asked = {*queries, ORDERS}
    for key, sent in request.prefetch.items():
        fhir = isinstance(sent, dict) and "resourceType" in sent
        if _is_sent(sent) and (key in asked or fhir):
            yield from contents(sent, f"prefetch.{key}")


def _is_charted(request: Request, library: Library) -> bool:
    """Whether any part of the chart came with the request."""
    return any(_is_sent(request.prefetch.get(key)) for key in chart(library))


def _answer(query: str, content: bytes | None) -> list[Placed] | None:
    """The resources that the EHR gave for a query, None where that is not FHIR R4."""
    page = _read(content)
    if page is None or not _is_sent(page):
        return None
    try:
        found = list(contents(page, query))
        require_r4(found)
    except Refused:
        return None
    return found


def _read(content: bytes | None) -> Any:
    try:
        return read_json(content) if content else None
    except Refused:
        return None


def _following(pages: Iterable[Any]) -> Iterator[str]:
    """The next pages of searches, as the EHR names them; whoever asks follows only its own."""
    for page in pages:
        links = page.get("link") if isinstance(page, dict) else None
        following = (
            link["url"]
            for link in (links if isinstance(links, list) else ())
            if isinstance(link, dict) and link.get("relation") == "next" and isinstance(link.get("url"), str)
        )
        yield from islice(following, 1)


def _elsewhere(resources: Iterable[Resource]) -> Iterator[str]:
    """The payers that coverages only refer to."""
    at_hand = {name_of(resource) for resource in resources}
    for resource in resources:
        if resource.get("resourceType") == "Coverage":
            for reference in references(resource.get("payor")):
                kind, _, name = reference.partition("/")
                if kind == "Organization" and ID.fullmatch(name) and reference not in at_hand:
                    yield reference


def _of_patient(resources: Iterable[Resource], patient: str) -> Iterator[Resource]:
    """The resources that may belong to this chart: of other patients none is wanted."""
    for resource in resources:
        if resource.get("resourceType") != "Patient" or resource.get("id") == patient:
            yield resource


def _newest(resources: Iterable[Resource], placed: Iterable[Placed]) -> Iterator[Resource]:
    """All resources, of an order in the context only what the context says, which is the newest."""
    newest = {name_of(each): each for _, each in placed if each.get("id")}
    for resource in resources:
        if newest.get(name_of(resource), resource) is resource:
            yield resource
