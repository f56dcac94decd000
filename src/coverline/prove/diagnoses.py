"""Diagnosis codes that a policy lists though no use of them can meet its criteria."""

from collections.abc import Iterator
from dataclasses import replace

import z3

from coverline.model.determination import Outcome
from coverline.model.policy import Finding as CodeFinding
from coverline.model.policy import PolicyVersion
from coverline.prove.finding import Finding, Kind
from coverline.prove.patient import Formula
from coverline.prove.patients import Patients, Terms, decided


def codes_without_criterion(
    version: PolicyVersion, asked: tuple[Patients, ...], terms: Terms
) -> Iterator[Finding]:
    """Listed diagnosis codes, by the row of the list, with which no patient of any position can be met."""
    met: dict[frozenset[str], bool] = {}
    for entry in version.codes.diagnoses:
        rows: dict[frozenset[str], list[str]] = {}
        for code in entry.codes if entry.finding is CodeFinding.LISTED else ():
            values = terms.diagnosis_codes.values(code)
            if values is not None:
                rows.setdefault(values, []).append(code)
        for values, codes in rows.items():
            if values not in met:
                met[values] = _can_be_met(values, asked, terms)
            if not met[values] and asked:
                yield _finding(codes, values, asked[0], terms)


def _can_be_met(values: frozenset[str], asked: tuple[Patients, ...], terms: Terms) -> bool:
    return any(patients.exists(patients.met(), _has(values, patients, terms)) for patients in asked)


def _has(values: frozenset[str], patients: Patients, terms: Terms) -> Formula:
    fact = terms.diagnosis_codes.fact
    return z3.Or([patients.patient.equals(fact, each) for each in sorted(values)])


def _finding(codes: list[str], values: frozenset[str], patients: Patients, terms: Terms) -> Finding:
    name = terms.diagnosis_codes.fact
    stands, unmet = _has(values, patients, terms), patients.unmet()
    another = patients.met_with_another(name)
    shown = patients.smallest(stands, unmet, another) or patients.smallest(stands, unmet)
    assert shown is not None
    named = [_with_dot(code) for code in codes]
    case = replace(shown.cases[0], diagnoses=(named[0],))
    assert decided(case, patients.versions[0], terms).outcome is Outcome.NOT_MET
    says = f"listed, but no criterion can be met with {name} {' or '.join(sorted(values))}"
    return Finding(Kind.CODE_WITHOUT_CRITERION, ", ".join(named), says, case)


def _with_dot(code: str) -> str:
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 else code
