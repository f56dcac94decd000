"""What is wrong with one file, whichever kind of content it is."""

from pathlib import Path

from coverline.cli.inputs import read_input, undecidable_problems
from coverline.codesets import icd10cm
from coverline.decide.facts import Undecidable
from coverline.document import Entries, Node, read_file
from coverline.language.cases import ReadCase
from coverline.language.chart import unknown_sets
from coverline.language.diagnosis_codes import read_diagnosis_codes
from coverline.language.policies import check_policy
from coverline.language.procedure_codes import read_procedure_codes
from coverline.language.terms import read_terms
from coverline.language.vocabulary import read_vocabulary
from coverline.library import Library
from coverline.library.reading import evidence_of
from coverline.library.reading import unresolved as citation_problems
from coverline.problem import Problem, Unreadable
from coverline.sources.passages import passages_in
from coverline.sources.reading import read_register

# Keys that only one kind of file has at its top.
CASE = {"case", "services", "date_of_service", "lesions"}
POLICY = {"policy", "positions"}
REGISTER = {"documents"}
PASSAGES_OF_SOURCES = {"passages"}
PROCEDURE_CODES = {"codes", "patterns"}
DIAGNOSIS_CODES = {"fact", "basis"}
EVIDENCE = {"studies", "oddities"}
VOCABULARY = {"payers", "follows", "techniques"}
VALUE_SETS = {"systems", "sets"}

Findings = tuple[tuple[Problem, ...], tuple[Problem, ...]]


def inspect(file: str, library: Library) -> Findings:
    """The problems and the cautions of a file; its top keys tell what it is, and a case is the rest."""
    try:
        return _inspect(file, library)
    except Unreadable as unreadable:
        return unreadable.problems, ()


def inspect_content(library: Library) -> Findings:
    """The problems and the cautions of all content."""
    return library.check()


def _inspect(file: str, library: Library) -> Findings:
    node = None if file == "-" or file.endswith((".jsonl", ".ndjson")) else read_file(Path(file))
    keys = {key.text for key, _ in node.entries} if isinstance(node, Entries) else set()
    if node is None or keys & CASE:
        return _cases(file, library)
    if keys & POLICY:
        return _policy(node, library)
    if keys & REGISTER:
        read_register(node)
    elif keys & PASSAGES_OF_SOURCES:
        passages_in(node)
    elif keys & EVIDENCE:
        evidence_of(
            node, (each for versions in library.policies.values() for each in versions), library.register
        )
    elif keys & PROCEDURE_CODES:
        read_procedure_codes(node, library.vocabulary)
    elif keys & DIAGNOSIS_CODES:
        read_diagnosis_codes(node, library.vocabulary)
    elif keys & VALUE_SETS:
        read_terms(node, library.vocabulary)
    elif keys & VOCABULARY:
        read_vocabulary(node)
        return tuple(unknown_sets(node, library.content.terms)), ()
    else:
        return _cases(file, library)
    return (), ()


def _policy(node: Node, library: Library) -> Findings:
    policy, problems, cautions = check_policy(node, library.vocabulary, icd10cm.between)
    unresolved = citation_problems(policy, node, library.register) if policy is not None else ()
    return (*problems, *unresolved), cautions


def _cases(file: str, library: Library) -> Findings:
    return tuple(each for read in read_input(file, library) for each in _case(file, read, library)), ()


def _case(file: str, read: ReadCase, library: Library) -> tuple[Problem, ...]:
    if read.case is None:
        return read.problems
    try:
        library.decide(read.case)
    except Undecidable as undecidable:
        return undecidable_problems(file, read, undecidable)
    return ()
