"""The searches of one case beside deciding it, and how many questions are asked until it is decided.

Patients are random under the vocabulary: every fact is drawn anew until it contradicts nothing.
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
from coverline.decide.facts import Undecidable
from coverline.decide.inquiry import Inquiry
from coverline.decide.missing import missing
from coverline.library import Library
from coverline.model.case import Case, Known, Service, Value
from coverline.model.determination import Missing, Outcome
from coverline.model.quantity import Duration, Span, Unit
from coverline.model.vocabulary import Fact, Kind
from coverline.search.alone import parts_under
from coverline.search.knowing import Place, knowing
from coverline.search.next_question import next_question
from coverline.search.passage import Passage
from coverline.search.paths import paths_of_parts
from coverline.search.windows import windows

PATIENTS = 100
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


def main() -> None:
    """Print the ratios to deciding the same case, then the mean number of questions."""
    print(
        f"{'medians, times deciding the same case':<40}{'next question':>15}{'all paths':>12}{'windows':>12}"
    )
    for payer in ASKED:
        print(f"{payer:<40}{''.join(f'{ratio:>13.1f}' for ratio in ratios(payer))}")
    print(f"\n{'mean questions until decided':<40}{'next question':>15}{'as printed':>12}{'everything':>12}")
    for payer in ASKED:
        print(f"{payer:<40}{''.join(f'{count:>13.2f}' for count in questions(payer))}")


def bare(payer: str) -> Case:
    """A case of which only the request is known."""
    day, service, state = ASKED[payer]
    return Case(payer, Span.exactly(day), (service,), product="commercial_ppo", state=state)


def patients(payer: str, count: int) -> list[Facts]:
    """Patients of whom everything is known."""
    draw = random.Random(7)
    return [_patient(bare(payer), draw) for _ in range(count)]


def _patient(case: Case, draw: random.Random) -> Facts:
    known: Facts = {}
    stated = [each for each in LIBRARY.vocabulary.facts.values() if not each.derived and not each.elapsed_of]
    for fact in draw.sample(stated, len(stated)):
        while fact.name not in known:
            facts = {**known, fact.name: Known(fact.name, _value(fact, case.date_of_service.last, draw))}
            try:
                LIBRARY.decide(replace(case, facts=facts))
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
    for facts in patients(payer, PATIENTS):
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


def questions(payer: str) -> tuple[float, float, float]:
    """The mean number of questions in this order, in the policy's printed order, and asking everything."""
    known = patients(payer, PATIENTS)
    everything = len(LIBRARY.decide(bare(payer)).missing)
    return (
        mean(_asked(bare(payer), facts, _best) for facts in known),
        mean(_asked(bare(payer), facts, _printed) for facts in known),
        everything,
    )


def _asked(case: Case, facts: Facts, choose: Choose) -> int:
    """How many questions one patient is asked until the case is decided."""
    plan = LIBRARY.plan_for(case)
    for count in range(len(facts)):
        (part,) = parts_under(case, plan, LIBRARY.procedure_codes)
        inquiry = inquire(part, case, plan)
        if len(inquiry.outcomes) == 1:
            return count
        fact = choose(missing(inquiry), inquiry, case)
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
