"""Values, such as indications, that no branch of a policy addresses."""

from collections.abc import Iterator

from coverline.model.criteria import Among, Criterion, Test, walk
from coverline.model.determination import Outcome
from coverline.model.vocabulary import Kind as FactKind
from coverline.prove.finding import Finding, Kind
from coverline.prove.patients import Patients, decided


def unaddressed(patients: Patients) -> Iterator[Finding]:
    """For each choice that the criteria test, the values that none of them names and that are never met."""
    named = _named(patients.criteria[0])
    for name in patients.domains.read:
        fact = patients.terms.vocabulary.facts[name]
        if fact.kind is FactKind.CHOICE:
            for value in fact.values:
                if value not in named.get(name, ()):
                    yield from _unaddressed(name, value, patients)


def _named(criteria: Criterion) -> dict[str, set[str | bool]]:
    found: dict[str, set[str | bool]] = {}
    for node in walk(criteria):
        if isinstance(node.body, Test) and isinstance(node.body.relation, Among):
            found.setdefault(node.body.fact, set()).update(node.body.relation.values)
    return found


def _unaddressed(name: str, value: str, patients: Patients) -> Iterator[Finding]:
    so = patients.patient.equals(name, value)
    if patients.exists(patients.met(), so):
        return
    # A patient who lacks nothing but another value shows most; it need not exist.
    unmet = patients.unmet()
    shown = patients.smallest(so, unmet, patients.met_with_another(name)) or patients.smallest(so, unmet)
    assert shown is not None
    case = shown.cases[0]
    assert decided(case, patients.versions[0], patients.terms).outcome is Outcome.NOT_MET
    position = patients.criteria[0]
    says = f"no criterion names {name} {value}, and no patient with it is met"
    yield Finding(Kind.UNADDRESSED, f"{position.id}: {name} {value}", says, case)
