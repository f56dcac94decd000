"""Reads a content folder from its YAML files."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from coverline.codesets import icd10cm
from coverline.document import Node, read_file
from coverline.language.chart import unknown_sets
from coverline.language.diagnosis_codes import read_diagnosis_codes
from coverline.language.evidence import read_evidence
from coverline.language.policies import check_policy
from coverline.language.procedure_codes import read_procedure_codes
from coverline.language.terms import NO_TERMS, read_terms
from coverline.language.vocabulary import read_vocabulary
from coverline.library.content import (
    DIAGNOSIS_CODES,
    EVIDENCE,
    POLICIES,
    PROCEDURE_CODES,
    REGISTER,
    VALUE_SETS,
    VOCABULARY,
    Content,
)
from coverline.model.criteria import Citation, walk
from coverline.model.evidence import Evidence
from coverline.model.policy import PolicyVersion
from coverline.model.terms import Terms
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Problem, Unreadable
from coverline.sources.reading import read_register
from coverline.sources.register import Register

T = TypeVar("T")


def read_content(folder: Path) -> Content:
    """Reads a content folder; raises Unreadable with every problem of every file."""
    problems: list[Problem] = []
    cautions: list[Problem] = []
    vocabulary = _try(lambda: read_vocabulary(read_file(folder / VOCABULARY)), problems)
    register = _try(lambda: read_register(read_file(folder / REGISTER)), problems)
    if vocabulary is None or register is None:
        raise Unreadable(problems)
    codes = _try(lambda: read_procedure_codes(read_file(folder / PROCEDURE_CODES), vocabulary), problems)
    terms = _try(lambda: _terms(folder, vocabulary), problems)
    diagnoses = _try(lambda: read_diagnosis_codes(read_file(folder / DIAGNOSIS_CODES), vocabulary), problems)
    found = []
    for file in sorted(folder.glob(POLICIES)):
        node = _try(lambda: read_file(file), problems)  # noqa: B023
        policy = _policy(node, vocabulary, register, problems, cautions) if node is not None else None
        if policy is not None:
            found.append((policy, file.relative_to(folder).as_posix()))
    problems += _rivals(found, folder)
    policies = [policy for policy, _ in found]
    # Beside a policy that cannot be read, links to its criteria would be told as wrong.
    evidence = None if problems else _try(lambda: _evidence(folder / EVIDENCE, policies, register), problems)
    if problems or codes is None or diagnoses is None or terms is None or evidence is None:
        raise Unreadable(problems)
    found.sort(key=lambda each: str(each[0].version.first_day or ""))
    ids = sorted({policy.id for policy, _ in found})
    return Content(
        vocabulary,
        codes,
        diagnoses,
        register,
        {name: tuple(policy for policy, _ in found if policy.id == name) for name in ids},
        {name: tuple(file for policy, file in found if policy.id == name) for name in ids},
        tuple(cautions),
        evidence,
        terms,
    )


def _terms(folder: Path, vocabulary: Vocabulary) -> Terms:
    """The value sets, held to be all that the vocabulary names; none where there is no such file."""
    file = folder / VALUE_SETS
    terms = read_terms(read_file(file), vocabulary) if file.exists() else NO_TERMS
    problems = list(unknown_sets(read_file(folder / VOCABULARY), terms))
    if problems:
        raise Unreadable(problems)
    return terms


def _evidence(file: Path, policies: list[PolicyVersion], register: Register) -> Evidence:
    """The evidence, held to the criteria of these policies; none where there is no such file."""
    return evidence_of(read_file(file), policies, register) if file.exists() else Evidence({}, {}, {})


def evidence_of(node: Node, policies: Iterable[PolicyVersion], register: Register) -> Evidence:
    """The evidence of a file, held to these policies and the registered documents; raises Unreadable."""
    criteria: dict[str, list[str]] = {}
    for policy in policies:
        known = criteria.setdefault(policy.id, [])
        known += [each.id for position in policy.positions for each in walk(position.criteria)]
    lengths = {name: document.lines for name, document in register.documents.items()}
    return read_evidence(node, lengths, criteria)


def _rivals(found: list[tuple[PolicyVersion, str]], folder: Path) -> Iterator[Problem]:
    """Policies of a payer that has another one already: a case names its payer alone."""
    first = {policy.payer: policy.id for policy, _ in reversed(found)}
    for policy, file in found:
        if first[policy.payer] != policy.id:
            expected = f"one policy for each payer; {first[policy.payer]} is of this payer"
            yield Problem(str(folder / file), 0, f"policy {policy.id} of payer {policy.payer}", expected)


def _try(read: Callable[[], T], problems: list[Problem]) -> T | None:
    try:
        return read()
    except Unreadable as unreadable:
        problems += unreadable.problems
        return None


def _policy(
    node: Node, vocabulary: Vocabulary, register: Register, problems: list[Problem], cautions: list[Problem]
) -> PolicyVersion | None:
    policy, found, noticed = check_policy(node, vocabulary, icd10cm.between)
    cautions += noticed
    problems += found
    if policy is not None:
        problems += unresolved(policy, node, register)
    return policy


def unresolved(policy: PolicyVersion, node: Node, register: Register) -> Iterator[Problem]:
    """Citations of criteria that the register does not resolve."""
    document = register.documents.get(policy.source)
    if document is None:
        known = ", ".join(sorted(register.documents))
        yield Problem(node.file, node.line, f"source {policy.source}", f"a registered document: {known}")
        return
    for position in policy.positions:
        for criterion in walk(position.criteria):
            if not _resolves(criterion.cite, policy.source, register):
                found = f"criterion {criterion.id} citing lines {criterion.cite.lines}"
                yield Problem(
                    node.file, node.line, found, f"lines of {policy.source}, which has {document.lines}"
                )


def _resolves(cite: Citation, source: str, register: Register) -> bool:
    return cite.lines is None or register.resolves(source, cite.lines)
