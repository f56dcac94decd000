"""Branches of one position of a policy that none of another position's answers."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import z3

from coverline.model.criteria import AnyOf, Criterion, Fixed, parts_of, walk
from coverline.model.determination import Outcome
from coverline.prove.finding import Finding, Kind
from coverline.prove.patients import Patients, Terms, decided
from coverline.prove.requests import decides


def without_counterpart(positions: tuple[Patients, ...], terms: Terms) -> Iterator[Finding]:
    """For two positions with criteria, the branches of one by which nobody gets in whom the other lets in."""
    with_criteria = [each for each in positions if not isinstance(each.criteria[0].body, Fixed)]
    for one, other in permutations(with_criteria, 2):
        version, request = one.asked[0]
        there = replace(request, technique=other.technique)
        if decides(version, there, terms.vocabulary):
            both = Patients(terms, (version, request), (version, there))
            yield from _branches(both.criteria[0], both)


def _branches(node: Criterion, both: Patients) -> Iterator[Finding]:
    for part in parts_of(node):
        finding = _unanswered(part, both) if isinstance(node.body, AnyOf) else None
        if finding is not None:
            yield finding
        else:
            yield from _branches(part, both)


def _unanswered(branch: Criterion, both: Patients) -> Finding | None:
    """The finding that who gets in by a branch alone is never met by the other position."""
    only_so = (both.met(), z3.Not(both.without(branch, False)))
    if not both.exists(*only_so) or both.exists(*only_so, both.met(1)):
        return None
    # A patient whom one criterion alone would let in shows most.
    nearly = z3.Or([both.turned(node, 1) for node in walk(both.criteria[1])[1:]])
    shown = both.smallest(*only_so, nearly) or both.smallest(*only_so)
    assert shown is not None
    here, there = shown.cases
    assert decided(here, both.versions[0], both.terms).outcome is Outcome.MET
    assert decided(there, both.versions[1], both.terms).outcome is Outcome.NOT_MET
    one, other = (each.id for each in both.criteria)
    says = f"nobody whom {one} lets in by {branch.id} alone is met by {other}"
    return Finding(Kind.UNADDRESSED, f"{other}: {branch.id} of {one}", says, there)
