"""The columns of a table of cases: one row for each service at each lesion."""

from collections.abc import Sequence

from coverline.model.vocabulary import Vocabulary
from coverline.problem import Problem, Unreadable

REQUIRED = ("payer", "date_of_service", "code")
FIELDS = (
    "case",
    "payer",
    "product",
    "state",
    "date_of_service",
    "setting",
    "code",
    "technique",
    "level",
    "diagnoses",
)
ANSWERS = (
    "outcome",
    "category",
    "action",
    "policy",
    "version",
    "prior_authorization",
    "missing",
    "code_findings",
    "problem",
)
LISTS = ("missing", "code_findings")
# A name this near to one that the table lacks is taken for a slip of it, not for another column.
SLIP = 0.84


class ColumnError(Unreadable):
    """A table whose columns cannot be what is asked for; every problem names a column."""


def stated_facts(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The facts that a row can state, each in a column of its name."""
    return tuple(fact.name for fact in vocabulary.facts.values() if not fact.derived)


def known_columns(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Every column that a table of cases can have, in the order in which problems are told."""
    return (*FIELDS, *stated_facts(vocabulary))


def check_columns(names: Sequence[str], vocabulary: Vocabulary, added: Sequence[str] = ANSWERS) -> None:
    """Raises ColumnError where a column is missing, misnamed, or would be overwritten by an added one."""
    problems = [*_misnamed(names, vocabulary), *_taken(names, added)]
    slips = {each.expected.rpartition(" ")[2] for each in problems}
    problems += [
        Problem("columns", 0, f'no column "{each}"', f"the column {each}")
        for each in REQUIRED
        if each not in names and each not in slips
    ]
    if problems:
        raise ColumnError(problems)


def _misnamed(names: Sequence[str], vocabulary: Vocabulary) -> list[Problem]:
    known = known_columns(vocabulary)
    lacking = [each for each in known if each not in names]
    meant = {each: _meant(each, lacking, vocabulary) for each in names if each not in known}
    return [
        Problem("columns", 0, f'the column "{name}"', f"the column {right}", hint=f'did you mean "{right}"?')
        for name, right in meant.items()
        if right
    ]


def _meant(name: str, lacking: Sequence[str], vocabulary: Vocabulary) -> str:
    """The lacking column that a name is a slip of; nothing where it is near none."""
    derived = [fact.name for fact in vocabulary.facts.values() if fact.derived]
    if name in derived:
        return ""
    close = [each for each in lacking if each == name.strip().casefold().replace(" ", "_")]
    if close:
        return close[0]
    from difflib import get_close_matches

    return next(iter(get_close_matches(name.casefold(), lacking, n=1, cutoff=SLIP)), "")


def _taken(names: Sequence[str], added: Sequence[str]) -> list[Problem]:
    return [
        Problem("columns", 0, f'a column "{each}"', "no column of an answer's name", hint="rename or drop it")
        for each in names
        if each in added
    ]
