"""`coverline ask`: one question at a time until the case is decided."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.terminal import faint, heading, say, say_data
from coverline.publish.wording import in_words

if TYPE_CHECKING:
    from coverline.library import Library
    from coverline.model.case import Case, Known
    from coverline.model.vocabulary import Vocabulary
    from coverline.problem import Problem
    from coverline.search.next_question import Answer, Interview, NextQuestion


def ask(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A file with one case, as for decide.")],
    answers: Annotated[
        Path | None,
        typer.Option(help="Facts with their values; a fact that is not there is not documented."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the completed case into this file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Ask one question at a time until a case is decided, and write the completed case.

    Only what can still change the answer is asked; first the question that leaves the least to ask. Enter
    without an answer means not documented. Questions go to standard error, the case to standard output.

    The exit status is 2 where the case or an answer could not be read.
    """
    from coverline.cli.inputs import one_case, undecidable_problems
    from coverline.decide.facts import Undecidable
    from coverline.language.answers import read_answers
    from coverline.library import Library

    library = Library.load()
    read = one_case(case, library, "one case, for its questions are asked in turn")
    assert read.case is not None
    known = read_answers(answers, library.vocabulary) if answers is not None else None
    try:
        library.decide(read.case)
    except Undecidable as undecidable:
        raise _refused(undecidable_problems(case, read, undecidable)) from None
    try:
        found = _interviewed(library, read.case, known)
    except Undecidable as undecidable:
        # Only answers from a file get here; what is typed is tried at once.
        raise _refused(undecidable_problems(str(answers), read, undecidable)) from None
    _write(found, library, output, as_json)


def _refused(problems: "list[Problem] | tuple[Problem, ...]") -> Exception:
    from coverline.problem import Unreadable

    return Unreadable(problems)


def _interviewed(library: "Library", case: "Case", known: "Mapping[str, Known] | None") -> "Interview":
    from coverline.library.replies.asked import answered_from
    from coverline.search.next_question import interview

    answer = _typed(library) if known is None else answered_from(known, library.vocabulary)
    return interview(case, library.plan_for(case), library.procedure_codes, answer)


def _typed(library: "Library") -> "Answer":
    """Answers from a person, who is asked again where an answer cannot be read or contradicts the case."""
    from coverline.decide.facts import Undecidable
    from coverline.language.answers import read_answer
    from coverline.problem import Unreadable
    from coverline.search.knowing import knowing

    def answer(question: "NextQuestion", case: "Case") -> "tuple[Known, ...]":
        _show(question, library.vocabulary)
        while True:
            typer.echo("> ", nl=False, err=True)
            line = sys.stdin.readline() if sys.stdin else ""
            try:
                known = read_answer(question.place.fact, line.strip(), library.vocabulary)
                if known is not None:
                    library.decide(knowing(case, question.place, known))
            except (Unreadable, Undecidable) as problem:
                say(str(problem), error=True)
            else:
                return () if known is None else (known,)

    return answer


def _show(question: "NextQuestion", vocabulary: "Vocabulary") -> None:
    place = question.place
    of_levels = f" (for {', '.join(place.levels)})" if place.levels else ""
    say(heading(f"{question.question}{of_levels}"), error=True)
    say(faint(f"  {place.fact}: {_form(place.fact, vocabulary)}; Enter: not documented"), error=True)


def _form(fact: str, vocabulary: "Vocabulary") -> str:
    """How an answer may look."""
    from coverline.model.vocabulary import Kind

    if fact == "technique":
        return ", ".join(vocabulary.techniques)
    if fact == "levels":
        return "such as L1"
    if fact == "date_of_service":
        return "a day, such as 2024-06-15"
    known = vocabulary.facts[fact]
    forms = {
        Kind.YES_NO: "yes, no",
        Kind.CHOICE: ", ".join(known.values),
        Kind.SET: f"none, or some of {', '.join(known.values)}",
        Kind.DATE: "a day, a month or a year, such as 2024-05-01, or how long ago, such as 6 weeks",
        Kind.DURATION: "such as 6 weeks",
        Kind.PERCENT: "such as 60 percent",
    }
    return forms[known.kind]


def _write(found: "Interview", library: "Library", output: Path | None, as_json: bool) -> None:
    """The completed case, in a file or on standard output, and what came of it."""
    from coverline.cli.output import write_whole
    from coverline.language.case_data import case_data
    from coverline.language.case_text import case_text

    outcome = library.decide(found.case).outcome.value
    text = case_text(found.case)
    if output is not None:
        write_whole({str(output): text.encode()})
    if as_json:
        say_data({"asked": list(found.asked), "outcome": outcome, "case": case_data(found.case)})
        return
    count = len(found.asked)
    say(f"{in_words(outcome)} after {count} {'question' if count == 1 else 'questions'}", error=True)
    if output is None:
        typer.echo(text, nl=False)
