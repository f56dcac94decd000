"""Reads a bundle of FHIR R4: what is none, or of another version of FHIR, is told with its place."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from coverline.document import decode, load_text
from coverline.intake.elements import Resource, text
from coverline.intake.records import Record, Records
from coverline.intake.versions import foreign_version
from coverline.problem import Problem, Unreadable, nearest

LARGEST_BUNDLE = 64_000_000
_DEEPEST = 8
_TYPES = ("collection", "searchset", "transaction", "batch", "document", "message")


def read_bundle(given: Path | str, name: str) -> Resource:
    """The bundle, or single resource, of a file (a Path) or of a text; raises Unreadable."""
    content = load_text(given, LARGEST_BUNDLE) if isinstance(given, Path) else given
    try:
        data = json.loads(content, object_pairs_hook=_without_duplicates)
    except json.JSONDecodeError as error:
        raise Unreadable(
            (Problem(name, error.lineno, "text that is not JSON", f"JSON: {error.msg}", error.colno),)
        ) from None
    except (ValueError, RecursionError) as error:
        found = str(error) if isinstance(error, ValueError) else "more nesting than any resource has"
        raise Unreadable((Problem(name, 0, found, "a bundle of FHIR R4 resources"),)) from None
    if not isinstance(data, dict):
        _refuse(name, f"JSON that is a {type(data).__name__}", "a bundle of FHIR R4 resources")
    return data


def read_standard_input(name: str) -> Resource:
    """The bundle on standard input; raises Unreadable."""
    content = sys.stdin.buffer.read(LARGEST_BUNDLE + 1) if sys.stdin else b""
    if len(content) > LARGEST_BUNDLE:
        _refuse(name, f"more than {LARGEST_BUNDLE:,} bytes", f"at most {LARGEST_BUNDLE:,} bytes")
    return read_bundle(decode(content, name), name)


def records_of(bundle: Resource, name: str) -> Records:
    """The records in a bundle, and in the bundles in it; raises Unreadable with all that is wrong."""
    if not isinstance(bundle.get("resourceType"), str):
        _refuse(name, "JSON without a resourceType", "a bundle of FHIR R4 resources")
    problems: list[Problem] = []
    found = list(_records(bundle, name, "", problems))
    for each in found:
        sign = foreign_version(each.kind, each.resource)
        if sign is not None:
            problems.append(Problem(name, 0, f"{each.place}{each.name} with {sign}", "FHIR R4 (4.0.1)"))
    if problems:
        raise Unreadable(problems)
    return Records(found)


def _records(bundle: Resource, name: str, path: str, problems: list[Problem]) -> Iterator[Record]:
    if bundle.get("resourceType") != "Bundle":
        yield _record(bundle, None, "")
        return
    kind = text(bundle, "type")
    if kind not in _TYPES:
        hint = nearest(kind or "", _TYPES)
        found = f"{path or 'Bundle'} of type {kind or 'not given'}"
        problems.append(Problem(name, 0, found, f"one of {', '.join(_TYPES)}", hint=hint))
        return
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        problems.append(Problem(name, 0, f"{path or 'Bundle'}.entry that is no list", "a list of entries"))
        return
    for number, entry in enumerate(entries):
        yield from _entry(entry, name, f"{path or 'Bundle'}.entry[{number}]", problems)


def _entry(entry: Any, name: str, place: str, problems: list[Problem]) -> Iterator[Record]:
    resource = entry.get("resource") if isinstance(entry, dict) else None
    if isinstance(entry, dict) and resource is None and ("request" in entry or "response" in entry):
        return
    if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        problems.append(Problem(name, 0, f"{place} without a resource", "a resource with its resourceType"))
    elif resource["resourceType"] != "Bundle":
        url = entry.get("fullUrl")
        yield _record(resource, url if isinstance(url, str) else None, place)
    elif place.count("entry[") < _DEEPEST:
        yield from _records(resource, name, place, problems)


def _record(resource: Resource, url: str | None, place: str) -> Record:
    kind, identifier = str(resource["resourceType"]), resource.get("id")
    name = f"{kind}/{identifier}" if isinstance(identifier, str) else url or place or kind
    return Record(kind, name, f"{place} " if place else "", resource, url)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'the key "{twice}" twice in one object')
    return found


def _refuse(name: str, found: str, expected: str) -> NoReturn:
    raise Unreadable((Problem(name, 0, found, expected),))
