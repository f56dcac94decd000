"""`coverline evidence`: what the payers cite, which way it points, and what they report oddly."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.terminal import bad, faint, good, heading, open_question, say, say_data

if TYPE_CHECKING:
    from coverline.library import Library
    from coverline.model.evidence import Evidence, Lines, Oddity, Study

WIDTH = 100


def evidence(
    study: Annotated[
        list[str] | None, typer.Argument(metavar="STUDY", help="Studies to show in full; none means a table.")
    ] = None,
    criterion: Annotated[
        str | None, typer.Option(metavar="ID", help="What bears on this criterion or a part of it.")
    ] = None,
    policy: Annotated[
        str | None, typer.Option(metavar="ID", help="What this policy cites; with a criterion, whose it is.")
    ] = None,
    topic: Annotated[str | None, typer.Option(metavar="ID", help="What concerns this technique.")] = None,
    svg: Annotated[Path | None, typer.Option(help="Draw year by direction into this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show the studies that the payers cite, and where they report one oddly.

    A criterion is shown with every study that bears on it, whether or not its own payer cites that study.
    """
    from coverline.library import Library
    from coverline.library.evidence import Asked, evidence_on, named
    from coverline.library.replies.evidence import evidence_data

    library = Library.load()
    found = evidence_on(Asked(criterion, policy, topic), library)
    if study:
        found = named(study, found)
    if svg is not None:
        from coverline.cli.output import write_whole
        from coverline.publish.evidence_plot import drawing

        write_whole({str(svg): drawing(found).encode()})
    if as_json:
        say_data(evidence_data(found, library))
        return
    for line in _pages(found, library) if study else _table(found, library):
        say(line)


def _table(evidence: "Evidence", library: "Library") -> Iterator[str]:
    from coverline.library.evidence import cited_by
    from coverline.publish.wording import kind_in_words

    if not evidence.studies:
        yield "No study that answers to this is known."
        return
    odd = {study for each in evidence.oddities.values() for study in each.about}
    yield heading(f"{'study':<27}{'year':<6}{'kind':<23}{'topic':<16}{'n':>9}  {'points':<8}payers")
    for each in evidence.studies.values():
        name = each.id + ("*" if each.id in odd else "")
        payers = len({cited.payer for cited in cited_by(each, library)})
        yield (
            f"{name:<27}{each.year or '-':<6}{kind_in_words(each.kind):<23}{each.topic:<16}"
            f"{_people(each):>9}  {_direction(each)}{payers:>6}"
        )
        yield from (faint(f"  {line}") for line in wrap(each.finding, WIDTH - 2))
    yield ""
    yield _count(evidence)
    for oddity in evidence.oddities.values():
        yield from _oddity(oddity)


def _pages(evidence: "Evidence", library: "Library") -> Iterator[str]:
    for study in evidence.studies.values():
        yield from _page(study, library)
        yield ""
    for oddity in evidence.oddities.values():
        yield from _oddity(oddity)


def _page(study: "Study", library: "Library") -> Iterator[str]:
    from coverline.library.evidence import cited_by
    from coverline.publish.wording import kind_in_words

    yield f"{heading(f'{study.by}, {study.year}' if study.year else study.by)}  {faint(study.id)}"
    compared = f", compared with {study.comparator}" if study.comparator else ""
    kind = kind_in_words(study.kind)
    yield from _filled(f"{kind[:1].upper()}{kind[1:]} of {study.population}{compared}; n {_people(study)}")
    yield from _filled(f"points: {study.direction.value}. {study.finding}")
    for each in cited_by(study, library):
        yield from _filled(f"cited by {each.policy}: {', '.join(map(_lines, each.lines))}")
    for policy, criteria in study.bears_on.items():
        yield from _filled(f"bears on {policy}: {', '.join(criteria)}")


def _oddity(oddity: "Oddity") -> Iterator[str]:
    about = f" ({', '.join(oddity.about)})" if oddity.about else ""
    yield from wrap(f"* {oddity.says}{about}", WIDTH, subsequent_indent="  ")
    for each in oddity.accounts:
        yield from _filled(f"{each.source} {_lines(each.lines)}: {each.prints}", "    ")
    yield from (faint(line) for line in _filled(f"Read here: {oddity.reading}", "    "))


def _filled(text: str, margin: str = "  ") -> list[str]:
    return wrap(text, WIDTH, initial_indent=margin, subsequent_indent=f"{margin}  ")


def _people(study: "Study") -> str:
    return "-" if study.n is None else f"{study.n:,}"


def _lines(lines: "Lines") -> str:
    first, last = lines
    return f"l.{first}" if first == last else f"l.{first}-{last}"


def _direction(study: "Study") -> str:
    """The direction in a column of its own, coloured by what it says of the procedure."""
    from coverline.model.evidence import Direction

    colour = {Direction.FAVOURS: good, Direction.AGAINST: bad, Direction.MIXED: open_question}
    text = f"{study.direction.value:<8}"
    return colour[study.direction](text) if study.direction in colour else text


def _count(evidence: "Evidence") -> str:
    from coverline.model.evidence import Direction

    directions = [each.direction for each in evidence.studies.values()]
    said = ", ".join(f"{directions.count(each)} {each.value}" for each in Direction)
    total = len(directions)
    odd = len(evidence.oddities)
    marked = f"; {odd} reported oddly (*)" if odd else ""
    return f"{total} {'study' if total == 1 else 'studies'}: {said}{marked}"
