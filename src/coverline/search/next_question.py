"""The next question: of what is missing, the fact after whose answer the fewest questions are expected."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coverline.decide.determine import inquire
from coverline.decide.inquiry import Inquiry, Prospect
from coverline.decide.meaning import truth
from coverline.decide.missing import LEVELS, missing
from coverline.decide.parts import CasePart
from coverline.decide.plan import PolicyPlan
from coverline.decide.usefulness import DATE_OF_SERVICE, TECHNIQUE, answers
from coverline.model.case import Case, Known
from coverline.model.code import ProcedureCodes
from coverline.model.determination import Missing, Outcome
from coverline.model.vocabulary import Kind
from coverline.search.alone import parts_under
from coverline.search.expected import Expectation
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

    The measure is the expected number of questions until the part is decided, over all answers to this one,
    as `expected` and `chances` take them; then the policy's order. Raises Undecidable.
    """
    inquiries = [(part, inquire(part, case, plan)) for part in parts_under(case, plan, codes)]
    if any(inquiry.outcomes == NOT_MET for _, inquiry in inquiries):
        return None
    for part, inquiry in inquiries:
        waiting = tuple(_waiting(part, inquiry, case, asked))
        if waiting:
            best = _best(waiting, inquiry) if len(waiting) > 1 else waiting[0]
            return NextQuestion(place_of(best.fact, part, case), best.question)
    return None


def _waiting(part: CasePart, inquiry: Inquiry, case: Case, asked: frozenset[Place]) -> Iterator[Missing]:
    if len(inquiry.outcomes) > 1:
        yield from (each for each in missing(inquiry) if place_of(each.fact, part, case) not in asked)


def _best(waiting: tuple[Missing, ...], inquiry: Inquiry) -> Missing:
    expectation = Expectation(inquiry)
    order = inquiry.version(inquiry.prospects[0]).domains.read
    printed = sorted(waiting, key=lambda each: _place(_variable(each.fact), order))
    # Rounded, so that what differs by nothing but the arithmetic keeps its order.
    return min(printed, key=lambda each: round(_questions_after(each, expectation), 9))


def _place(variable: str, order: tuple[str, ...]) -> int:
    """Where the policy prints a fact; technique and day of service come before all of it."""
    return order.index(variable) if variable in order else -1


def _questions_after(asked: Missing, expectation: Expectation) -> float:
    left = tuple(_left(_variable(asked.fact), expectation.inquiry))
    questions = sum(count * expectation.questions(prospects) for prospects, count in left)
    return questions / sum(count for _, count in left)


def _left(variable: str, inquiry: Inquiry) -> Iterator[tuple[tuple[Prospect, ...], int]]:
    """What answers leave, and how many; of amounts and times, one for each way that tests can come out."""
    found = answers(variable, inquiry)
    if variable in (TECHNIQUE, DATE_OF_SERVICE):
        return found
    if inquiry.plan.vocabulary.facts[variable].kind in (Kind.YES_NO, Kind.CHOICE):
        return found
    ways = {tuple(_way(variable, each, inquiry) for each in prospects): prospects for prospects, _ in found}
    return ((prospects, 1) for prospects in ways.values())


def _way(variable: str, prospect: Prospect, inquiry: Inquiry) -> object:
    day, value = prospect.situation.day, prospect.situation.values[variable]
    relations = inquiry.version(prospect).domains.relations.get(variable, ())
    return day, *(truth(each, value, day) for each in relations)


def _variable(fact: str) -> str:
    return "region" if fact == LEVELS else fact


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
