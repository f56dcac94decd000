"""Parameters as an operation takes them, and every place where they are not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from coverline.api.fhir.contents import Resource, require_r4
from coverline.api.fhir.requests import read_json
from coverline.api.refusals import Reason, Refused

Data = dict[str, Any]

MOST_PARAMETERS = 20_000


@dataclass(frozen=True, slots=True)
class Given:
    """One parameter: its name, its place, and what stands in it."""

    name: str
    place: str
    data: Data

    def resource(self, *kinds: str) -> Resource:
        """The resource in it, of one of these kinds where any are named; raises Refused."""
        found = self.data.get("resource")
        expected = " or ".join(kinds) or "a resource with its resourceType"
        kind = found.get("resourceType") if isinstance(found, dict) else None
        if not isinstance(found, dict) or not isinstance(kind, str):
            raise wrong(f"{self.place}.resource", f"found no resource; expected {expected}")
        if kinds and kind not in kinds:
            raise wrong(f"{self.place}.resource", f"found a resource of another kind; expected {expected}")
        require_r4([(f"{self.place}.resource", found)])
        return found

    def text(self, *types: str) -> str:
        """The value in it, of one of these types of FHIR; raises Refused."""
        for each in types:
            value = self.data.get(f"value{each[:1].upper()}{each[1:]}")
            if isinstance(value, str) and value:
                return value
        expected = " or ".join(f"value{each[:1].upper()}{each[1:]}" for each in types)
        raise wrong(self.place, f"found no value of its type; expected {expected}")

    def count(self) -> int:
        """The whole number in it, not below zero; raises Refused."""
        value = self.data.get("valueInteger")
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise wrong(f"{self.place}.valueInteger", "found no whole number from 0; expected one")
        return value


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a message in their order, and the profiles that it names."""

    given: tuple[Given, ...]
    profiles: tuple[str, ...]

    def all(self, name: str) -> Iterator[Given]:
        """Those of a name."""
        return (each for each in self.given if each.name == name)

    def only(self, name: str) -> Given | None:
        """The one of a name, None where there is none; raises Refused where there are more."""
        found = list(self.all(name))
        if len(found) > 1:
            raise wrong(found[1].place, f"found {name} a second time; expected it once")
        return found[0] if found else None

    def others(self, known: Iterable[str]) -> Iterator[Given]:
        """Those that have another name than these."""
        names = frozenset(known)
        return (each for each in self.given if each.name not in names)


def read_parameters(content: bytes) -> Parameters:
    """The Parameters that a body is; raises Refused."""
    data = read_resource(content)
    if data["resourceType"] != "Parameters":
        raise wrong("", "found a resource of another kind; expected Parameters")
    return parameters_of(data)


def parameters_of(data: Resource) -> Parameters:
    """The parameters of a resource of that kind; raises Refused."""
    listed = data.get("parameter", [])
    if not isinstance(listed, list):
        raise wrong("Parameters.parameter", "found no list; expected the parameters")
    if len(listed) > MOST_PARAMETERS:
        raise wrong("Parameters.parameter", f"found more than {MOST_PARAMETERS:,}; expected at most that")
    return Parameters(tuple(_given(listed)), tuple(profiles_of(data)))


def read_resource(content: bytes) -> Resource:
    """The resource that a body is; raises Refused."""
    data = read_json(content)
    if not isinstance(data, dict) or not isinstance(data.get("resourceType"), str):
        raise wrong("", "found JSON that is no resource of FHIR; expected one with a resourceType")
    return data


def profiles_of(resource: Resource) -> Iterator[str]:
    """The profiles that a resource says it is of."""
    meta = resource.get("meta")
    named = meta.get("profile") if isinstance(meta, dict) else None
    yield from (each for each in (named if isinstance(named, list) else ()) if isinstance(each, str))


def wrong(place: str, detail: str, reason: Reason = Reason.WRONG_PARAMETERS) -> Refused:
    """The refusal of what stands at a place."""
    return Refused(reason, detail, [{"expression": place, "detail": detail}])


def _given(listed: list[Any]) -> Iterator[Given]:
    for number, each in enumerate(listed):
        place = f"Parameters.parameter[{number}]"
        name = each.get("name") if isinstance(each, dict) else None
        if not isinstance(name, str) or not name:
            raise wrong(place, "found a parameter without a name; expected one with its name")
        yield Given(name, place, each)
