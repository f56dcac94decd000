"""Every message, word for word, for a broken input; and no message without such an input."""

import re
from collections.abc import Callable

import pytest

from coverline.document import Node, read_lines, read_text
from coverline.document.faults import Fault
from coverline.language.cases import read_cases
from coverline.language.chart import unknown_sets
from coverline.language.diagnosis_codes import read_diagnosis_codes
from coverline.language.evidence import read_evidence
from coverline.language.messages import Message
from coverline.language.policies import check_policy
from coverline.language.procedure_codes import read_procedure_codes
from coverline.language.tables import read_tables
from coverline.language.terms import read_terms
from coverline.language.vocabulary import read_vocabulary
from coverline.problem import Problem, Unreadable
from tests.language.example_files import CRITERIA, DOCUMENTS, FOLDER, TERMS, VOCABULARY, expand
from tests.language.golden_files import Entry, entries, renew

# What only the file system can bring about has its own tests.
WITHOUT_INPUT = {Fault.MISSING, Fault.FOLDER, Fault.CLOSED, Fault.LARGE, Fault.BINARY}


def _refused(read: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        read()
    except Unreadable as unreadable:
        return unreadable.problems
    return ()


def _document(text: str) -> tuple[Problem, ...]:
    return _refused(lambda: read_text(text, "file"))


def _lines(text: str) -> tuple[Problem, ...]:
    read = [each for each in read_lines(text, "lines") if isinstance(each, Unreadable)]
    return tuple(problem for each in read for problem in each.problems)


def _vocabulary(text: str) -> tuple[Problem, ...]:
    return _refused(lambda: read_vocabulary(read_text(text, "vocabulary.yaml")))


def _chart(text: str) -> tuple[Problem, ...]:
    return _vocabulary(text) or tuple(unknown_sets(read_text(text, "vocabulary.yaml"), TERMS))


def _valuesets(text: str) -> tuple[Problem, ...]:
    return _refused(lambda: read_terms(read_text(text, "valuesets.yaml"), VOCABULARY))


def _procedures(text: str) -> tuple[Problem, ...]:
    return _refused(lambda: read_procedure_codes(read_text(text, "procedures.yaml"), VOCABULARY))


def _diagnoses(text: str) -> tuple[Problem, ...]:
    return _refused(lambda: read_diagnosis_codes(read_text(text, "diagnoses.yaml"), VOCABULARY))


def _evidence(text: str) -> tuple[Problem, ...]:
    return _refused(lambda: read_evidence(read_text(text, "evidence.yaml"), DOCUMENTS, CRITERIA))


def _policy(text: str) -> tuple[Problem, ...]:
    node: Node = read_text(text, "policy.yaml")
    _, problems, cautions = check_policy(node, VOCABULARY, expand)
    return problems + cautions


def _tables(text: str) -> tuple[Problem, ...]:
    return _refused(lambda: read_tables(read_text(text, "policy.yaml"), VOCABULARY))


def _cases(text: str) -> tuple[Problem, ...]:
    return tuple(problem for each in read_cases(text, "case", VOCABULARY) for problem in each.problems)


READERS: dict[str, tuple[Callable[[str], tuple[Problem, ...]], str | None]] = {
    "documents.txt": (_document, None),
    "lines.txt": (_lines, None),
    "vocabulary.txt": (_vocabulary, "vocabulary.yaml"),
    "chart.txt": (_chart, "vocabulary.yaml"),
    "valuesets.txt": (_valuesets, "valuesets.yaml"),
    "procedures.txt": (_procedures, "procedures.yaml"),
    "diagnoses.txt": (_diagnoses, "diagnoses.yaml"),
    "evidence.txt": (_evidence, "evidence.yaml"),
    "policies.txt": (_policy, "policy.yaml"),
    "tables.txt": (_tables, "policy.yaml"),
    "cases.txt": (_cases, None),
}


def _diagnose(name: str, entry: Entry) -> str:
    read, example = READERS[name]
    text = entry.input((FOLDER / example).read_text() if example is not None else None)
    return "\n".join(map(str, read(text)))


@pytest.mark.parametrize("name", READERS)
def test_renewed(name: str, update_golden: bool) -> None:
    if update_golden:
        renew(name, lambda entry: _diagnose(name, entry))
    titles = [entry.title for entry in entries(name)]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    ("name", "entry"),
    [pytest.param(name, entry, id=f"{name}-{entry.title}") for name in READERS for entry in entries(name)],
)
def test_diagnostics(name: str, entry: Entry, update_golden: bool) -> None:
    if not update_golden:
        assert _diagnose(name, entry) == entry.diagnostics
    assert _diagnose(name, entry)


@pytest.mark.parametrize(
    "message", [*Message, *sorted(set(Fault) - WITHOUT_INPUT, key=lambda each: each.name)]
)
def test_every_message_has_an_input(message: Message | Fault) -> None:
    found, expected = (_pattern(part) for part in message.value[:2])
    pattern = re.compile(f": found {found}; expected {expected}($|; )")
    said = [line for name in READERS for entry in entries(name) for line in entry.diagnostics.splitlines()]
    assert any(pattern.search(line) for line in said)


def _pattern(template: str) -> str:
    filled = re.sub(r"(?<!\{)\{\w+[:,\w]*\}(?!\})", "\0", template)
    return re.escape(filled.replace("{{", "{").replace("}}", "}")).replace("\0", ".*")
