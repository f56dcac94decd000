"""`coverline facts`: what a case may say of a patient."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.terminal import faint, heading, say, say_data

if TYPE_CHECKING:
    from coverline.model.vocabulary import Fact

AsJson = Annotated[bool, typer.Option("--json", help="Print the facts as one JSON list.")]


def facts(as_json: AsJson = False) -> None:
    """List what a case may state, with the questions that ask for it."""
    from coverline.library import Library
    from coverline.library.replies.facts import facts_data

    vocabulary = Library.load().vocabulary
    if as_json:
        say_data(facts_data(vocabulary))
    else:
        for line in (line for fact in vocabulary.facts.values() for line in _lines(fact)):
            say(line)


def _lines(fact: "Fact") -> Iterator[str]:
    yield f"{heading(fact.name)}  {faint(_form(fact))}"
    yield f"  {fact.meaning}"
    yield f"  {fact.question}"


def _form(fact: "Fact") -> str:
    values = f": {', '.join(fact.values)}" if fact.values else ""
    other = f", another way to state {fact.elapsed_of}" if fact.elapsed_of else ""
    derived = ", follows from other facts and is never stated" if fact.derived else ""
    judged = ", answered by a clinician" if fact.judged else ""
    fixed = ", can be documented but does not change" if fact.fixed else ""
    return f"{fact.kind.value}{values}{other}{derived}{judged}{fixed}"
