"""A hook request as it is sent, and every place where it is not one."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, ValidationError

from coverline.api.fhir.discovery import CARDS_UNLESS_TOLD
from coverline.api.fhir.hooks import Hook
from coverline.api.fhir.versions import Version
from coverline.api.refusals import Reason, Refused

Data = dict[str, Any]
Resource = dict[str, Any]

ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
Id = Annotated[str, StringConstraints(pattern=rf"^{ID.pattern}$")]


class Authorization(BaseModel):
    """What the EHR lends for asking its FHIR server."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    access_token: SecretStr
    token_type: str


class Configuration(BaseModel):
    """What a user of the EHR wants to see; what is not known is passed over."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    coverage_information: bool = Field(default=True, validation_alias="coverage-info")
    guideline: bool = True
    most_cards: int = Field(default=CARDS_UNLESS_TOLD, validation_alias="max-cards", ge=0)


class Extension(BaseModel):
    """What CRD adds to a hook request."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    configuration: Configuration = Field(
        default=Configuration(), validation_alias="davinci-crd.configuration"
    )
    version: Literal["2.0", "2.2"] | None = Field(
        default=None, validation_alias="davinci-crd.requestedVersion"
    )


class Context(BaseModel):
    """Whom the hook is about; each hook has more."""

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)

    patientId: Id  # noqa: N815  the standard's own name
    encounterId: Id | None = None  # noqa: N815


class Message(BaseModel):
    """A hook request of CDS Hooks 2.0."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    hook: str
    hookInstance: str  # noqa: N815
    fhirServer: str | None = None  # noqa: N815
    fhirAuthorization: Authorization | None = None  # noqa: N815
    context: Context
    prefetch: dict[str, Any] | None = None
    extension: Extension = Extension()


@dataclass(frozen=True, slots=True)
class Request:
    """A hook request that was read; `placed` gives each resource of the context with its place."""

    hook: Hook
    message: Message
    placed: tuple[tuple[str, Resource], ...]
    references: tuple[str, ...] = ()
    prefetch: Mapping[str, Any] = field(default_factory=dict)

    @property
    def patient(self) -> str:
        """The id of the patient."""
        return self.message.context.patientId

    def version(self, otherwise: Version) -> Version:
        """The version of CRD that the EHR asks for."""
        asked = self.message.extension.version
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
    references = tuple(_references(context.get(hook.references), hook)) if hook.references else ()
    return Request(hook, message, placed, references, message.prefetch or {})


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


def _bundled(bundle: Any, place: str) -> Iterator[tuple[str, Resource]]:
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise _refused([_error(place, "found no Bundle; expected one of FHIR R4")])
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        raise _refused([_error(f"{place}.entry", "found no list; expected the entries of a Bundle")])
    for index, entry in enumerate(entries):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            at = f"{place}.entry[{index}].resource"
            raise _refused([_error(at, "found no resource; expected one with a resourceType")])
        yield f"{place}.entry[{index}].resource", resource


def _references(given: Any, hook: Hook) -> Iterator[str]:
    place = f"context.{hook.references}"
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise _refused([_error(place, "found no list of references; expected such as ServiceRequest/7")])
    yield from given


def _of_pydantic(error: Any) -> Data:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"])
    return _error(place.lstrip("."), f"found what is not expected here: {error['msg']}")


def _error(place: str, detail: str) -> Data:
    return {"expression": place, "detail": detail}


def _refused(errors: list[Data]) -> Refused:
    first = errors[0]
    place = f"{first['expression']}: " if first["expression"] else ""
    return Refused(Reason.WRONG_HOOK, f"{place}{first['detail']}", errors)
