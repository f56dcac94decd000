"""`coverline policies draft`: a new document as a policy file to finish."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.terminal import say

if TYPE_CHECKING:
    from coverline.drafting.document import ReadDocument
    from coverline.model.vocabulary import Vocabulary


def draft(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF, a page of HTML or a text file.")],
    payer: Annotated[str, typer.Option("--payer", metavar="ID", help="A payer of the vocabulary.")],
    identifier: Annotated[
        str,
        typer.Option("--id", metavar="ID", help="The policy's id; else made of the payer and the number."),
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="A new file; else standard output.")
    ] = None,
    content: Annotated[
        Path | None,
        typer.Option("--content", metavar="DIR", help="A content folder instead of the shipped one."),
    ] = None,
) -> None:
    """Write a policy file from a new document, with a todo wherever a person has to decide.

    It carries lines, dates, codes and the tree of the criteria, with the facts of the vocabulary that come
    nearest, and no sentence of the document. Nothing decides with it until each todo is written.
    """
    from coverline.cli.output import write_whole
    from coverline.cli.progress import pages_read
    from coverline.drafting.draft import draft as draft_of
    from coverline.drafting.reading import read_document
    from coverline.library import Library

    vocabulary = Library.load(content).vocabulary
    _known_payer(payer, vocabulary)
    if output is not None and output.exists():
        _refuse(str(output), "a file that is there already", "a new name, so that no work is lost")
    document = read_document(file, pages_read)
    text = draft_of(document, payer, identifier or _identifier(payer, document), vocabulary)
    if output is None:
        typer.echo(text, nl=False)
        return
    write_whole({str(output): text.encode()})
    say(f"{output}: {_todos(text, vocabulary)} todos; list them with: coverline check {output}")


def _known_payer(payer: str, vocabulary: "Vocabulary") -> None:
    from coverline.problem import nearest

    if payer not in vocabulary.payers:
        known = ", ".join(vocabulary.payers)
        hint = nearest(payer, vocabulary.payers) or "a new payer is added to the vocabulary first"
        _refuse("--payer", f'"{payer}"', f"a payer of the vocabulary: {known}", hint)


def _identifier(payer: str, document: "ReadDocument") -> str:
    """An id of the payer and the printed number, or the name of the file where none is printed."""
    name = document.numbers[0].number if document.numbers else document.file.stem
    said = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-._").lower()
    return said if said.startswith(payer) else f"{payer}-{said}"


def _todos(text: str, vocabulary: "Vocabulary") -> int:
    from coverline.codesets import icd10cm
    from coverline.document import read_text
    from coverline.language.policies import check_policy
    from coverline.problem import Todo

    _, problems, _ = check_policy(read_text(text, "draft"), vocabulary, icd10cm.between)
    return sum(isinstance(each, Todo) for each in problems)


def _refuse(place: str, found: str, expected: str, hint: str = "") -> None:
    from coverline.problem import Problem, Unreadable

    raise Unreadable((Problem(place, 0, found, expected, hint=hint),))
