"""Criteria that can never decide, and branches that the other branches cover."""

from collections.abc import Iterator

import z3

from coverline.model.criteria import AnyOf, Criterion, parts_of, walk
from coverline.model.determination import Explanation, Outcome
from coverline.model.truth import Truth
from coverline.prove.finding import Finding, Kind
from coverline.prove.patients import Patients, Shown, decided


def unreachable(patients: Patients) -> Iterator[Finding]:
    """Criteria below the top that are the same for all patients, or that never alone keep one from being met.

    Below such a criterion nothing more is told.
    """
    for part in parts_of(patients.criteria[0]):
        yield from _unreachable(part, patients)


def _unreachable(node: Criterion, patients: Patients) -> Iterator[Finding]:
    always, declared = _same_for_all(node, patients), node.never_decides_alone
    if always is not None:
        yield Finding(Kind.UNREACHABLE, node.id, always)
    elif not _decides_alone(node, patients):
        says = declared or "it never alone keeps a patient from being met"
        yield Finding(Kind.UNREACHABLE, node.id, f"never decides alone: {says}", None, declared is not None)
    else:
        if declared:
            yield _decides_after_all(node, patients)
        for part in parts_of(node):
            yield from _unreachable(part, patients)


def _same_for_all(node: Criterion, patients: Patients) -> str | None:
    holds = patients.holds(node)
    if not patients.exists(holds):
        return "no patient can fulfil it"
    return None if patients.exists(z3.Not(holds)) else "every patient fulfils it"


def _decides_alone(node: Criterion, patients: Patients) -> bool:
    return patients.exists(patients.unmet(), patients.turned(node))


def _decides_after_all(node: Criterion, patients: Patients) -> Finding:
    shown = patients.smallest(patients.unmet(), patients.turned(node))
    assert shown is not None
    case = shown.cases[0]
    assert decided(case, patients.versions[0], patients.terms).outcome is Outcome.NOT_MET
    says = "the file says that it never decides alone, but here it does"
    return Finding(Kind.UNREACHABLE, node.id, says, case)


def subsumed(patients: Patients) -> Iterator[Finding]:
    """Branches, any one of which is enough, that let nobody in whom the others would not let in."""
    for group in walk(patients.criteria[0]):
        branches = parts_of(group) if isinstance(group.body, AnyOf) else ()
        for branch in branches:
            met, alone = patients.met(), z3.Not(patients.without(branch, False))
            if not patients.exists(met, alone):
                shown = patients.smallest(met, patients.holds(branch))
                if shown is not None:
                    yield _covered(branch, branches, shown, patients)


def _covered(branch: Criterion, branches: tuple[Criterion, ...], shown: Shown, patients: Patients) -> Finding:
    case = shown.cases[0]
    found = decided(case, patients.versions[0], patients.terms)
    assert found.outcome is Outcome.MET
    assert found.explanation is not None
    holding = {each.criterion.id for each in _all(found.explanation) if each.result is Truth.YES}
    assert branch.id in holding
    others = [each.id for each in branches if each is not branch and each.id in holding]
    covering = ", ".join(others) or "the other branches"
    return Finding(Kind.SUBSUMED, branch.id, f"whoever it lets in gets in by {covering}", case)


def _all(explained: Explanation) -> Iterator[Explanation]:
    yield explained
    for child in explained.children:
        yield from _all(child)
