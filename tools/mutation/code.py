"""Changes the code of decide and language one place at a time, with mutmut, and lists what no test notices.

Run it from the project's folder: python -m tools.mutation.code --sample 150. The sample is the same in every
run over the same code.
"""

import argparse
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

PACKAGES = ("coverline.decide", "coverline.language")
SEED = 484
# mutmut writes its mutants only on the way to running some, so the first run asks for a handful.
FEW = "coverline.decide.warnings.*__mutmut_1"


def mutmut(*arguments: str) -> str:
    """What a command of mutmut prints; ends the run where the command fails."""
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (line for line in f"{done.stdout}{done.stderr}".splitlines() if "Running stats" not in line)
        sys.exit("\n".join((f"mutmut {arguments[0]} failed:", *said)))
    return done.stdout


def verdicts() -> dict[str, str]:
    """Every mutant with what became of it."""
    lines = (line.strip().rpartition(": ") for line in mutmut("results", "--all", "true").splitlines())
    return {name: verdict for name, _, verdict in lines if name}


def sampled(names: list[str], size: int) -> list[str]:
    """So many of these names, the same in every run; all of them where there are no more."""
    return sorted(random.Random(SEED).sample(sorted(names), min(size, len(names))))


def report(package: str, of_all: int, found: dict[str, str]) -> None:
    """How many mutants of a package were caught, and each that was not, with its change."""
    counts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(Counter(found.values()).items()))
    print(f"{package}: {len(found)} of {of_all} mutants: {counts}")
    for name, verdict in found.items():
        if verdict != "killed":
            print(f"\n{mutmut('show', name).strip()}")
    print()


def main() -> None:
    """Makes the mutants, runs the sample and reports on each package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=150, help="so many mutants of each package")
    size = parser.parse_args().sample
    mutmut("run", FEW)
    names = {package: [name for name in verdicts() if name.startswith(f"{package}.")] for package in PACKAGES}
    chosen = {package: sampled(names[package], size) for package in PACKAGES}
    mutmut("run", *(name for each in chosen.values() for name in each))
    found = verdicts()
    for package in PACKAGES:
        report(package, len(names[package]), {name: found[name] for name in chosen[package]})


if __name__ == "__main__":
    main()
