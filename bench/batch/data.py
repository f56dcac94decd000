"""The files that are measured on: invented requests of one payer, of five, and of twenty-five."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import polars as pl
from columns import READ
from ruamel.yaml import YAML

from coverline.batch.files.forms import Form
from coverline.batch.files.writing import beside, write
from coverline.batch.sample import CHUNK, chunks, requests
from coverline.library.content import SHIPPED

SEED = 11
COPIES = 5


def one_payer(folder: Path, rows: int) -> Path:
    """Requests to Cigna, with the columns that its policy reads."""
    return _written(folder / f"one-{rows}.parquet", _of_cigna(rows))


def five_payers(folder: Path, rows: int) -> Path:
    """Requests to all five, with all columns."""
    return _written(folder / f"five-{rows}.parquet", chunks(rows, SEED))


def many_payers(folder: Path, rows: int) -> Path:
    """Requests to the payers of `many_policies`."""
    copy = pl.int_range(pl.len()) % COPIES
    suffixed = pl.when(copy == 0).then("payer").otherwise(pl.concat_str("payer", pl.lit("-"), copy))
    frames = (frame.with_columns(suffixed.alias("payer")) for frame in chunks(rows, SEED))
    return _written(folder / f"many-{rows}.parquet", frames)


def many_policies(folder: Path) -> Path:
    """A content folder with five payers for each shipped one, whose policies differ in their time limits."""
    place = folder / "policies-of-many"
    if not place.exists():
        shutil.copytree(SHIPPED, place, ignore=shutil.ignore_patterns("__compiled__", "policies"))
        _multiply_payers(place / "vocabulary" / "vocabulary.yaml")
        for file in sorted(SHIPPED.glob("policies/*/*.yaml")):
            for number in range(COPIES):
                _copy_policy(file, place, number)
    return place


def _multiply_payers(file: Path) -> None:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1000
    vocabulary = yaml.load(file)
    payers = vocabulary["payers"]
    vocabulary["payers"] = {
        f"{key}{_suffix(number)}": payers[key] for key in payers for number in range(COPIES)
    }
    yaml.dump(vocabulary, file)


def _copy_policy(file: Path, place: Path, number: int) -> None:
    text = file.read_text(encoding="utf-8")
    identity = file.parent.name
    payer = next(line for line in text.splitlines() if line.startswith("payer: ")).removeprefix("payer: ")
    text = text.replace(f"policy: {identity}", f"policy: {identity}{_suffix(number)}")
    text = text.replace(f"payer: {payer}", f"payer: {payer}{_suffix(number)}")
    for limit in ("at least 6 weeks", "less than 3 months", "at most 4 months", "less than 6 weeks"):
        words, amount, unit = limit.rsplit(" ", 2)
        text = text.replace(limit, f"{words} {int(amount) + number} {unit}")
    target = place / "policies" / f"{identity}{_suffix(number)}" / file.name
    target.parent.mkdir(parents=True)
    target.write_text(text, encoding="utf-8")


def _suffix(number: int) -> str:
    """The first copy keeps its name, as other content refers to it."""
    return f"-{number}" if number else ""


def _of_cigna(rows: int) -> Iterator[pl.DataFrame]:
    for start in count(step=CHUNK):
        frame = requests(start, start + CHUNK, SEED).filter(payer="cigna").select(READ).head(rows)
        rows -= frame.height
        yield frame
        if not rows:
            return


def _written(file: Path, frames: Iterator[pl.DataFrame]) -> Path:
    if not file.exists():
        first = next(frames)
        with beside(file) as partial:
            write(_chained(first, frames), first.clear(), Form.PARQUET, partial)
    return file


def _chained(first: pl.DataFrame, rest: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    yield first
    yield from rest
