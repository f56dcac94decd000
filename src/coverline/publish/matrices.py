"""All policies in one table: what each asks of a fact, what each says of a code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coverline.codesets.form import normalize
from coverline.decide.listing import ICD10CM, Code, Listing, identified, listings
from coverline.language.words import in_words as test_in_words
from coverline.library import Library
from coverline.model.criteria import Test, walk
from coverline.model.policy import PolicyVersion
from coverline.publish.wording import in_words, spelled


@dataclass(frozen=True, slots=True)
class Asked:
    """A test of a fact, in words, and the criterion that makes it."""

    words: str
    criterion: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact, and what each policy asks of it, none where it asks nothing."""

    fact: str
    asked: tuple[tuple[Asked, ...], ...]


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code of a system, and what each policy finds of it."""

    code: str
    system: str
    spelled: str
    found: tuple[tuple[Listing, ...], ...]


def fact_rows(policies: Sequence[PolicyVersion], library: Library) -> tuple[FactRow, ...]:
    """Every fact that some policy asks for, in the vocabulary's order."""
    asked = [_asked(each, library) for each in policies]
    return tuple(
        FactRow(in_words(fact), tuple(tuple(each.get(fact, ())) for each in asked))
        for fact in library.vocabulary.facts
        if any(fact in each for each in asked)
    )


def _asked(policy: PolicyVersion, library: Library) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = {}
    for position in policy.positions:
        for node in walk(position.criteria):
            if isinstance(node.body, Test):
                words = test_in_words(node.body, library.vocabulary)
                found.setdefault(node.body.fact, []).append(Asked(words, node.id))
    return found


def code_rows(policies: Sequence[PolicyVersion], library: Library) -> tuple[CodeRow, ...]:
    """Every code that some policy lists, procedures first, each with what every policy finds of it."""
    lists = [library.plan(each.id).of(each).lists for each in policies]
    known = dict.fromkeys(code for each in policies for code in _codes(each))
    rows = []
    for code, system in sorted(known, key=lambda each: (each[1] == ICD10CM, each[1], each[0])):
        meant = identified(spelled(code, system), library.procedure_codes, lists) or Code(code, system)
        found = tuple(listings(meant, each) for each in lists)
        rows.append(CodeRow(normalize(code), system, spelled(code, system), found))
    return tuple(rows)


def _codes(policy: PolicyVersion) -> Iterator[tuple[str, str]]:
    for entry in (*policy.codes.procedures, *policy.codes.diagnoses):
        for code in entry.codes:
            yield code, entry.system
