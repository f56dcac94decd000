"""The resources of a bundle as records that find each other, whatever the order of the entries."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coverline.intake.elements import Resource, items, text


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """A resource under the name by which people find it; `place` is its entry in the bundle."""

    kind: str
    name: str
    place: str
    resource: Resource
    url: str | None = None

    @property
    def base(self) -> str | None:
        """The address of the server that the record comes from, where its own address says so."""
        ending = f"/{self.kind}/{self.resource.get('id')}"
        return self.url.removesuffix(ending) if self.url is not None and self.url.endswith(ending) else None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Versions of one resource of which nothing tells which is the later one."""

    records: tuple[Record, ...]


class Records:
    """The records of a chart, one for each resource: of several versions the latest."""

    def __init__(self, found: list[Record]) -> None:
        self._urls: dict[str, Record] = {}
        self._names: dict[str, list[Record]] = {}
        self.all: list[Record] = []
        self.doubtful: list[Doubtful] = []
        for versions in _groups(found):
            latest = _latest(versions)
            if isinstance(latest, Record):
                self._keep(latest)
            else:
                self.doubtful.append(latest)
        self.all.sort(key=lambda each: (each.kind, each.name, each.url or ""))

    def _keep(self, record: Record) -> None:
        self.all.append(record)
        self._names.setdefault(record.name, []).append(record)
        if record.url is not None:
            self._urls[record.url] = record

    def of(self, kind: str) -> Iterator[Record]:
        """The records of one kind, in the order of their names."""
        return (each for each in self.all if each.kind == kind)

    def resolve(self, reference: str, source: Record) -> Record | None:
        """The record that a reference in another one means; None where the chart does not hold it."""
        if reference.startswith("#"):
            return _contained(reference[1:], source)
        target = reference.split("/_history/")[0]
        if "://" in target or target.startswith("urn:"):
            return self._urls.get(target) or self._nameless("/".join(target.split("/")[-2:]))
        if source.base is not None and f"{source.base}/{target}" in self._urls:
            return self._urls[f"{source.base}/{target}"]
        return self._only(target, source.base)

    def _nameless(self, name: str) -> Record | None:
        """The only record of a name, where it does not say which server it comes from."""
        found = self._names.get(name, [])
        return found[0] if len(found) == 1 and found[0].url is None else None

    def _only(self, name: str, base: str | None) -> Record | None:
        """The only record of a name that can come from a server."""
        found = [
            each
            for each in self._names.get(name, [])
            if base is None or each.base is None or each.base == base
        ]
        return found[0] if len(found) == 1 else None


def _groups(found: list[Record]) -> Iterator[list[Record]]:
    """The versions of each resource: those of one address; without one, those of one name."""
    groups: dict[str, list[Record]] = {}
    addresses: dict[str, set[str]] = {}
    for each in found:
        if each.url is not None:
            groups.setdefault(each.url, []).append(each)
            addresses.setdefault(each.name, set()).add(each.url)
    for each in found:
        if each.url is None:
            known = addresses.get(each.name, set())
            groups.setdefault(next(iter(known)) if len(known) == 1 else each.name, []).append(each)
    yield from groups.values()


def _contained(name: str, source: Record) -> Record | None:
    for each in items(source.resource, "contained"):
        if isinstance(each, Mapping) and each.get("id") == name:
            kind = str(each.get("resourceType"))
            return Record(kind, f"{source.name}#{name}", source.place, each)
    return None


def _latest(versions: list[Record]) -> Record | Doubtful:
    """The latest version of a resource, by its version, else by when it was last updated."""
    if len(versions) == 1:
        return versions[0]
    distinct = {json.dumps(each.resource, sort_keys=True, default=str): each for each in versions}
    if len(distinct) == 1:
        return versions[0]
    for order in (_version, _updated):
        ranked = [(order(each.resource), each) for each in distinct.values()]
        known = sorted((rank for rank, _ in ranked if rank is not None), reverse=True)
        if len(known) == len(ranked) and known[0] != known[1]:
            return next(each for rank, each in ranked if rank == known[0])
    return Doubtful(tuple(distinct.values()))


def _version(resource: Resource) -> tuple[int, str] | None:
    version = text(resource, "meta.versionId")
    return (int(version), "") if version is not None and version.isdecimal() else None


def _updated(resource: Resource) -> tuple[int, str] | None:
    from datetime import datetime

    updated = text(resource, "meta.lastUpdated")
    try:
        moment = datetime.fromisoformat(updated) if updated is not None else None
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None:
        return None
    return (int(moment.timestamp() * 1_000_000), "")
