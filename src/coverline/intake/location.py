"""At which level of the spine a record counts."""

from dataclasses import dataclass

from coverline.intake.coding import meanings
from coverline.intake.elements import Resource, items
from coverline.intake.kinds import KINDS
from coverline.intake.records import Record
from coverline.intake.subject import Chart
from coverline.model.chart import About
from coverline.model.terms import Terms
from coverline.model.vocabulary import Vocabulary

_SITES = ("bodySite", "series.bodySite")
_CODES = ("code", "procedureCode")
_DEEPEST_LINKS = 3


@dataclass(frozen=True, slots=True)
class Location:
    """The sites that a record names, each as the levels that it may lie at.

    `ordered` where the order names the record; `elsewhere` where it names a site that is none of the spine.
    """

    sites: tuple[frozenset[str], ...]
    ordered: bool
    elsewhere: bool

    def regions(self, level: str | None, vocabulary: Vocabulary) -> frozenset[str]:
        """The regions of the treated level and of the sites that the record names."""
        named = {each for site in self.sites for each in site} | ({level} if level is not None else set())
        return frozenset(vocabulary.levels[each] for each in named)

    def why_not(self, about: About, level: str | None, others: frozenset[str]) -> str | None:
        """Why the record does not count at a level, None being one that is not known; None where it does.

        `others` are the levels at which other lesions may lie.
        """
        if about is About.PATIENT or self._counts(about, level, others):
            return None
        if self.sites:
            return f"it is about {' or '.join(sorted(frozenset.union(*self.sites)))}"
        if self.elsewhere:
            return "it is about a site that is not known to be of the spine"
        return "it names no level, and neither the order nor the rest of the chart gives it one"

    def _counts(self, about: About, level: str | None, others: frozenset[str]) -> bool:
        if not self.sites:
            implied = about is About.LEVEL and not others
            return implied or (self.ordered and (about is About.LEVEL or not self.elsewhere))
        if level is None:
            return self.ordered or (about is not About.REGION and not others)
        if frozenset({level}) in self.sites:
            return True
        held = [site for site in self.sites if level in site]
        alone = about is About.LEVEL and all(site.isdisjoint(others) for site in held)
        return bool(held) and (about is About.REGION or self.ordered or alone)


def locate(record: Record, chart: Chart, ordered: frozenset[str], terms: Terms, depth: int = 0) -> Location:
    """Where a record is, by itself or by what it is about."""
    own = sites_of(record.resource, terms)
    linked = [each for path in _links(record) for each in chart.linked(record, path)]
    named = record.name in ordered
    if depth < _DEEPEST_LINKS:
        found = [locate(each, chart, ordered, terms, depth + 1) for each in linked]
        named = named or any(each.ordered for each in found)
        own = own or tuple(site for each in found for site in each.sites)
    foreign = not own and any(True for path in _SITES for _ in items(record.resource, path))
    return Location(own, named, foreign)


def _links(record: Record) -> tuple[str, ...]:
    return KINDS[record.kind].links if record.kind in KINDS else ()


def sites_of(resource: Resource, terms: Terms) -> tuple[frozenset[str], ...]:
    """The sites that a resource names: its body sites, narrowed by what its code says; else its code's."""
    said, coded = (_sites_at(resource, paths, terms) for paths in (_SITES, _CODES))
    if said and coded:
        within = frozenset.union(*coded)
        said = [site & within or site for site in said]
    return tuple(dict.fromkeys(said or coded))


def _sites_at(resource: Resource, paths: tuple[str, ...], terms: Terms) -> list[frozenset[str]]:
    found = (meanings(each, terms.levels, terms) for path in paths for each in items(resource, path))
    return [each for each in found if each]
