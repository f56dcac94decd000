"""Writes the index of ICD-10-CM codes that Coverline ships, from the list in simple-icd-10-cm.

Run it after that package brings a new edition: .venv/bin/python tools/build_icd10cm.py. The codes are a work
of the United States government, in the public domain.
"""

from collections.abc import Iterable
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import simple_icd_10_cm

INDEX = Path(__file__).parents[1] / "src/coverline/codesets/icd10cm.txt"


def edition() -> str:
    """The edition that the package carries, from the name of its list: April 2026."""
    data = files("simple_icd_10_cm.data")
    (name,) = (each.name for each in data.iterdir() if each.name.startswith("code-list-"))
    return name.removeprefix("code-list-").removesuffix(".txt").replace("-", " ")


def codes() -> Iterable[str]:
    """Every code once and without its dot, in the order of the list; chapters and blocks left out."""
    listed = filter(simple_icd_10_cm.is_category_or_subcategory, simple_icd_10_cm.get_all_codes(True))
    # A block of one category bears the category's name, so that the name comes twice.
    return dict.fromkeys(code.replace(".", "") for code in listed)


def lines() -> Iterable[str]:
    """The index: its edition, then a line for each category."""
    yield edition()
    for category, members in groupby(codes(), key=lambda code: code[:3]):
        yield " ".join([category, *(code[3:] for code in members if code != category)])


if __name__ == "__main__":
    INDEX.write_text("".join(f"{line}\n" for line in lines()), encoding="ascii")
    print(f"{INDEX}: {INDEX.stat().st_size} bytes")
