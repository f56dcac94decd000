"""`coverline diff`: how two policies differ, in their text and for patients."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.proof_terms import AsJson, Timeout, terms_of
from coverline.cli.terminal import faint, good, heading, open_question, say, say_data
from coverline.publish.wording import in_words

if TYPE_CHECKING:
    from coverline.library.references import Names, Versions
    from coverline.search.changes import Change
    from coverline.search.differences import Alone, Difference, Separated

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
    from coverline.library.replies.difference import difference_data
    from coverline.search.changes import changes
    from coverline.search.differences import differences

    library = Library.load()
    versions = version_of(one, library), version_of(other, library)
    found = differences(*versions, terms_of(library, timeout))
    text = changes(*versions, library.vocabulary) if versions[0].id == versions[1].id else ()
    if as_json:
        say_data(difference_data(found, text, (one, other), versions))
    else:
        for line in _lines(found, text, (one, other), versions):
            say(line)
    raise typer.Exit(1 if found.not_settled else 0)


def _lines(
    found: "Difference", text: "tuple[Change, ...]", names: "Names", versions: "Versions"
) -> Iterator[str]:
    from coverline.library.references import name_of

    one, other = (name_of(each, names, versions) for each in versions)
    if found.same:
        yield good(f"{one} and {other} are the same in meaning: the same requests, the same patients met.")
    elif not found.techniques:
        yield f"{one} and {other} decide no request in common."
    for each in text:
        yield f"{heading('TEXT')}  {_changed(each)}"
    if found.techniques and not found.witnesses and not found.not_settled and not found.same:
        yield "No patient separates them in what both decide."
    for separated in found.witnesses:
        yield from _separated(separated, found, names, versions)
    if found.witnesses:
        yield from _proved(found, names, versions)
    yield from _remarks(found, names, versions)


def _changed(change: "Change") -> str:
    if change.before is None:
        return f"added {change.where}: {change.after}"
    if change.after is None:
        return f"removed {change.where}: {change.before}"
    return f"{change.where}: {change.before} -> {change.after}"


def _proved(found: "Difference", names: "Names", versions: "Versions") -> Iterator[str]:
    """The direction in which there is nobody."""
    from coverline.library.references import name_of

    for version, other in (versions, reversed(versions)):
        if found.is_proved_empty(version):
            wider, narrower = name_of(other, names, versions), name_of(version, names, versions)
            yield ""
            yield good(f"PROVED  Whoever {narrower} meets, {wider} meets too.")


def _separated(
    separated: "Separated", found: "Difference", names: "Names", versions: "Versions"
) -> Iterator[str]:
    from coverline.cli.patients import patient_lines
    from coverline.library.references import name_of

    met, unmet = (name_of(each, names, versions) for each in (separated.met_by, separated.not_met_by))
    yield ""
    yield f"{heading(f'MET BY {met}, NOT BY {unmet}')}"
    yield f"  {unmet} asks: {separated.criterion.label} ({separated.criterion.id})"
    if not found.share_days:
        yield f"  asked of {met} on {separated.days[0]} and of {unmet} on {separated.days[1]}"
    yield from patient_lines(separated.case, "    ")


def _remarks(found: "Difference", names: "Names", versions: "Versions") -> Iterator[str]:
    from coverline.library.replies.difference import unsettled_words

    for direction in found.not_settled:
        said = unsettled_words(direction, names, versions)
        yield open_question(f"NOT SETTLED  {said}: the time did not suffice")
    if found.techniques:
        yield ""
        yield faint(f"Compared: {', '.join(map(in_words, found.techniques))}.")
    for alone in found.alone:
        yield faint(_alone(alone, names, versions))
    if found.techniques and not found.share_days:
        yield faint("They are never in force together; each was asked on a day of its own.")
    for question in found.judged:
        yield faint(f"{question}: a clinician judges it; taken as answered with yes.")


def _alone(alone: "Alone", names: "Names", versions: "Versions") -> str:
    from coverline.library.references import name_of

    techniques, products = (", ".join(map(in_words, some)) for some in (alone.techniques, alone.products))
    where = f"in {', '.join(alone.states)}"
    if len(alone.other_states) < len(alone.states):
        but = f" but {', '.join(alone.other_states)}" if alone.other_states else ""
        where = f"in every state{but}"
    return f"Only {name_of(alone.policy, names, versions)} decides {techniques} {where}, for {products}."
