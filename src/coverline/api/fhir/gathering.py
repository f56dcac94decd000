"""Gathers a chart: what came with the hook, what the EHR gave when it was asked, and what is lacking."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from coverline.api.fhir.requests import ID, Request, Resource, read_json
from coverline.api.refusals import Refused

MOST_ORDERS = 50

# By query: what the EHR answered, None where it did not answer.
Fetched = Mapping[str, bytes | None]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The resources that are at hand, and the queries that would bring what is lacking."""

    resources: tuple[Resource, ...]
    queries: tuple[str, ...]
    unread: tuple[str, ...]


def gathered(request: Request, fetched: Fetched) -> Gathered:
    """Everything that is at hand for a request, and what to ask for."""
    wanted = dict(_wanted(request))
    found = [resource for _, resource in request.placed]
    queries = []
    for key, query in wanted.items():
        sent = request.prefetch.get(key)
        if isinstance(sent, dict) and sent.get("resourceType") not in (None, "OperationOutcome"):
            found += _within(sent)
        else:
            queries.append(query)
    for key in request.prefetch.keys() - wanted.keys():
        found += _within(request.prefetch[key])
    pages = list(_pages(fetched))
    found += [resource for page in pages for resource in _within(page)]
    found = [resource for resource in found if _of_patient(resource, request.patient)]
    kept = tuple(_newest(found, [resource for _, resource in request.placed]))
    queries += [*_elsewhere(kept), *_following(pages)]
    unread = tuple(query for query, content in fetched.items() if content is None)
    return Gathered(kept, tuple(each for each in dict.fromkeys(queries) if each not in fetched), unread)


def _wanted(request: Request) -> Iterator[tuple[str, str]]:
    """The prefetch of a hook as queries; one whose template speaks of orders names those that are lacking."""
    for key, template in request.hook.prefetch.items():
        if key == "orders" and "encounterId" not in template:
            yield from _lacking_orders(request)
        else:
            query = template.replace("{{context.patientId}}", request.patient)
            yield key, query.replace("{{context.encounterId}}", request.message.context.encounterId or "")


def _lacking_orders(request: Request) -> Iterator[tuple[str, str]]:
    at_hand = {_name(resource) for resource in _orders_sent(request)}
    named = [*request.references, *_based_on(request)]
    lacking = [each for each in dict.fromkeys(named) if each not in at_hand and _is_order(each)]
    if lacking:
        ids = ",".join(each.partition("/")[2] for each in lacking[:MOST_ORDERS])
        yield "orders", f"ServiceRequest?_id={ids}"


def _orders_sent(request: Request) -> Iterator[Resource]:
    yield from (resource for _, resource in request.placed)
    yield from _within(request.prefetch.get("orders"))


def _based_on(request: Request) -> Iterator[str]:
    """The orders that the appointments of the context are based on."""
    for _, resource in request.placed:
        yield from _references(resource.get("basedOn"))


def _is_order(reference: str) -> bool:
    kind, _, name = reference.partition("/")
    return kind == "ServiceRequest" and bool(ID.fullmatch(name))


def _within(sent: Any) -> Iterator[Resource]:
    """A resource, or those of a Bundle."""
    if not isinstance(sent, dict):
        return
    if sent.get("resourceType") != "Bundle":
        yield sent
        return
    entries = sent.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            yield resource


def _pages(fetched: Fetched) -> Iterator[Any]:
    for content in fetched.values():
        try:
            yield read_json(content) if content else None
        except Refused:
            yield None


def _following(pages: list[Any]) -> Iterator[str]:
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
    at_hand = {_name(resource) for resource in resources}
    for resource in resources:
        if resource.get("resourceType") == "Coverage":
            for reference in _references(resource.get("payor")):
                kind, _, name = reference.partition("/")
                if kind == "Organization" and ID.fullmatch(name) and reference not in at_hand:
                    yield reference


def _references(given: Any) -> Iterator[str]:
    for each in given if isinstance(given, list) else ():
        if isinstance(each, dict) and isinstance(each.get("reference"), str):
            yield "/".join(each["reference"].split("/")[-2:])


def _of_patient(resource: Resource, patient: str) -> bool:
    """Whether a resource may belong to this chart: of other patients none is wanted."""
    return resource.get("resourceType") != "Patient" or resource.get("id") == patient


def _newest(resources: Iterable[Resource], placed: Iterable[Resource]) -> Iterator[Resource]:
    """All resources, of an order in the context only what the context says, which is the newest."""
    newest = {_name(each): each for each in placed if each.get("id")}
    for resource in resources:
        if newest.get(_name(resource), resource) is resource:
            yield resource


def _name(resource: Resource) -> str:
    return f"{resource.get('resourceType')}/{resource.get('id')}"
