"""`coverline cite`: a criterion beside the passage that it rests on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.terminal import faint, heading, say, say_data

if TYPE_CHECKING:
    from coverline.model.criteria import Criterion
    from coverline.model.policy import PolicyVersion


def cite(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="A policy's id.")],
    criterion: Annotated[str, typer.Argument(metavar="CRITERION", help="A criterion's id.")],
    sources: Annotated[
        Path, typer.Option("--sources", metavar="DIR", help="Your own copies of the documents.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show a criterion beside the passage that it rests on.

    The passage is read from your own copy of the document.
    """
    from coverline.cli.policies import known_version
    from coverline.library import Library
    from coverline.publish.citation import Source
    from coverline.sources.passage import passage

    library = Library.load()
    version = known_version(library, policy)
    cited = _criterion(version, criterion)
    source = Source(library.register, version.source)
    if cited.cite.lines is None:
        say(f"{criterion}: the source has no line for it: {cited.cite.why}", error=True)
        raise typer.Exit(2)
    found = passage(library.register.documents[version.source], cited.cite.lines, sources)
    if as_json:
        say_data(
            {"file": str(found.file), "lines": list(found.lines), "text": found.text, "same": found.same}
        )
        return
    say(f"{heading(cited.label)}  {faint(source.where(cited.cite))}")
    say(faint(f"{found.file}{'' if found.same else ', which is not the registered text: lines may differ'}"))
    for number, line in enumerate(found.text.splitlines(), found.lines[0]):
        say(f"{number:>6}  {line}")


def _criterion(version: "PolicyVersion", identifier: str) -> "Criterion":
    from coverline.model.criteria import walk
    from coverline.problem import nearest

    known = {each.id: each for position in version.positions for each in walk(position.criteria)}
    if identifier not in known:
        hint = nearest(identifier, known)
        found = f"{version.id} has no criterion {identifier}"
        say(f"{found}; {hint}" if hint else f"{found}; it has {', '.join(known)}", error=True)
        raise typer.Exit(2)
    return known[identifier]
