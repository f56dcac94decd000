"""`coverline prove`: what a policy leaves open, and where it contradicts itself."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coverline.cli.proof_terms import AsJson, Timeout, terms_of
from coverline.cli.terminal import faint, good, heading, open_question, say, say_data
from coverline.model.case import Case, written
from coverline.publish.wording import in_words

if TYPE_CHECKING:
    from coverline.prove.finding import Finding
    from coverline.prove.findings import Proofs


def prove(
    policy: Annotated[
        str,
        typer.Argument(metavar="POLICY", help="A policy's id, an id with a day (id@2020-09-15), or a file."),
    ],
    as_json: AsJson = False,
    timeout: Timeout = None,
) -> None:
    """Prove what a policy leaves open: each finding holds for every patient, on every day of service.

    Findings are criteria that can never decide, branches that other branches cover, values such as
    indications that no branch addresses, days with no version in force or with two, and listed
    diagnosis codes with which nothing can be met. Each comes with a patient who shows it, decided
    as by decide, where there can be one.

    What a clinician judges may be answered either way. The exit status is 1 where the time did not
    suffice for a question; then nothing is claimed of it.
    """
    from coverline.library import Library
    from coverline.library.references import versions_of
    from coverline.prove.findings import prove as proofs_of

    library = Library.load()
    versions = versions_of(policy, library)
    proofs = proofs_of(versions, terms_of(library, timeout))
    if as_json:
        say_data(_data(versions[-1].id, proofs))
    else:
        for line in _lines(versions[-1].id, proofs):
            say(line)
    raise typer.Exit(1 if proofs.not_settled else 0)


def _data(policy: str, proofs: "Proofs") -> dict[str, Any]:
    return {
        "policy": policy,
        "findings": [_finding(each) for each in proofs.findings],
        "not_settled": list(proofs.not_settled),
        "judged": list(proofs.judged),
    }


def _finding(finding: "Finding") -> dict[str, Any]:
    from coverline.language.case_data import case_data

    return {
        "kind": finding.kind.value,
        "where": finding.where,
        "says": finding.says,
        "declared": finding.declared,
        "witness": case_data(finding.witness) if finding.witness else None,
    }


def _lines(policy: str, proofs: "Proofs") -> Iterator[str]:
    yield heading(policy)
    before: Case | None = None
    for each in proofs.findings:
        yield ""
        yield f"{heading(in_words(each.kind.value).upper())}  {each.where}"
        yield f"  {each.says}{' (the file says so itself)' if each.declared else ''}"
        if each.witness:
            yield from _patient(each.witness, before)
        before = each.witness
    for name in proofs.not_settled:
        yield ""
        yield open_question(f"NOT SETTLED  {name}: the time did not suffice")
    if not proofs.findings and not proofs.not_settled:
        yield good("  nothing found")
    for question in proofs.judged:
        yield ""
        yield faint(f"{question}: a clinician judges it; either answer was allowed")


def _patient(case: Case, before: Case | None) -> Iterator[str]:
    """The patient in full, or as one who differs from the patient before in one fact."""
    from coverline.cli.patients import patient_lines

    if before is not None and replace(case, facts=before.facts) == before:
        others = [each for name, each in case.facts.items() if before.facts.get(name) != each]
        if len(others) == 1 and case.facts.keys() == before.facts.keys():
            yield f"    the same patient, but with {others[0].fact} {written(others[0].value)}"
            return
    yield from patient_lines(case, "    ")
