"""What is wrong with one file, whichever kind of content it is."""

from pathlib import Path

from coverline.cli.inputs import read_input, undecidable_problems
from coverline.codesets import icd10cm
from coverline.decide.facts import Undecidable
from coverline.document import Entries, Node, read_file
from coverline.language.cases import ReadCase
from coverline.language.policies import check_policy
from coverline.language.procedure_codes import read_procedure_codes
from coverline.language.vocabulary import read_vocabulary
from coverline.library import Library
from coverline.library.reading import unresolved as citation_problems
from coverline.problem import Unreadable
from coverline.sources.reading import read_register

Findings = tuple[tuple[str, ...], tuple[str, ...]]


def inspect(file: str, library: Library) -> Findings:
    """The problems and the cautions of a file; its top keys tell what it is, and a case is the rest."""
    try:
        node = _content(file)
        return _cases(file, library) if node is None else _checked(node, library)
    except Unreadable as unreadable:
        return tuple(map(str, unreadable.problems)), ()


def inspect_content(library: Library) -> Findings:
    """The problems and the cautions of all content."""
    problems, cautions = library.check()
    return tuple(map(str, problems)), tuple(map(str, cautions))


def _content(file: str) -> Entries | None:
    """The file as a mapping that is no case; None where it can only hold cases."""
    if file == "-" or file.endswith((".jsonl", ".ndjson")):
        return None
    node = read_file(Path(file))
    return node if isinstance(node, Entries) and _is_content(node) else None


def _is_content(node: Entries) -> bool:
    return any(
        node.get(key) is not None for key in ("policy", "positions", "facts", "documents", "codes")
    ) and (node.get("services") is None and node.get("date_of_service") is None)


def _checked(node: Entries, library: Library) -> Findings:
    if node.get("policy") is not None or node.get("positions") is not None:
        return _policy(node, library)
    if node.get("documents") is not None:
        read_register(node)
    elif node.get("codes") is not None:
        read_procedure_codes(node, library.vocabulary)
    else:
        read_vocabulary(node)
    return (), ()


def _policy(node: Node, library: Library) -> Findings:
    policy, problems, cautions = check_policy(node, library.vocabulary, icd10cm.between)
    unresolved = citation_problems(policy, node, library.register) if policy is not None else ()
    return tuple(map(str, (*problems, *unresolved))), tuple(map(str, cautions))


def _cases(file: str, library: Library) -> Findings:
    return tuple(each for read in read_input(file, library) for each in _case(file, read, library)), ()


def _case(file: str, read: ReadCase, library: Library) -> tuple[str, ...]:
    if read.case is None:
        return tuple(map(str, read.problems))
    try:
        library.decide(read.case)
    except Undecidable as undecidable:
        return undecidable_problems(file, read, undecidable)
    return ()
