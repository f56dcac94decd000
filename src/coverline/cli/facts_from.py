"""`coverline facts-from`: a chart in, the case that it tells out."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.output import write_whole
from coverline.cli.terminal import faint, heading, open_question, say, say_data

if TYPE_CHECKING:
    from coverline.intake.chart import Told
    from coverline.intake.findings import Finding
    from coverline.library import Library
    from coverline.model.quantity import Span

Bundle = Annotated[
    str, typer.Argument(metavar="BUNDLE", help="A bundle of FHIR R4 in JSON; - reads standard input.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def facts_from(
    bundle: Bundle,
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help="The date of service, whatever the order says of it.")
    ] = None,
    order: Annotated[
        list[str] | None, typer.Option(metavar="ORDER", help="Only this order, such as ServiceRequest/1.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the case; - is standard output."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take the facts of a case from a patient's chart, each with where it is recorded.

    What is not recorded, refuted, a mistake, of another patient or after the date of service stays unknown.
    Two records that disagree are shown, and the fact stays unknown. Free text is shown, and not read.

    The exit status is 2 where no case could be made of the chart.
    """
    from coverline.intake.data import told_data
    from coverline.language.case_data import case_data
    from coverline.library import Library
    from coverline.problem import Unreadable

    told = _told(bundle, Library.load(), frozenset(order or ()), _day(date))
    if as_json:
        say_data(told_data(told))
    if told.case is None:
        raise Unreadable(told.problems)
    if output is not None:
        text = json.dumps(case_data(told.case), indent=2, ensure_ascii=False)
        write_whole({output: f"{text}\n".encode()})
    elif not as_json:
        for line in _lines(told):
            say(line)


def _told(bundle: str, library: "Library", only: frozenset[str], day: "Span | None") -> "Told":
    from pathlib import Path

    from coverline.intake.bundle import read_bundle, read_standard_input, records_of
    from coverline.intake.chart import told_by
    from coverline.intake.subject import Chart

    name = "standard input" if bundle == "-" else bundle
    resource = read_standard_input(name) if bundle == "-" else read_bundle(Path(bundle), name)
    return told_by(Chart(records_of(resource, name), name), resource, library, only, day)


def _day(text: str | None) -> "Span | None":
    from coverline.document import Scalar
    from coverline.language.quantities import read_span

    return read_span(Scalar(text, True, "--date", 0, 0)) if text is not None else None


def _lines(told: "Told") -> Iterator[str]:
    from coverline.language.case_text import case_text
    from coverline.model.case import written

    assert told.case is not None
    yield heading("The case")
    yield from (f"  {line}" for line in case_text(told.case).splitlines())
    yield heading("Where each fact is recorded")
    for level, name, agreed in told.agreed:
        where = ", ".join(_dated(each) for each in agreed.findings)
        place = f"{level} " if level is not None and told.case.lesions else ""
        yield f"  {place}{name}: {written(agreed.value)}  {faint(where)}"
    if told.conflicts:
        yield heading("Records that disagree")
    for conflict in told.conflicts:
        said = ", ".join(f"{each.said} {_dated(each)}" for each in conflict.findings)
        yield open_question(f"  {' and '.join(conflict.facts)}: {said}")
    yield from _unread(told)


def _dated(finding: "Finding") -> str:
    return f"{finding.record.name} of {finding.day}" if finding.day is not None else finding.record.name


def _unread(told: "Told") -> Iterator[str]:
    if told.set_aside:
        yield heading("Not counted")
    whys: dict[tuple[str, str], list[str]] = {}
    for aside in told.set_aside:
        whys.setdefault((aside.record.name, aside.why), []).append(aside.fact)
    for (record, why), facts in whys.items():
        of = ", ".join(each for each in facts if each)
        yield f"  {record}: {why}" + (f"  {faint(of)}" if of else "")
    if told.to_read:
        yield heading("To be read by a person")
    for each in told.to_read:
        yield f"  {each.record.name}: {each.text}"
