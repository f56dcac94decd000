"""Writes docs/coverage-of-sources.md; with --sources, also looks at the lines that nothing cites.

Run it after a change of a policy or of docs/inventory: make coverage-of-sources.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path

from tools.coverage_of_sources.checks import blank_problems
from tools.coverage_of_sources.completeness import PAGE, Completeness

from coverline.library import Library
from coverline.problem import Problem, Unreadable
from coverline.sources.passage import passage


def main() -> int:
    """Writes the page, or says what is wrong with the accounts; the exit status."""
    parser = ArgumentParser(prog="coverage_of_sources", description=__doc__)
    parser.add_argument("--sources", type=Path, metavar="DIR", help="your own copies of the documents")
    folder = parser.parse_args().sources
    try:
        completeness = Completeness.read(Library.load())
        problems = list(completeness.problems())
        if folder and not problems:
            problems = _beside(completeness, folder)
    except Unreadable as unreadable:
        problems = list(unreadable.problems)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        PAGE.write_text(completeness.page(), encoding="utf-8")
        print(f"{PAGE}: written")
    return 2 if problems else 0


def _beside(completeness: Completeness, folder: Path) -> list[Problem]:
    """Tells which uncited lines have text; the problems of those that are called otherwise."""
    problems: list[Problem] = []
    for accounts in completeness.accounts.values():
        document = completeness.document(accounts.policy)
        copy = passage(document, (1, document.lines), folder)
        if not copy.same:
            problems.append(
                Problem(str(copy.file), 0, "another text", f"the registered text of {document.id}")
            )
            continue
        text = copy.text.split("\n")
        idle = [line for each in accounts.cited_by_nothing for line in each.lines]
        written = [str(line) for line in sorted(idle) if text[line - 1].strip()]
        said = f"nothing cites {len(idle)} lines, of which {len(written)} have text"
        print(f"{accounts.policy}: {said}: {', '.join(written)}")
        problems += blank_problems(accounts, text)
    return problems


if __name__ == "__main__":
    sys.exit(main())
