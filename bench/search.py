"""The searches of one case beside deciding it, and how many questions are asked until it is decided.

Questions are counted twice: as the measure of `search.chances` expects them over all answers, beside
the fewest of every order of asking; and on patients who are random under the vocabulary: every fact is drawn
anew until it contradicts nothing.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from statistics import mean, median
from time import perf_counter
from typing import Any

from coverline.decide.consequences import domain
from coverline.decide.determine import inquire
from coverline.decide.facts import Undecidable, close
from coverline.decide.inquiry import Inquiry, questions
from coverline.decide.missing import missing
from coverline.library import Library
from coverline.model.case import Case, Known, Service, Value
from coverline.model.determination import Missing, Outcome
from coverline.model.quantity import Duration, Span, Unit
from coverline.model.vocabulary import Fact, Kind
from coverline.search.alone import parts_under
from coverline.search.chances import Chances
from coverline.search.every_order import EveryOrder
from coverline.search.knowing import Place, knowing
from coverline.search.next_question import next_question
from coverline.search.passage import Passage
from coverline.search.paths import paths_of_parts
from coverline.search.windows import windows

PATIENTS = 500
TIMED = 30
LIBRARY = Library.load()
ASKED = {
    "bcbsma": (date(2020, 9, 15), Service("22511", "vertebroplasty", ("L1",)), "MA"),
    "cigna": (date(2024, 9, 10), Service("22513", "balloon_kyphoplasty", ("L1",)), "CT"),
    "floridablue": (date(2026, 3, 10), Service("22514", "mechanical_augmentation", ("L1",)), "FL"),
    "uhcwest": (date(2024, 5, 15), Service("22511", "vertebroplasty", ("L1",)), "CA"),
}
Facts = dict[str, Known]
Choose = Callable[[Sequence[Missing], Inquiry, Case], str]
WIDTH = 38


def main() -> None:
    """Print the ratios to deciding the same case, then the numbers of questions."""
    show("medians, times deciding the same case", ("next question", "all paths", "windows"), ratios)
    show("the next question of a bare request", ("next question",), lambda payer: (_ratio_of_bare(payer),))
    orders = ("next question", "as printed", "everything")
    show("questions expected until decided", (*orders, "the fewest"), expected)
    show(f"mean of {PATIENTS} random patients", orders, counted)


def show(title: str, columns: Sequence[str], row: Callable[[str], Sequence[float]]) -> None:
    """Print a table with a row for each payer."""
    print(f"\n{title:<{WIDTH}}{''.join(f'{column:>15}' for column in columns)}")
    for payer in ASKED:
        print(f"{payer:<{WIDTH}}{''.join(f'{number:>15.2f}' for number in row(payer))}", flush=True)


def bare(payer: str) -> Case:
    """A case of which only the request is known."""
    day, service, state = ASKED[payer]
    return Case(payer, Span.exactly(day), (service,), product="commercial_ppo", state=state)


def patients(payer: str) -> list[Facts]:
    """Patients of whom everything is known."""
    draw = random.Random(7)
    return [_patient(bare(payer), draw) for _ in range(PATIENTS)]


def _patient(case: Case, draw: random.Random) -> Facts:
    known: Facts = {}
    plan = LIBRARY.plan_for(case)
    consequences = plan.of(plan.versions[0]).domains.consequences
    stated = [each for each in LIBRARY.vocabulary.facts.values() if not each.derived and not each.elapsed_of]
    for fact in draw.sample(stated, len(stated)):
        while fact.name not in known:
            facts = {**known, fact.name: Known(fact.name, _value(fact, case.date_of_service.last, draw))}
            try:
                close(facts, consequences, {})
            except Undecidable:
                continue
            known = facts
    return known


def _value(fact: Fact, day: date, draw: random.Random) -> Value:
    match fact.kind:
        case Kind.YES_NO | Kind.CHOICE:
            return draw.choice(domain(fact))
        case Kind.SET:
            return frozenset(draw.sample(fact.values, draw.randint(0, 2)))
        case Kind.PERCENT:
            return Fraction(draw.randint(0, 100))
        case Kind.DURATION:
            return Duration(draw.randint(0, 150), Unit.DAYS)
        case Kind.DATE:
            return Span.exactly(day - timedelta(days=draw.randint(0, 150)))


def ratios(payer: str) -> tuple[float, ...]:
    """Medians over cases in which half of the facts are known and the answer is open."""
    draw, found = random.Random(3), []
    for facts in patients(payer):
        half = {name: each for name, each in facts.items() if draw.random() < 0.5}
        case = replace(bare(payer), facts=half)
        if len(found) < TIMED and LIBRARY.decide(case).outcome is Outcome.NEEDS_INFORMATION:
            found.append(_ratios(case))
    return tuple(median(each[place] for each in found) for place in range(3))


def _ratios(case: Case) -> tuple[float, ...]:
    plan, codes = LIBRARY.plan_for(case), LIBRARY.procedure_codes
    (part,) = parts_under(case, plan, codes)
    calls: tuple[Callable[[], Any], ...] = (
        lambda: next_question(case, plan, codes),
        lambda: paths_of_parts(case, plan, codes),
        lambda: windows(Passage(part, case, plan)),
    )
    base = _seconds(lambda: LIBRARY.decide(case))
    return tuple(_seconds(call) / base for call in calls)


def _seconds(call: Callable[[], Any]) -> float:
    samples = []
    for _ in range(9):
        start = perf_counter()
        call()
        samples.append(perf_counter() - start)
    return median(samples)


def _ratio_of_bare(payer: str) -> float:
    return _ratios(bare(payer))[0]


def expected(payer: str) -> tuple[float, ...]:
    """Questions in this order, in the policy's printed order, asking everything, and in the best order."""
    these = (_expected(bare(payer), choose, {}) for choose in (_best, _printed))
    return (*these, _everything(payer), _fewest(payer))


def counted(payer: str) -> tuple[float, ...]:
    """The first three on patients."""
    known = patients(payer)
    orders: tuple[Choose, ...] = (_best, _printed)
    return (*(_mean(payer, known, choose) for choose in orders), _everything(payer))


def _everything(payer: str) -> int:
    return len(LIBRARY.decide(bare(payer)).missing)


def _fewest(payer: str) -> float:
    (prospect,) = _inquiry(bare(payer)).prospects
    (question,) = questions(prospect)
    domains = _inquiry(bare(payer)).version(prospect).domains
    return EveryOrder(question, Chances(domains)).fewest(prospect.situation)


def _inquiry(case: Case) -> Inquiry:
    plan = LIBRARY.plan_for(case)
    (part,) = parts_under(case, plan, LIBRARY.procedure_codes)
    return inquire(part, case, plan)


def _expected(case: Case, choose: Choose, kept: dict[object, float]) -> float:
    """The mean over all answers, each as likely as the measure takes it."""
    inquiry = _inquiry(case)
    if len(inquiry.outcomes) == 1:
        return 0
    (prospect,) = inquiry.prospects
    chances = Chances(inquiry.version(prospect).domains)
    (question,) = questions(prospect)
    key = question.outcome(prospect.situation), chances.matters(prospect.situation)
    if key not in kept:
        fact = choose(missing(inquiry), inquiry, case)
        ways = chances.ways(fact, prospect.situation)
        answered = (knowing(case, Place(fact), Known(fact, _exactly(each.value))) for each in ways)
        after = [_expected(each, choose, kept) for each in answered]
        kept[key] = 1 + sum(way.chance * count for way, count in zip(ways, after, strict=True))
    return kept[key]


def _exactly(value: Value) -> Value:
    return Span.exactly(value.last) if isinstance(value, Span) else value


def _mean(payer: str, known: list[Facts], choose: Choose) -> float:
    kept: dict[object, str | None] = {}
    return mean(_asked(bare(payer), facts, choose, kept) for facts in known)


def _asked(case: Case, facts: Facts, choose: Choose, kept: dict[object, str | None]) -> int:
    """How many questions one patient is asked until the case is decided."""
    for count in range(len(facts)):
        key = tuple((name, str(each.value)) for name, each in case.facts.items())
        if key not in kept:
            inquiry = _inquiry(case)
            decided = len(inquiry.outcomes) == 1
            kept[key] = None if decided else choose(missing(inquiry), inquiry, case)
        fact = kept[key]
        if fact is None:
            return count
        case = knowing(case, Place(fact), facts[fact])
    raise AssertionError("every fact is known")


def _best(_missing: Sequence[Missing], _inquiry: Inquiry, case: Case) -> str:
    question = next_question(case, LIBRARY.plan_for(case), LIBRARY.procedure_codes)
    assert question is not None
    return question.place.fact


def _printed(named: Sequence[Missing], inquiry: Inquiry, _case: Case) -> str:
    order = inquiry.version(inquiry.prospects[0]).domains.read
    return min((each.fact for each in named), key=order.index)


if __name__ == "__main__":
    main()
