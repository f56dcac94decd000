"""`coverline sources`: copies that are still what was registered, new documents, and what changed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coverline.cli.examples import examples
from coverline.cli.output import write_whole
from coverline.cli.terminal import bad, faint, good, heading, open_question, say, say_data

if TYPE_CHECKING:
    from coverline.library import Library
    from coverline.sources.verification import Verification

sources = typer.Typer(
    help="Hold the source documents: verify copies, add documents, find what changed.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Your own copies of the documents.")]
Content = Annotated[
    Path | None,
    typer.Option("--content", metavar="DIR", help="A content folder instead of the shipped one."),
]


@sources.command(epilog=examples("verify"))
def verify(folder: Folder, content: Content = None, as_json: AsJson = False) -> None:
    """Say which of your copies are still the registered documents.

    A copy is the same if its text is, or if it says every passage that a policy cites.

    The exit status is 1 unless all documents are the same.
    """
    from coverline.drafting.copies import copies
    from coverline.library import Library
    from coverline.sources.passages import read_passages
    from coverline.sources.verification import Status
    from coverline.sources.verification import verify as verify_document

    library = Library.load(content)
    passages = read_passages(library.folder)
    found = tuple(copies(folder))
    results = [
        verify_document(document, passages.get(name, ()), found)
        for name, document in library.register.documents.items()
    ]
    if as_json:
        say_data({"documents": [_verification_data(each, library) for each in results]})
    else:
        for each in results:
            _say_verification(each, library)
    raise typer.Exit(any(each.status is not Status.SAME for each in results))


@sources.command(epilog=examples("passages"))
def passages(
    folder: Folder,
    content: Content = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 where the fingerprints are not current.")
    ] = False,
) -> None:
    """Renew the fingerprints of all cited passages from the registered texts."""
    from coverline.library import Library
    from coverline.library.passages import cited_passages
    from coverline.sources.fingerprint import fingerprints
    from coverline.sources.passage import registered_lines
    from coverline.sources.passages import PASSAGES, passages_text

    library = Library.load(content)
    documents = library.register.documents
    text = passages_text(
        {
            name: tuple(fingerprints(registered_lines(documents[name], folder), lines))
            for name, lines in cited_passages(library).items()
        }
    )
    file = library.folder / PASSAGES
    current = file.exists() and file.read_text(encoding="utf-8") == text
    if not current and not check:
        write_whole({str(file): text.encode()})
    say(f"{file}: {'current' if current else 'not current' if check else 'renewed'}")
    raise typer.Exit(1 if check and not current else 0)


@sources.command(epilog=examples("add"))
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF, a page of HTML or a text file.")],
    name: Annotated[str, typer.Option("--id", metavar="ID", help="Its id; else made of its number.")] = "",
    publisher: Annotated[
        str, typer.Option("--publisher", metavar="NAME", help="Who publishes it.")
    ] = "not stated",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="A title in your own words.")] = "",
    edition_of: Annotated[
        str, typer.Option("--edition-of", metavar="ID", help="The document of which this is a later edition.")
    ] = "",
    texts: Annotated[
        Path | None,
        typer.Option("--sources", metavar="DIR", help="Your folder of copies; else the folder of FILE."),
    ] = None,
    content: Content = None,
    without_criteria: Annotated[
        bool, typer.Option("--without-criteria", help="Register it even if it says nothing of coverage.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read a document and add it to the register.

    Its text goes into your own folder of copies, and never into the register.
    """
    from coverline.cli.added import added_data, added_lines
    from coverline.cli.progress import pages_read
    from coverline.drafting.reading import read_document
    from coverline.drafting.registering import Place, Wishes, register_document
    from coverline.library.content import REGISTER

    document = read_document(file, pages_read)
    place = Place(content_folder(content) / REGISTER, texts or file.parent)
    registered = register_document(
        document, Wishes(name, publisher, title, edition_of, without_criteria), place
    )
    if as_json:
        say_data(added_data(document, registered, place.texts))
    else:
        for line in added_lines(document, registered, place.texts):
            say(line)


@sources.command(epilog=examples("drift"))
def drift(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="A policy's id.")],
    new: Annotated[Path, typer.Argument(metavar="NEWFILE", help="The new edition: PDF, HTML or text.")],
    folder: Annotated[
        Path, typer.Option("--sources", metavar="DIR", help="Your own copies of the documents.")
    ],
    content: Content = None,
    as_json: AsJson = False,
) -> None:
    """Say which rules of a policy a new edition of its document changes.

    Layout, page headers and footers are no change. The exit status is 0 where nothing changed, 1 where
    something did, and 2 where it could not be told.
    """
    from coverline.cli.drifted import drift_data, drift_lines
    from coverline.cli.progress import pages_read
    from coverline.drafting.drift import drift as drift_of
    from coverline.drafting.extract import extract
    from coverline.library import Library
    from coverline.library.references import policy_of
    from coverline.sources.passage import registered_lines

    library = Library.load(content)
    version = policy_of(policy, library)
    old = registered_lines(library.register.documents[version.source], folder)
    found = drift_of(version, old, extract(new, pages_read).lines, new)
    if as_json:
        say_data({"policy": version.id, "file": str(new), **drift_data(found)})
    else:
        for line in drift_lines(found, version, library.register):
            say(line)
    raise typer.Exit(not found.is_nothing)


def content_folder(given: Path | None) -> Path:
    """The folder to write to: the one that is named, or the shipped one where this is a checkout."""
    from coverline.library.content import SHIPPED

    if given is None and not (SHIPPED.parents[2] / "pyproject.toml").exists():
        say(
            "--content: found nothing; expected your content folder, as this is an installed copy", error=True
        )
        raise typer.Exit(2)
    return given or SHIPPED


def _verification_data(each: "Verification", library: "Library") -> dict[str, object]:
    place = library.register.place
    return {
        "policy": _policy_of(each.document, library),
        "document": each.document,
        "status": each.status.value,
        "file": str(each.file) if each.file else None,
        "changed": [
            {"lines": list(passage.lines), "said": place(each.document, passage.lines).said}
            for passage in each.changed
        ],
    }


def _policy_of(document: str, library: "Library") -> str | None:
    """The policy that was written from a document, None where none was."""
    policies = library.policies.items()
    return next((name for name, each in policies if any(one.source == document for one in each)), None)


def _say_verification(each: "Verification", library: "Library") -> None:
    from coverline.sources.place import span
    from coverline.sources.verification import Status

    paint = {Status.SAME: good, Status.CHANGED: bad, Status.MISSING: open_question}[each.status]
    known = library.register.documents[each.document]
    how = "" if each.exact or each.status is not Status.SAME else "  in another layout"
    file = f"  {each.file}" if each.file else f'  no copy of "{known.title}" ({known.publisher})'
    say(f"{heading(each.document)}  {paint(each.status.value)}{file}{how}")
    for passage in each.changed:
        said = library.register.place(each.document, passage.lines).said
        say(f"  l.{span(passage.lines)}  {faint(said)}")
