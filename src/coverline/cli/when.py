"""`coverline when`: the days of service on which a case is met if nothing but time passes."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.terminal import heading, say, say_data
from coverline.publish.wording import in_words

if TYPE_CHECKING:
    from coverline.cli.timeline_drawing import Row
    from coverline.language.cases import ReadCase
    from coverline.library import Library
    from coverline.search.passage import Passage


def when(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A file as for decide.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per part.")] = False,
    svg: Annotated[Path | None, typer.Option(help="Draw a timeline into this file.")] = None,
) -> None:
    """Find the days of service on which a case is met if nothing but time passes.

    Dates stay where they are; every duration that the case gives (fracture age, pain, treatment) grows from
    the case's own date of service. A fact that stays unknown keeps a day from being claimed.

    The exit status is 2 where a case could not be read.
    """
    from coverline.cli.inputs import read_input
    from coverline.library import Library

    library = Library.load()
    drawn: list[Row] | None = None if svg is None else []
    told = [_when(library, case, each, as_json, drawn) for each in read_input(case, library)]
    if svg is not None and drawn:
        from coverline.cli.output import write_whole
        from coverline.cli.timeline_drawing import drawing

        write_whole({str(svg): drawing("When the policy is met (not an approval)", drawn).encode()})
    raise typer.Exit(0 if all(told) else 2)


def _when(library: "Library", file: str, read: "ReadCase", as_json: bool, drawn: "list[Row] | None") -> bool:
    """Print the windows of one case, or what is wrong with it; whether there were any to print."""
    from coverline.cli.inputs import undecidable_problems
    from coverline.decide.facts import Undecidable
    from coverline.library.replies.windows import passage_data, passages_of

    problems = read.problems
    if read.case is not None:
        try:
            passages = passages_of(read.case, library)
            found = [passage_data(each, len(passages) > 1) for each in passages]
            lines = () if as_json else tuple(_lines(read.name, passages))
            if drawn is not None:
                drawn += [_row(read.name, each) for each in passages]
        except Undecidable as undecidable:
            problems = undecidable_problems(file, read, undecidable)
        else:
            for data in found if as_json else ():
                say_data(data)
            for line in lines:
                say(line)
            return True
    for problem in problems:
        say(str(problem), error=True)
    return False


def _lines(name: str, passages: "tuple[Passage, ...]") -> Iterator[str]:
    from coverline.cli.timeline import timeline_lines

    yield heading(name)
    for passage in passages:
        yield f"  {_subject(passage)}"
        yield from (f"    {line}" for line in timeline_lines(passage))
    yield ""


def _row(name: str, passage: "Passage") -> "Row":
    from coverline.cli.timeline_drawing import Row
    from coverline.publish.stretches import stretches

    return Row(name, _subject(passage), stretches(passage), passage.case.date_of_service)


def _subject(passage: "Passage") -> str:
    part = passage.part
    words = (part.level or "level not stated", part.service.code, in_words(part.service.technique or ""))
    return f"{passage.plan.versions[-1].id}: {' '.join(words).rstrip()}"
