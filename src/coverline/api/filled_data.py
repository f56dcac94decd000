"""A chart with its answered forms, as data in the form of the contract."""

from collections.abc import Iterator
from typing import Any

from coverline.api.contested import Contested
from coverline.api.filled import Filled
from coverline.forms import Said
from coverline.intake.data import told_data
from coverline.language.case_data import case_data
from coverline.library import Library
from coverline.model.case import Case, written

Data = dict[str, Any]

NOTHING: Data = {"problems": [], "provenance": {}, "conflicts": [], "set_aside": [], "to_read": []}


def filled_data(filled: Filled, library: Library) -> Data:
    """The case, where each part of it stands, and what did not count."""
    told = told_data(filled.told) if filled.told is not None else NOTHING
    conflicts = [_conflict(each, filled) for each in filled.contested]
    aside = [{"fact": None, "resource": name, "why": why} for name, why in filled.unfinished.items()]
    return {
        **told,
        "case": case_data(filled.case) if filled.case is not None else None,
        "provenance": _provenance(filled, told["provenance"], library),
        "conflicts": [*told["conflicts"], *conflicts],
        "set_aside": [*told["set_aside"], *aside],
    }


def _provenance(filled: Filled, charted: Data, library: Library) -> Data:
    """Where each part of the case stands, answers first; what the case does not state is left out."""
    stated = _stated(filled.case) if filled.case is not None else frozenset(charted)
    found: dict[str, list[Data]] = {}
    for answers in filled.answers:
        for said in answers.provenance:
            found.setdefault(_field(said.name), []).append(_said(said))
    for name, places in charted.items():
        found.setdefault(name, []).extend(places)
    facts = library.vocabulary.facts
    return {name: places for name, places in found.items() if name in stated or name not in facts}


def _stated(case: Case) -> frozenset[str]:
    return frozenset((*case.facts, *(name for each in case.lesions for name in each.facts)))


def _field(name: str) -> str:
    return "services" if name == "service" else name


def _said(said: Said) -> Data:
    origin = {"origin": said.origin} if said.origin is not None else {}
    return {"resource": said.resource, "path": said.path, "date": said.date, **origin}


def _conflict(contested: Contested, filled: Filled) -> Data:
    several = filled.case is not None and bool(filled.case.lesions)
    named = [contested.level] if several and contested.level is not None else []
    facts = list(contested.facts)
    return {"fact": facts[0], "facts": facts, "levels": named, "records": list(_records(contested))}


def _records(contested: Contested) -> Iterator[Data]:
    for each in contested.charted.findings:
        day = str(each.day) if each.day is not None else None
        told = {"fact": each.fact, "value": each.said, "resource": each.record.name}
        yield {**told, "path": each.path, "date": day}
    known, said = contested.known, contested.said
    told = {"fact": known.fact, "value": written(known.value), "resource": said.resource}
    yield {**told, "path": said.path, "date": said.date}
