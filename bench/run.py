"""Times every side on the same facts in one process, in turns, and prints medians and ratios.

All sides must give the same outcome on a thousand random fact sets before anything is timed.
"""

import gc
import platform
import sys
from collections.abc import Sequence
from statistics import median
from time import perf_counter

from fact_sets import TYPICAL, random_sets
from hand_written import Facts
from sides import Side, all_sides

AGREEING = 1000
MIXED = 200
ROUNDS = 31
ROUND_SECONDS = 0.005


def main() -> None:
    """Compare the sides on each policy: on its typical case, and on random ones."""
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    for policy, typical in TYPICAL.items():
        require_agreement(policy, list(random_sets(AGREEING, seed=1)))
        compare(f"{policy}, a typical case that is met", all_sides(policy, [typical]))
        compare(f"{policy}, {MIXED} random cases", all_sides(policy, list(random_sets(MIXED, seed=2))))


def require_agreement(policy: str, known: Sequence[Facts]) -> None:
    """End the program at the first fact set on which two sides differ."""
    sides = all_sides(policy, known)
    for place, facts in enumerate(known):
        outcomes = {side.name: side.outcome(side.call(side.inputs[place])) for side in sides}
        if len(set(outcomes.values())) > 1:
            sys.exit(f"{policy}: the sides disagree: {outcomes}\n{facts}")


def compare(title: str, sides: Sequence[Side]) -> None:
    """Print the median time of one call on each side, and how many times the first side's that is."""
    turns = {side.name: max(1, int(ROUND_SECONDS / _seconds(side, 1))) for side in sides}
    samples: dict[str, list[float]] = {side.name: [] for side in sides}
    gc.disable()
    for _ in range(ROUNDS):
        for side in sides:
            calls = turns[side.name] * len(side.inputs)
            samples[side.name].append(1e6 * _seconds(side, turns[side.name]) / calls)
    gc.enable()
    first = median(samples[sides[0].name])
    print(f"\n{title}\n{'microseconds':>14}{'ratio':>8}")
    for name, measured in samples.items():
        print(f"{median(measured):14.2f}{median(measured) / first:8.1f}  {name}")


def _seconds(side: Side, turns: int) -> float:
    """How long the calls on all inputs take, so many times over."""
    call, inputs = side.call, side.inputs
    start = perf_counter()
    for _ in range(turns):
        for each in inputs:
            call(each)
    return perf_counter() - start


if __name__ == "__main__":
    main()
