"""Where a chart records a fact, as far as another system can look for it: the `fhir:` of the vocabulary.

An EHR fills in a form before we see the chart, by expressions that know less than the intake does. They speak
only where the intake would say the same: where one record counts beyond doubt and no record that could count
says anything else. Whatever is not simple here is a record that could count, and never one that does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coverline.codesets.form import normalize
from coverline.library import Library
from coverline.model.chart import About, ChartPlace, Lasts, Reads, Says
from coverline.model.terms import JOINT, Terms
from coverline.model.vocabulary import Fact, Kind

KINDS_OF_FACTS = (Kind.YES_NO, Kind.CHOICE, Kind.DATE, Kind.PERCENT)
# Kinds of records that can name the level that they are about in an element of their own.
LOCATED = ("Condition", "Observation")
RESOLVES = "resolve()"
BEGINNING = "*"


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of one system, by each of its addresses: whole ones, and beginnings; all normalized."""

    systems: tuple[str, ...]
    exact: tuple[str, ...]
    beginnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A kind of records that could tell a fact, by codes at paths, and what they say.

    `counts` is whether one of them can count beyond doubt; then it is of the patient alone or of the ordered
    level, which is in none of the regions of `not_at`. Where one is refuted, nothing is said.
    """

    resource: str
    where: Mapping[str, tuple[Codes, ...]]
    value: Says | Reads
    counts: bool
    provided: str | None
    of_patient: bool
    not_at: tuple[str, ...]
    says_if_refuted: bool


def recorded(fact: Fact, library: Library) -> tuple[Recorded, ...] | None:
    """The records of a fact; None where no expression can tell it."""
    if fact.kind not in KINDS_OF_FACTS or any(isinstance(each.value, Lasts) for each in fact.chart):
        return None
    found = tuple(_recorded(each, library.content.terms) for each in fact.chart)
    return found if any(each.counts for each in found) else None


def contradicting(fact: Fact, library: Library) -> tuple[Recorded, ...]:
    """Records of the facts that a fact can contradict: beside these the intake may see a contradiction."""
    found: list[Recorded] = []
    for rule in library.vocabulary.follows:
        names = (rule.when.fact, rule.then.fact)
        if fact.name in names and not rule.unless_stated:
            other = names[1 - names.index(fact.name)]
            found += could_tell(library.vocabulary.facts[other], library)
    return tuple(found)


def could_tell(fact: Fact, library: Library) -> tuple[Recorded, ...]:
    """All records that could tell a fact, also where no expression can."""
    return tuple(
        _recorded(each, library.content.terms) for each in fact.chart if not isinstance(each.value, Lasts)
    )


def _recorded(place: ChartPlace, terms: Terms) -> Recorded:
    assert not isinstance(place.value, Lasts)
    simple = {path: names for path, names in place.where.items() if RESOLVES not in path}
    of_patient = place.about is About.PATIENT
    provided = place.provided if RESOLVES not in (place.provided or "") else None
    whole = len(simple) == len(place.where) and not place.before_service and provided == place.provided
    return Recorded(
        resource=place.resource,
        where={path: tuple(_codes(names, terms)) for path, names in simple.items()},
        value=place.value,
        counts=whole and place.resource in LOCATED,
        provided=provided,
        of_patient=of_patient,
        not_at=place.not_at,
        says_if_refuted=place.if_refuted is not None,
    )


def _codes(names: tuple[str, ...], terms: Terms) -> Iterator[Codes]:
    """The codes of value sets and of tokens, by system."""
    found: dict[str, list[str]] = {}
    for name in names:
        system, joint, code = name.partition(JOINT)
        if joint:
            found.setdefault(system, []).append(code)
        else:
            for each, codes in terms.sets[name].codes.items():
                found.setdefault(each, []).extend(codes)
    yield from (codes_of(system, listed, terms) for system, listed in found.items())


def codes_of(system: str, codes: list[str], terms: Terms) -> Codes:
    """Codes under the name of a system, as they are compared."""
    whole = [normalize(each) for each in codes if not each.endswith(BEGINNING)]
    begun = [normalize(each.removesuffix(BEGINNING)) for each in codes if each.endswith(BEGINNING)]
    addresses = tuple(uri for uri, name in terms.systems.items() if name == system)
    return Codes(addresses, tuple(dict.fromkeys(whole)), tuple(dict.fromkeys(begun)))


def choices_of(value: Reads, terms: Terms) -> Mapping[str, tuple[Codes, ...]]:
    """For each value of a choice that is read from a code, the codes that mean it."""
    return {said: tuple(_codes(names, terms)) for said, names in (value.choices or {}).items()}


def ordered_codes(library: Library) -> tuple[Codes, ...]:
    """The codes of the services of the field."""
    found: dict[str, list[str]] = {}
    for code, entry in library.procedure_codes.codes.items():
        found.setdefault(entry.system, []).append(code)
    return tuple(codes_of(system, codes, library.content.terms) for system, codes in found.items())


def level_codes(library: Library, regions: frozenset[str] | None = None) -> tuple[Codes, ...]:
    """The codes that name one level, of some regions or of any."""
    found: dict[str, list[str]] = {}
    for (system, code), names in library.content.terms.levels.exact.items():
        if len(names) == 1 and (regions is None or library.vocabulary.levels[names[0]] in regions):
            found.setdefault(system, []).append(code)
    return tuple(codes_of(system, codes, library.content.terms) for system, codes in found.items())
