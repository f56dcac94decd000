"""`coverline test`: every policy against its own case tables."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coverline.cli.terminal import bad, good, say, say_data

if TYPE_CHECKING:
    from coverline.language.tables import CaseRow
    from coverline.library.tables import RowResult
    from coverline.model.policy import PolicyVersion


def run_case_tables(
    policies: Annotated[
        list[str] | None, typer.Argument(metavar="POLICY", help="Ids; none means all.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object per policy and line.")
    ] = False,
) -> None:
    """Hold policies to their own case tables; exit 1 where one fails."""
    from coverline.cli.policies import known_version
    from coverline.library import Library
    from coverline.library.tables import results

    library = Library.load()
    failed = 0
    for identifier in policies or library.policies:
        known_version(library, identifier)
        for version in library.policies[identifier]:
            rows = tuple(results(version, library.tables(version), library))
            failed += sum(bool(row.failures) for row in rows)
            _report(version, rows, as_json)
    raise typer.Exit(1 if failed else 0)


def _report(version: "PolicyVersion", results: "tuple[RowResult, ...]", as_json: bool) -> None:
    failing = [result for result in results if result.failures]
    if as_json:
        say_data(_data(version, results))
        return
    for result in failing:
        for failure in result.failures:
            say(f"{_place(result.row)}: {result.row.id}: {failure}")
    passed = f"{len(results) - len(failing)} of {len(results)} rows pass"
    name = f"{version.id} {version.version.name}"
    say(f"{name}: {bad(passed) if failing else good(passed)}")


def _data(version: "PolicyVersion", results: "tuple[RowResult, ...]") -> dict[str, Any]:
    return {
        "policy": version.id,
        "version": version.version.name,
        "rows": len(results),
        "failures": [
            {"row": result.row.id, "line": result.row.line, "failures": list(result.failures)}
            for result in results
            if result.failures
        ],
    }


def _place(row: "CaseRow") -> str:
    """The file, shortened where it lies below the working folder, and the line."""
    file, here = Path(row.file), Path.cwd()
    return f"{file.relative_to(here) if file.is_relative_to(here) else file}:{row.line}"
