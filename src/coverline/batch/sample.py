"""Invented requests: rows in the columns of a batch, for trying things out and for measuring."""

from collections.abc import Iterator
from typing import assert_never

import polars as pl

from coverline.batch.sample_draw import BY_NAME, ROW, drawn, part, values
from coverline.batch.sample_proportion import Kind
from coverline.batch.sample_table import DRAWS, MALFORMED
from coverline.batch.sample_time import with_times

CHUNK = 250_000
COLUMNS = (
    *("case", "payer", "product", "state", "date_of_service", "setting", "code", "technique", "level"),
    *("diagnoses", "indication", "symptomatic", "pain_severity", "pain_debilitating", "pain_onset"),
    *("pain_duration", "fracture_date", "fracture_age", "fracture_acute", "conservative_treatment_duration"),
    *("conservative_treatment_failed", "responding_to_conservative_treatment", "hospitalized_for_fracture"),
    *("ambulation_prevented", "functional_impairment", "imaging", "imaging_shows_recent_fracture"),
    *("pain_correlates_with_imaging", "pain_from_nonhealing_fracture", "fracture_healed", "prophylactic"),
    *("other_pain_causes_excluded", "spinal_cord_compression", "vertebral_height_remaining"),
    *("significant_vertebral_collapse", "aggressive_hemangioma", "device_fda_cleared", "contraindications"),
    "stenting_counts_as_kyphoplasty",
)


def requests(first: int, last: int, seed: int, malformed: int = 0) -> pl.DataFrame:
    """The invented requests from row `first` up to before `last`; the same seed gives the same rows.

    Of a thousand rows about `malformed` hold something that cannot be read, or facts that exclude each other.
    """
    told = with_times(drawn(first, last, seed), seed).with_columns(
        pl.format("r{}", (pl.col(ROW) + 1).cast(pl.String).str.zfill(8)).alias("case"),
        *(_value(each.name) for each in DRAWS if each.kind is not Kind.UNSEEN),
    )
    return told.with_columns(_spoiled(seed, malformed)).select(COLUMNS)


def chunks(count: int, seed: int, malformed: int = 0) -> Iterator[pl.DataFrame]:
    """All requests, some at a time, so that no more than a chunk is held."""
    for first in range(0, count, CHUNK):
        yield requests(first, min(first + CHUNK, count), seed, malformed)


def _value(name: str) -> pl.Expr:
    """What stands at the drawn place, as the column's kind of value."""
    return pl.lit(_typed(name)).gather(pl.col(name)).alias(name)


def _typed(name: str) -> pl.Series:
    known = values(name)
    match BY_NAME[name].kind:
        case Kind.TEXT | Kind.UNSEEN:
            return pl.Series(known, dtype=pl.String)
        case Kind.LIST:
            listed = [each and each.replace("[]", "").split("+") for each in known]
            return pl.Series([[] if each == [""] else each for each in listed], dtype=pl.List(pl.String))
        case Kind.YES_NO:
            return pl.Series([each and each == "yes" for each in known], dtype=pl.Boolean)
        case Kind.NUMBER:
            return pl.Series([each and int(each) for each in known], dtype=pl.Int64)
    assert_never(BY_NAME[name].kind)


def _spoiled(seed: int, malformed: int) -> Iterator[pl.Expr]:
    """The columns that malformed rows are malformed in; each fault strikes as many rows as the others."""
    struck = part("malformed", seed) < malformed
    fault = part("fault", seed) % len(MALFORMED)
    for column in dict.fromkeys(name for each in MALFORMED for name in each):
        told = pl.col(column)
        for place, each in enumerate(MALFORMED):
            if column in each:
                told = pl.when(struck & (fault == place)).then(pl.lit(each[column])).otherwise(told)
        yield told.alias(column)
