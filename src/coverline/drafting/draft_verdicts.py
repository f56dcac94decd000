"""What a statement of coverage says, and of which techniques."""

import re
from dataclasses import dataclass
from enum import Enum

from coverline.drafting.document import Statement
from coverline.drafting.draft_words import words
from coverline.model.policy import Category
from coverline.model.vocabulary import Vocabulary


class Verdict(Enum):
    """Whether a statement is for a service, against it, or goes on with the statement before it."""

    FOR = "for"
    AGAINST = "against"
    GOES_ON = "goes on"


# The first that fits counts.
_AGAINST = {
    Category.NOT_COVERED: r"\bnot\s+(?:be\s+)?cover(?:ed)?\b|\bnon-?covered\b|\bexcluded\s+from\s+coverage\b",
    Category.NOT_MEDICALLY_NECESSARY: r"\bnot\s+(?:\w+\s+){0,3}medically\s+necess\w*",
    Category.INVESTIGATIONAL: r"\binvestigational\b|\bexperimental\b|\bunproven\b",
}
_FOR = re.compile(
    r"\bmedical(?:ly)?\s+necess\w*|\bproven\b|\bcovered\b|\bestablished\b|\beligible\b|\bapproved\b|\bwill\s+cover\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:all|any|other|remaining)\b", re.IGNORECASE)
_LEFT = re.compile(r"\b(?:all\s+other|any\s+other|other\s+than|every\s+other|remaining)\b", re.IGNORECASE)
_SAME = re.compile(
    r"\W*(?:both|it|they|either|(?:the|this|these|such)\s+(?:procedures?|services?))\b", re.IGNORECASE
)
# What is covered stands before the verdict, or between it and the condition: "the plan will cover X when".
_CONDITION = re.compile(r"[:.;]|\b(?:if|when|where|for|in|unless|with|who|that|provided)\b", re.IGNORECASE)
_LONGEST_SUBJECT = 30


@dataclass(frozen=True, slots=True)
class Ruling:
    """A statement with its verdict and its techniques, none where it names none.

    `rest` is what it says beside the verdict, `after` what it says behind it, `category` what it calls the
    service where it is against it.
    `same` says that it is about what the statement before it was about: "both are", "the procedure is".
    """

    statement: Statement
    verdict: Verdict
    techniques: tuple[str, ...]
    rest: str
    after: str
    category: Category | None = None
    same: bool = False

    @property
    def is_exclusion(self) -> bool:
        """Whether it names what must not be, instead of all that is left."""
        return self.verdict is Verdict.AGAINST and _LEFT.search(self.statement.text) is None


def ruling(statement: Statement, title: str, vocabulary: Vocabulary) -> Ruling | None:
    """What a statement says of coverage; None where it is about something else."""
    text = statement.text
    category, found = _found(text)
    if found is None:
        return Ruling(statement, Verdict.GOES_ON, (), text, text)
    subject, after = text[: found.start()], text[found.end() :]
    verdict = Verdict.FOR if category is None else Verdict.AGAINST
    techniques = techniques_in(subject, vocabulary)
    if not techniques:
        behind = _CONDITION.split(after)[0]
        techniques = techniques_in(behind, vocabulary)
        after = after[len(behind) :] if techniques else after
    same = not techniques and _SAME.match(subject) is not None
    if not techniques and not same and statement.items:
        techniques = techniques_in(statement.section, vocabulary) or techniques_in(title, vocabulary)
    general = verdict is Verdict.AGAINST and _OTHERS.search(text) is not None
    about_coverage = techniques or same or statement.items or (general and not _has_code(subject))
    if not about_coverage or len(subject.split()) > _LONGEST_SUBJECT:
        return None
    return Ruling(statement, verdict, techniques, f"{subject} {after}", after, category, same)


def techniques_in(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The techniques that a text names; a group where it names no single one of the group."""
    heard = set(words(text))
    single = [each for each in vocabulary.techniques if set(each.split("_")) <= heard]
    groups = [
        name
        for name, members in vocabulary.technique_groups.items()
        if set(name.split("_")) - {"any"} <= heard and not set(members) & set(single)
    ]
    return (*single, *groups)


def _found(text: str) -> tuple[Category | None, re.Match[str] | None]:
    for category, pattern in _AGAINST.items():
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            return category, found
    return None, _FOR.search(text)


def _has_code(text: str) -> bool:
    return re.search(r"\b[A-Z]?\d{4}[A-Z0-9]?\b", text) is not None
