"""`coverline diff`: how two policies differ, in their text and for patients."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coverline.cli.proof_terms import AsJson, Timeout, terms_of
from coverline.cli.terminal import faint, good, heading, open_question, say, say_data
from coverline.cli.wording import in_words

if TYPE_CHECKING:
    from coverline.model.policy import PolicyVersion
    from coverline.search.changes import Change
    from coverline.search.differences import Difference, Separated

Reference = Annotated[
    str,
    typer.Argument(help="A policy's id (its newest version), an id with a day (id@2020-09-15), or a file."),
]


def diff(one: Reference, other: Reference, as_json: AsJson = False, timeout: Timeout = None) -> None:
    """Show how two policies differ: the same in meaning, or patients whom only one of them meets.

    Requests are compared that both decide, on days on which both are in force, or else on a day of each.
    For each criterion that alone separates the two there is the smallest patient, decided by both.
    For two versions of one policy the changed text is shown, too.

    What a clinician judges is taken as answered with yes. The exit status is 1 where the time did not
    suffice for a direction; then nothing is claimed of it.
    """
    from coverline.library import Library
    from coverline.library.references import version_of
    from coverline.search.changes import changes
    from coverline.search.differences import differences

    library = Library.load()
    versions = version_of(one, library), version_of(other, library)
    found = differences(*versions, terms_of(library, timeout))
    text = changes(*versions, library.vocabulary) if versions[0].id == versions[1].id else ()
    if as_json:
        say_data(_data(found, text, (one, other), versions))
    else:
        for line in _lines(found, text, (one, other), versions):
            say(line)
    raise typer.Exit(1 if found.not_settled else 0)


Names = tuple[str, str]
Versions = tuple["PolicyVersion", "PolicyVersion"]


def _data(
    found: "Difference", text: "tuple[Change, ...]", names: Names, versions: Versions
) -> dict[str, Any]:
    return {
        "same": found.same,
        "witnesses": [_witness(each, names, versions) for each in found.witnesses],
        "techniques": list(found.techniques),
        "decided_by_one": [
            {
                "policy": _name(each.policy, names, versions),
                "techniques": list(each.techniques),
                "products": list(each.products),
            }
            for each in found.alone
        ],
        "text": [{"where": each.where, "before": each.before, "after": each.after} for each in text],
        "judged": list(found.judged),
        "not_settled": list(found.not_settled),
    }


def _witness(separated: "Separated", names: Names, versions: Versions) -> dict[str, Any]:
    from coverline.language.case_data import case_data

    return {
        "met_by": _name(separated.met_by, names, versions),
        "not_met_by": _name(separated.not_met_by, names, versions),
        "criterion": separated.criterion.id,
        "dates_of_service": [day.isoformat() for day in separated.days],
        "case": case_data(separated.case),
    }


def _name(version: "PolicyVersion", names: Names, versions: Versions) -> str:
    """A policy by its id, or as it was named where both have the same id."""
    if versions[0].id != versions[1].id:
        return version.id
    return names[0] if version is versions[0] else names[1]


def _lines(
    found: "Difference", text: "tuple[Change, ...]", names: Names, versions: Versions
) -> Iterator[str]:
    one, other = (_name(each, names, versions) for each in versions)
    if found.same:
        yield good(f"{one} and {other} are the same in meaning: the same requests, the same patients met.")
    elif not found.techniques:
        yield f"{one} and {other} decide no request in common."
    for each in text:
        yield f"{heading('TEXT')}  {each.where}: {each.before or 'nothing'} -> {each.after or 'nothing'}"
    if found.techniques and not found.witnesses and not found.not_settled and not found.same:
        yield "No patient separates them in what both decide."
    for separated in found.witnesses:
        yield from _separated(separated, found, names, versions)
    yield from _remarks(found, names, versions)


def _separated(
    separated: "Separated", found: "Difference", names: Names, versions: Versions
) -> Iterator[str]:
    from coverline.cli.patients import patient_lines

    met, unmet = (_name(each, names, versions) for each in (separated.met_by, separated.not_met_by))
    yield ""
    yield f"{heading(f'MET BY {met}, NOT BY {unmet}')}"
    yield f"  {unmet} asks: {separated.criterion.label} ({separated.criterion.id})"
    if not found.share_days:
        yield f"  asked of {met} on {separated.days[0]} and of {unmet} on {separated.days[1]}"
    yield from patient_lines(separated.case, "    ")


def _remarks(found: "Difference", names: Names, versions: Versions) -> Iterator[str]:
    for name in found.not_settled:
        yield open_question(f"NOT SETTLED  {name}: the time did not suffice")
    if found.techniques:
        yield ""
        yield faint(f"Compared: {', '.join(map(in_words, found.techniques))}.")
    for each in found.alone:
        techniques, products = (", ".join(map(in_words, some)) for some in (each.techniques, each.products))
        yield faint(
            f"Only {_name(each.policy, names, versions)} decides {techniques} for some of: {products}."
        )
    if found.techniques and not found.share_days:
        yield faint("They are never in force together; each was asked on a day of its own.")
    for question in found.judged:
        yield faint(f"{question}: a clinician judges it; taken as answered with yes.")
