"""The next question: of what is missing, the fact whose answer is most likely to decide."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from coverline.decide.determine import inquire
from coverline.decide.inquiry import Inquiry, Prospect, questions
from coverline.decide.missing import LEVELS, missing
from coverline.decide.parts import CasePart
from coverline.decide.plan import PolicyPlan
from coverline.decide.usefulness import answers
from coverline.model.case import Case, Known
from coverline.model.code import ProcedureCodes
from coverline.model.determination import Missing, Outcome
from coverline.search.alone import parts_under
from coverline.search.knowing import Place, knowing, place_of

NOT_MET = frozenset({Outcome.NOT_MET})


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """What to ask, and where the answer belongs."""

    place: Place
    question: str


def next_question(
    case: Case, plan: PolicyPlan, codes: ProcedureCodes, asked: frozenset[Place] = frozenset()
) -> NextQuestion | None:
    """The best question that was not asked yet; None where the case is decided or nothing is left to ask.

    The measure, one step ahead and with all answers taken as equally likely, is the share of answers that
    decide, then the expected number of facts still open, then the policy's order. Raises Undecidable.
    """
    inquiries = [(part, inquire(part, case, plan)) for part in parts_under(case, plan, codes)]
    if any(inquiry.outcomes == NOT_MET for _, inquiry in inquiries):
        return None
    for part, inquiry in inquiries:
        waiting = tuple(_waiting(part, inquiry, case, asked))
        if waiting:
            best = min(waiting, key=lambda each: _cost(each, inquiry)) if len(waiting) > 1 else waiting[0]
            return NextQuestion(place_of(best.fact, part, case), best.question)
    return None


def _waiting(part: CasePart, inquiry: Inquiry, case: Case, asked: frozenset[Place]) -> Iterator[Missing]:
    if len(inquiry.outcomes) > 1:
        yield from (each for each in missing(inquiry) if place_of(each.fact, part, case) not in asked)


def _cost(asked: Missing, inquiry: Inquiry) -> tuple[Fraction, Fraction]:
    """The share of a question's answers that leave the case open, and the facts they leave on average."""
    left = [_open(each, inquiry) for each in answers(_variable(asked.fact), inquiry)]
    return Fraction(sum(map(bool, left)), len(left)), Fraction(sum(left), len(left))


def _variable(fact: str) -> str:
    return "region" if fact == LEVELS else fact


def _open(prospects: tuple[Prospect, ...], inquiry: Inquiry) -> int:
    if len(inquiry.outcomes_of(prospects)) == 1:
        return 0
    return len(
        {
            variable
            for prospect in prospects
            for question in questions(prospect)
            for variable in question.open_variables(
                prospect.situation, question.outcome(prospect.situation)[1]
            )
        }
    )


# What is known in answer to a question on a case, nothing where it is not documented.
Answer = Callable[[NextQuestion, Case], tuple[Known, ...]]


@dataclass(frozen=True, slots=True)
class Interview:
    """A case after its questions, and what was asked, in order."""

    case: Case
    asked: tuple[str, ...]


def interview(case: Case, plan: PolicyPlan, codes: ProcedureCodes, answer: Answer) -> Interview:
    """Asks until the case is decided or nothing is left to ask; each question at most once.

    Raises Undecidable where an answer contradicts the case.
    """
    asked: list[Place] = []
    while (question := next_question(case, plan, codes, frozenset(asked))) is not None:
        asked.append(question.place)
        for known in answer(question, case):
            case = knowing(case, question.place, known)
    return Interview(case, tuple(each.fact for each in asked))
