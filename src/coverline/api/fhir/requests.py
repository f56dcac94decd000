"""A hook request as it is sent, and every place where it is not one."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from pydantic import ValidationError

from coverline.api.fhir.contents import Placed, Resource, contents
from coverline.api.fhir.hooks import Hook
from coverline.api.fhir.messages import ID, Configuration, Message
from coverline.api.fhir.versions import Version
from coverline.api.refusals import Reason, Refused

Data = dict[str, Any]

ORDER = "ServiceRequest"


@dataclass(frozen=True, slots=True)
class Request:
    """A hook request that was read.

    `placed` gives each resource of the context with its place; `named` each reference to an order, by place,
    that the context holds.
    """

    hook: Hook
    message: Message
    placed: tuple[Placed, ...]
    named: Mapping[str, str] = field(default_factory=dict)
    prefetch: Mapping[str, Any] = field(default_factory=dict)

    @property
    def patient(self) -> str:
        """The id of the patient."""
        return self.message.context.patientId

    @property
    def wanted(self) -> Configuration:
        """What the user of the EHR wants to see."""
        extension = self.message.extension
        return extension.configuration if extension and extension.configuration else Configuration()

    @property
    def asked(self) -> frozenset[str] | None:
        """The orders that the context names or holds; None where they are all that the EHR gives."""
        if self.hook.of_encounter:
            return None
        held = {name_of(each) for _, each in self.placed if each["resourceType"] == ORDER}
        return frozenset(self.named.values() if self.hook.references else held.union(self.named.values()))

    def version(self, otherwise: Version) -> Version:
        """The version of CRD that the EHR asks for."""
        asked = self.message.extension.version if self.message.extension else None
        return Version(asked) if asked else otherwise


def read_request(content: bytes, hook: Hook) -> Request:
    """A request to this hook; raises Refused with every place that is not as it should be."""
    data = read_json(content)
    if not isinstance(data, dict):
        raise _refused([_error("", "found no JSON object; expected a hook request")])
    if data.get("hook") != hook.name:
        raise _refused([_error("hook", f"found another hook; expected {hook.name}")])
    try:
        message = Message.model_validate(data)
    except ValidationError as failure:
        raise _refused([_of_pydantic(each) for each in failure.errors(include_url=False)]) from None
    context = data["context"]
    lacking = [name for name in hook.context if context.get(name) in (None, "")]
    if lacking:
        expected = f"found nothing; expected it in the context of {hook.name}"
        raise _refused([_error(f"context.{name}", expected) for name in lacking])
    placed = tuple(_bundled(context.get(hook.orders), f"context.{hook.orders}")) if hook.orders else ()
    listed = dict(_listed(context.get(hook.references), hook)) if hook.references else {}
    request = Request(hook, message, placed, {**listed, **dict(_based_on(placed))}, message.prefetch or {})
    _require_names(placed)
    _require_drafts(request)
    return request


def read_json(content: bytes) -> Any:
    """What JSON holds; raises Refused where it is something else, or where a key stands in it twice."""
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise Refused(Reason.NOT_JSON, "found JSON that is nested too deeply") from None
    except UnicodeDecodeError:
        raise Refused(Reason.NOT_JSON, "found bytes that are not UTF-8; expected JSON") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Refused(Reason.NOT_JSON, f"found a body that is not JSON ({error.msg}, {place})") from None
    except ValueError as error:
        raise Refused(Reason.NOT_JSON, f"found a body that is not JSON ({error})") from None


def _once(pairs: list[tuple[str, Any]]) -> Data:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON value")


def _bundled(bundle: Any, place: str) -> Iterator[Placed]:
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise _refused([_error(place, "found no Bundle; expected one of FHIR R4")])
    try:
        yield from contents(bundle, place)
    except Refused as refused:
        raise _refused(list(refused.errors)) from None


def _listed(given: Any, hook: Hook) -> Iterator[tuple[str, str]]:
    """The orders among the references of the context, by their place."""
    place = f"context.{hook.references}"
    expected = "expected references such as ServiceRequest/7"
    if not isinstance(given, list):
        raise _refused([_error(place, f"found no list; {expected}")])
    for index, each in enumerate(given):
        if not isinstance(each, str) or "/" not in each:
            raise _refused([_error(f"{place}[{index}]", f"found no reference; {expected}")])
        if is_order(named(each)):
            yield f"{place}[{index}]", named(each)


def _based_on(placed: Iterable[Placed]) -> Iterator[tuple[str, str]]:
    """The orders that appointments of the context are based on, by their place."""
    for place, resource in placed:
        if resource["resourceType"] == "Appointment":
            for index, reference in enumerate(references(resource.get("basedOn"))):
                if is_order(reference):
                    yield f"{place}.basedOn[{index}]", reference


def _require_names(placed: tuple[Placed, ...]) -> None:
    """Refuses orders of the context that cannot be told apart: what is answered is written onto them."""
    orders = [(place, each.get("id")) for place, each in placed if each["resourceType"] == ORDER]
    ids = [identifier for _, identifier in orders]
    errors = [
        _error(f"{place}.id", "found no id, or one that another order has; expected one of its own")
        for place, each in orders
        if not (isinstance(each, str) and ID.fullmatch(each)) or ids.count(each) > 1
    ]
    if errors:
        raise _refused(errors)


def _require_drafts(request: Request) -> None:
    """Refuses a selection of orders that the drafts do not hold."""
    if not (request.hook.orders and request.hook.references):
        return
    drafts = {name_of(resource) for _, resource in request.placed}
    lacking = [place for place, name in request.named.items() if name not in drafts]
    if lacking:
        detail = f"found an order that is not in context.{request.hook.orders}; expected one of those"
        raise _refused([_error(place, detail) for place in lacking])


def references(given: Any) -> Iterator[str]:
    """What a list of references names, as a kind and an id."""
    for each in given if isinstance(given, list) else ():
        if isinstance(each, dict) and isinstance(each.get("reference"), str):
            yield named(each["reference"])


def named(reference: str) -> str:
    """A reference as a kind and an id, whatever server and version it names."""
    return "/".join(reference.partition("/_history/")[0].split("/")[-2:])


def is_order(name: str) -> bool:
    """Whether a name is that of an order which is read here."""
    kind, _, identifier = name.partition("/")
    return kind == ORDER and bool(ID.fullmatch(identifier))


def name_of(resource: Resource) -> str:
    """A resource as references name it."""
    return f"{resource.get('resourceType')}/{resource.get('id')}"


def _of_pydantic(error: Any) -> Data:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"])
    return _error(place.lstrip("."), f"found what is not expected here: {error['msg']}")


def _error(place: str, detail: str) -> Data:
    return {"expression": place, "detail": detail}


def _refused(errors: list[Data]) -> Refused:
    first = errors[0]
    place = f"{first['expression']}: " if first["expression"] else ""
    return Refused(Reason.WRONG_HOOK, f"{place}{first['detail']}", errors)
