"""Changes each policy file one place at a time and lists the changes that no row of its case tables notices.

Run it from the project's folder: python -m tools.mutation.content [--policy ID ...] [--json].
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from multiprocessing import Pool

from tools.mutation.trial import Trial, Verdict, trial

from coverline.library import Library

PROCESSES = 2
TRIALS: dict[str, Trial] = {}


def prepare(policies: tuple[str, ...]) -> None:
    """Makes the trials of these policies ready in this process."""
    library = Library.load()
    TRIALS.update((each, trial(library, each)) for each in policies)


def verdict(job: tuple[str, int]) -> tuple[str, int, Verdict]:
    """What becomes of one change of a policy, by its number."""
    policy, number = job
    return policy, number, TRIALS[policy].verdict(TRIALS[policy].changes[number])


def verdicts(policies: tuple[str, ...]) -> Iterator[tuple[str, int, Verdict]]:
    """What becomes of every change of these policies, in the order of their files."""
    jobs = [(policy, number) for policy in policies for number in range(len(TRIALS[policy].changes))]
    with Pool(PROCESSES, prepare, (policies,)) as pool:
        for done, found in enumerate(pool.imap(verdict, jobs, chunksize=8), start=1):
            if sys.stderr.isatty():
                print(f"\r{done} of {len(jobs)} changes", end="", file=sys.stderr, flush=True)
            yield found
    if sys.stderr.isatty():
        print(file=sys.stderr)


def survivors(policy: str, found: dict[int, Verdict]) -> list[dict[str, str | int]]:
    """The changes of a policy that nothing noticed."""
    tried = TRIALS[policy]
    return [
        {"file": tried.file, "line": each.line, "was": each.was, "becomes": each.becomes}
        for number, each in enumerate(tried.changes)
        if found[number] is Verdict.SURVIVED
    ]


def report(policy: str, found: dict[int, Verdict], as_json: bool) -> None:
    """How many changes of a policy were caught and how, and each that was not."""
    counts = Counter(each.value for each in found.values())
    surviving = survivors(policy, found)
    if as_json:
        print(json.dumps({"policy": policy, "changes": len(found), **counts, "survivors": surviving}))
        return
    for each in surviving:
        print(f"{each['file']}:{each['line']}: {each['was']}\n    becomes {each['becomes']}")
    print(
        f"{policy}: {len(found)} changes: "
        + ", ".join(f"{counts[each.value]} {each.value}" for each in Verdict)
    )


def main() -> None:
    """Tries every change of the policies that are asked for, or of all."""
    known = tuple(Library.load().policies)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--policy", action="append", choices=known, help="an id; none means all")
    parser.add_argument("--json", action="store_true", help="one JSON object per policy and line")
    asked = parser.parse_args()
    policies = tuple(asked.policy or known)
    prepare(policies)
    found: dict[str, dict[int, Verdict]] = {policy: {} for policy in policies}
    for policy, number, each in verdicts(policies):
        found[policy][number] = each
    for policy in policies:
        report(policy, found[policy], asked.json)


if __name__ == "__main__":
    main()
