"""Times proving everything about each policy, and each difference of two, and prints medians in seconds."""

from collections.abc import Callable
from itertools import combinations
from statistics import median
from time import perf_counter

from coverline.library import Library
from coverline.prove.findings import prove
from coverline.prove.patients import Terms
from coverline.prove.solving import Limit
from coverline.search.differences import differences

ROUNDS = 5
LIBRARY = Library.load()


def main() -> None:
    """Prove and compare all shipped policies; the goals are 10 seconds a policy and 2 a difference."""
    print("\nproofs, seconds")
    for name, versions in LIBRARY.policies.items():
        show(lambda: prove(versions, terms()), f"prove {name}")  # noqa: B023
    for one, other in combinations(LIBRARY.policies, 2):
        pair = LIBRARY.version(one), LIBRARY.version(other)
        show(lambda: differences(*pair, terms()), f"diff {one} {other}")  # noqa: B023


def terms() -> Terms:
    """The shipped words and codes, with all the time there is."""
    content = LIBRARY.content
    return Terms(content.vocabulary, content.procedure_codes, content.diagnosis_codes, Limit(None))


def show(work: Callable[[], object], title: str) -> None:
    """Print the median time of some work."""
    print(f"{median(seconds(work) for _ in range(ROUNDS)):8.2f}  {title}")


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    main()
