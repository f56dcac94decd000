"""Times whole commands from cold beside `python -c "import json"`, in turns: medians and ratios."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[1]
ROUNDS = 21
BASE = "import json"
EXAMPLE = "examples/massachusetts-six-weeks.yaml"
COMMANDS = {
    BASE: ["-c", "import json"],
    "import typer": ["-c", "import typer"],
    "coverline decide, a case in YAML": [
        "-m",
        "coverline",
        "decide",
        "examples/massachusetts-six-weeks.yaml",
    ],
    "coverline decide, a case in JSON": ["-m", "coverline", "decide", "-"],
}
CASE = (
    b'{"payer": "cigna", "date_of_service": "2024-09-10", "services": [{"code": "22513", "levels": ["T12"]}],'
    b' "facts": {"indication": "osteoporotic_fracture", "fracture_date": "2024-07-01"}}'
)


def main() -> None:
    """Print the median of each command, in milliseconds, and how many times the first one's that is."""
    # As for an installed package: bytecode is kept, and the content is compiled by the first run.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    samples: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS + 1):
        for name, arguments in COMMANDS.items():
            samples[name].append(_seconds(arguments, environment))
    base = median(samples[BASE][1:])
    print(f"\nwhole commands, from cold\n{'milliseconds':>14}{'ratio':>8}")
    for name, measured in samples.items():
        print(f"{1000 * median(measured[1:]):14.0f}{median(measured[1:]) / base:8.1f}  {name}")


def _seconds(arguments: list[str], environment: dict[str, str]) -> float:
    start = perf_counter()
    command = [sys.executable, *arguments]
    subprocess.run(command, input=CASE, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment, check=True)
    return perf_counter() - start


if __name__ == "__main__":
    main()
