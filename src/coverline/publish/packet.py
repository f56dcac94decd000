"""A packet: the request, what each criterion rests on, and what to mend before it is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from coverline.decide.parts import CasePart
from coverline.library import Library
from coverline.model.case import Case
from coverline.model.criteria import Citation
from coverline.model.determination import Determination, Outcome
from coverline.model.policy import Note, PolicyVersion
from coverline.publish.answers import authorization_words, subject, verdict
from coverline.publish.citation import Source, source_of
from coverline.publish.paths import path_words
from coverline.publish.readings import notes_that_matter
from coverline.publish.request import Field, request_fields
from coverline.publish.standing import Recorded, Row, Standing, recorded, rows
from coverline.publish.timeline import Timeline, timelines
from coverline.publish.wording import in_words
from coverline.search.alone import parts_under
from coverline.search.passage import Passage
from coverline.search.paths import paths_of_parts
from coverline.search.steps import Path
from coverline.search.windows import windows


@dataclass(frozen=True, slots=True)
class Level:
    """What the policy says of one service at one level; `category` is the policy's own word if unmet."""

    subject: str
    outcome: Outcome
    verdict: str
    category: str
    windows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact of the chart and the criteria that it bears on, each with its citation."""

    recorded: Recorded
    bears_on: tuple[tuple[str, Citation], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The criteria of levels that have the same reasons, and every fact that is stated of them."""

    subjects: tuple[str, ...]
    criteria: tuple[Row, ...]
    facts: tuple[FactRow, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that is missing, and the levels it is missing for, none where it is missing for all."""

    fact: str
    question: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeLine:
    """What the policy finds of some codes in the same words."""

    finding: str
    codes: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Packet:
    """A request with everything that a person needs to send it or to mend it first."""

    identifier: str
    answer: Determination
    source: Source
    request: tuple[Field, ...]
    levels: tuple[Level, ...]
    timelines: tuple[Timeline, ...]
    authorization: str
    sheets: tuple[Sheet, ...]
    questions: tuple[Question, ...]
    paths: tuple[tuple[str, tuple[str, ...]], ...]
    codes: tuple[CodeLine, ...]
    notes: tuple[Note, ...]

    @property
    def title(self) -> str:
        """A title that says nothing of the patient."""
        return f"Coverage request under {self.answer.policy.title}"


def packet(case: Case, library: Library) -> Packet:
    """The packet of a case; raises Undecidable where the case contradicts itself."""
    answer = library.decide(case)
    plan = library.plan_for(case)
    found = answer.services or (answer,)
    parts = parts_under(case, plan, library.procedure_codes)
    passages = tuple(Passage(part, case, plan) for part in parts)
    subjects = tuple(subject(each, case) for each in found)
    return Packet(
        identifier=case.identifier or "",
        answer=answer,
        source=source_of(library, answer),
        request=tuple(request_fields(case, answer, library.vocabulary)),
        levels=tuple(
            _level(name, each, passage) for name, each, passage in zip(subjects, found, passages, strict=True)
        ),
        timelines=timelines(passages) if answer.outcome is not Outcome.NOT_APPLICABLE else (),
        authorization=authorization_words(answer.prior_authorization),
        sheets=tuple(_sheets(found, parts, subjects)),
        questions=tuple(_questions(found)),
        paths=_paths(paths_of_parts(case, plan, library.procedure_codes), subjects),
        codes=tuple(_codes(answer)),
        notes=notes_that_matter(answer, _deciding(answer, library)),
    )


def _deciding(answer: Determination, library: Library) -> PolicyVersion:
    """The version that decided, else the newest."""
    versions = library.policies[answer.policy.id]
    return next((each for each in versions if each.version.name == answer.policy.version), versions[-1])


def _level(name: str, part: Determination, passage: Passage) -> Level:
    unmet = part.outcome is Outcome.NOT_MET and part.category is not None
    return Level(
        subject=name,
        outcome=part.outcome,
        verdict=verdict(part),
        category=in_words(part.category.value) if unmet and part.category else "",
        windows=tuple(
            f"{each.first or 'any earlier day'} to {each.last or 'any later day'}"
            for each in windows(passage)
        ),
    )


def _sheets(
    found: tuple[Determination, ...], parts: tuple[CasePart, ...], subjects: tuple[str, ...]
) -> Iterator[Sheet]:
    placed = zip(found, parts, subjects, strict=True)
    for (explanation, _), group in groupby(placed, key=lambda each: (each[0].explanation, each[1].stated)):
        same = tuple(group)
        criteria = rows(explanation) if explanation else ()
        stated = same[0][1].stated.values()
        yield Sheet(
            subjects=tuple(name for _, _, name in same),
            criteria=criteria,
            facts=tuple(_fact(recorded(each), criteria) for each in stated),
        )


def _fact(fact: Recorded, criteria: tuple[Row, ...]) -> FactRow:
    needed = (each for each in criteria if each.standing is not Standing.NOT_NEEDED)
    return FactRow(fact, tuple((each.label, each.cite) for each in needed if fact in each.facts))


def _questions(parts: tuple[Determination, ...]) -> Iterator[Question]:
    asked: dict[tuple[str, str], list[str]] = {}
    for part in parts:
        for each in part.missing:
            level = part.part.level if part.part else None
            asked.setdefault((each.fact, each.question), []).extend([level] if level else [])
    for (fact, question), levels in asked.items():
        yield Question(in_words(fact), question, tuple(levels) if len(parts) > 1 else ())


def _paths(
    parts: tuple[tuple[Path, ...], ...], subjects: tuple[str, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for paths, name in zip(parts, subjects, strict=True):
        for path in paths:
            found.setdefault(path_words(path), []).append(name)
    return tuple((words, tuple(of) if len(subjects) > 1 else ()) for words, of in found.items())


def _codes(answer: Determination) -> Iterator[CodeLine]:
    # Findings that share their words are said together.
    said: dict[tuple[str, str], list[str]] = {}
    for each in answer.code_findings:
        said.setdefault((each.finding.value, each.note), []).append(f"{each.code} ({each.system})")
    for (finding, note), codes in said.items():
        yield CodeLine(in_words(finding), tuple(codes), note)
