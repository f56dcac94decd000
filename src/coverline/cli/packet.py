"""`coverline packet`: a request as a person sends it, with what each criterion rests on."""

from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.output import STANDARD_OUTPUT, write_whole
from coverline.cli.terminal import say

if TYPE_CHECKING:
    from coverline.library import Library
    from coverline.publish.packet import Packet


def packet(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A file with one case, as for decide.")],
    pdf: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write a PDF; - is standard output.")
    ] = None,
    html: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write one page with all it needs; - is standard output."),
    ] = None,
    text: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write plain text; - is standard output.")
    ] = None,
    length: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Keep the plain text to N characters.")
    ] = None,
) -> None:
    """Write the packet of a request: its fields, and for each criterion the fact and where it is recorded.

    Then what is missing and what to send. The facts and citations are those of the case and of the policy;
    no prose is invented. Without a file the plain text goes to standard output.

    The exit status is 2 where the case could not be read.
    """
    from coverline.library import Library

    named = [each for each in (pdf, html, text) if each]
    if len(set(named)) < len(named):
        raise typer.BadParameter("each of --pdf, --html and --text needs a place of its own")
    library = Library.load()
    made = _packet(case, library)
    written = _written(made, {"pdf": pdf, "html": html, "text": text}, length)
    write_whole(written)
    for file, content in written.items():
        if file != STANDARD_OUTPUT:
            say(f"{file}: {len(content):,} bytes", error=True)


def _packet(file: str, library: "Library") -> "Packet":
    from coverline.cli.inputs import one_case, undecidable_problems
    from coverline.decide.facts import Undecidable
    from coverline.problem import Unreadable
    from coverline.publish.packet import packet

    read = one_case(file, library)
    assert read.case is not None
    try:
        return packet(read.case, library)
    except Undecidable as undecidable:
        raise Unreadable(undecidable_problems(file, read, undecidable)) from None


def _written(made: "Packet", files: dict[str, str | None], length: int | None) -> dict[str, bytes]:
    """The content of each file, all made before any is written."""
    from coverline.publish.packet_page import packet_page
    from coverline.publish.packet_text import packet_text
    from coverline.publish.printing import pdf

    if not any(files.values()):
        files = {**files, "text": STANDARD_OUTPUT}
    written: dict[str, bytes] = {}
    if files["text"]:
        written[files["text"]] = packet_text(made, length).encode()
    if files["html"]:
        written[files["html"]] = packet_page(made).encode()
    if files["pdf"]:
        written[files["pdf"]] = pdf(packet_page(made))
    return written
