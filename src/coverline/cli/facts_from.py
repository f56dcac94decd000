"""`coverline facts-from`: a chart in, the case that it tells out."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.output import write_whole
from coverline.cli.terminal import faint, heading, open_question, say, say_data

if TYPE_CHECKING:
    from coverline.api.filled import Filled
    from coverline.intake.findings import Finding
    from coverline.library import Library
    from coverline.model.case import Case
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

    A completed form (QuestionnaireResponse) in the bundle is read too; BUNDLE may also be such a form alone.

    The exit status is 2 where no case could be made of the chart.
    """
    from coverline.api.filled_data import filled_data
    from coverline.language.case_data import case_data
    from coverline.library import Library
    from coverline.problem import Unreadable

    library = Library.load()
    found = _filled(bundle, library, frozenset(order or ()), _day(date))
    if as_json:
        say_data(filled_data(found, library))
    if found.case is None:
        raise Unreadable(found.problems)
    if output is not None:
        text = json.dumps(case_data(found.case), indent=2, ensure_ascii=False)
        write_whole({output: f"{text}\n".encode()})
    elif not as_json:
        for line in _lines(found, found.case):
            say(line)


def _filled(bundle: str, library: "Library", only: frozenset[str], day: "Span | None") -> "Filled":
    from pathlib import Path

    from coverline.api.filled import filled
    from coverline.intake.bundle import read_bundle, read_standard_input

    name = "standard input" if bundle == "-" else bundle
    resource = read_standard_input(name) if bundle == "-" else read_bundle(Path(bundle), name)
    return filled(resource, name, library, only, day)


def _day(text: str | None) -> "Span | None":
    from coverline.document import Scalar
    from coverline.language.quantities import read_span

    return read_span(Scalar(text, True, "--date", 0, 0)) if text is not None else None


def _lines(found: "Filled", case: "Case") -> Iterator[str]:
    from coverline.language.case_text import case_text

    yield heading("The case")
    yield from (f"  {line}" for line in case_text(case).splitlines())
    yield heading("Where each fact is recorded")
    yield from _answered(found)
    yield from _recorded(found, case)
    yield from _contested(found)
    yield from _unread(found)


def _answered(found: "Filled") -> Iterator[str]:
    """What the forms say."""
    from coverline.model.case import written

    for answers in found.answers:
        known = {**answers.fields, **answers.facts}
        for said in answers.provenance:
            origin = f", {said.origin}" if said.origin is not None else ""
            where = faint(f"{said.resource} {said.path}{origin}")
            yield f"  {said.name}: {written(known[said.name].value)}  {where}"


def _recorded(found: "Filled", case: "Case") -> Iterator[str]:
    """What the chart says."""
    from coverline.model.case import written

    for level, name, agreed in found.told.agreed if found.told is not None else ():
        where = ", ".join(_dated(each) for each in agreed.findings)
        place = f"{level} " if level is not None and case.lesions else ""
        yield f"  {place}{name}: {written(agreed.value)}  {faint(where)}"


def _contested(found: "Filled") -> Iterator[str]:
    from coverline.model.case import written

    conflicts = found.told.conflicts if found.told is not None else ()
    several = found.case is not None and bool(found.case.lesions)
    if conflicts or found.contested:
        yield heading("Records that disagree")
    for conflict in conflicts:
        said = ", ".join(f"{each.said} {_dated(each)}" for each in conflict.findings)
        place = "".join(f"{each} " for each in conflict.levels)
        yield open_question(f"  {place}{' and '.join(conflict.facts)}: {said}")
    for each in found.contested:
        said = ", ".join(f"{one.said} {_dated(one)}" for one in each.charted.findings)
        answer = f"{written(each.known.value)} {each.said.resource} {each.said.path}"
        place = f"{each.level} " if each.level is not None and several else ""
        yield open_question(f"  {place}{' and '.join(each.facts)}: {said}, {answer}")


def _dated(finding: "Finding") -> str:
    return f"{finding.record.name} of {finding.day}" if finding.day is not None else finding.record.name


def _unread(found: "Filled") -> Iterator[str]:
    aside_of_chart = found.told.set_aside if found.told is not None else ()
    if aside_of_chart or found.unfinished:
        yield heading("Not counted")
    yield from (f"  {name}: {why}" for name, why in found.unfinished.items())
    whys: dict[tuple[str, str], list[str]] = {}
    for aside in aside_of_chart:
        whys.setdefault((aside.record.name, aside.why), []).append(aside.fact)
    for (record, why), facts in whys.items():
        of = ", ".join(each for each in facts if each)
        yield f"  {record}: {why}" + (f"  {faint(of)}" if of else "")
    to_read = found.told.to_read if found.told is not None else ()
    if to_read:
        yield heading("To be read by a person")
    for each in to_read:
        yield f"  {each.record.name}: {each.text}"
