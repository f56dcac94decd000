"""Fact sets to measure with: a typical one for each policy, and random ones that contradict nothing."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from hand_written import Facts, Truth

# Every criterion of its policy is read before the answer, which is met.
TYPICAL = {
    "cigna-0040": Facts(
        service=date(2024, 9, 18),
        indication="osteoporotic_fracture",
        symptomatic=True,
        pain_severity="severe",
        pain_debilitating=True,
        fracture_date=date(2024, 7, 2),
        treatment_days=56,
        treatment_failed=True,
        recent_on_imaging=True,
        correlates=True,
    ),
    "bcbsma-484": Facts(
        service=date(2021, 3, 18),
        indication="osteoporotic_fracture",
        symptomatic=True,
        pain_severity="severe",
        fracture_date=date(2021, 1, 25),
        treatment_days=49,
        treatment_failed=True,
        nonhealing=True,
        prophylactic=False,
    ),
}

_INDICATIONS = (
    "osteoporotic_fracture", "steroid_induced_fracture", "osteolytic_metastasis", "multiple_myeloma",
    "osteolytic_other", "hemangioma", "eosinophilic_granuloma", "osteonecrosis", "traumatic_fracture",
    "other",
)  # fmt: skip


def random_sets(count: int, seed: int) -> Iterator[Facts]:
    """So many fact sets, about a quarter of their facts unknown, near every boundary."""
    choose = random.Random(seed)
    while count:
        facts = _random(choose)
        if not _contradicts(facts):
            count -= 1
            yield facts


def _random(choose: random.Random) -> Facts:
    service = date(2024, 1, 1) + timedelta(days=choose.randrange(305))
    days, months = choose.choice([(choose.randint(38, 46), None), (None, choose.randint(0, 3)), (None, None)])
    return Facts(
        service=service,
        indication=choose.choice([*_INDICATIONS, None]),
        pain_severity=choose.choice(["none", "mild", "moderate", "severe", "severe", None, None]),
        fracture_date=choose.choice(
            [
                service - timedelta(days=choose.randint(88, 94)),
                service - timedelta(days=choose.randint(39, 45)),
                None,
            ]
        ),
        treatment_days=days,
        treatment_months=months,
        healed=choose.choice([None, None, False, True]),
        prophylactic=_mostly(choose, False),
        **{name: _mostly(choose, True) for name in _MOSTLY_YES},
    )


_MOSTLY_YES: Sequence[str] = (
    "symptomatic", "pain_debilitating", "treatment_failed", "recent_on_imaging", "correlates", "nonhealing",
    "aggressive", "hospitalized", "ambulation_prevented",
)  # fmt: skip


def _mostly(choose: random.Random, value: bool) -> Truth:
    return choose.choice([value, value, value, not value, None])


def _contradicts(facts: Facts) -> bool:
    pain = facts.pain_severity not in (None, "none")
    healed = facts.healed and (facts.recent_on_imaging or facts.nonhealing)
    return bool(
        (pain and facts.symptomatic is False) or healed or (facts.treatment_failed and facts.responding)
    )
