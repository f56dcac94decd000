"""The days and durations of invented requests, counted back from the day of service."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from coverline.batch.sample_draw import hashed, values
from coverline.batch.sample_table import DAYS

# How much of an ISO day is told, and how many days a unit of time counts.
_LENGTHS: Mapping[str | None, int] = {"day": 10, "month": 7, "year": 4, "both": 10}
_UNITS: Mapping[str | None, tuple[str, int]] = {
    "days": ("day", 1),
    "both": ("day", 1),
    "weeks": ("week", 7),
    "months": ("month", 30),
}


def with_times(drawn: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The drawn rows with the columns of the contract that are days or durations."""
    fracture = _days("fracture_days", seed)
    pain = pl.coalesce(_days("pain_days", seed), fracture)
    treatment = pl.min_horizontal(_days("treatment_days", seed), pain)
    rows = drawn.with_columns(
        service=_service(seed), fracture=fracture, pain=pain, treatment=treatment
    ).with_columns(
        broke=pl.col("service") - pl.duration(days="fracture"),
        began=pl.col("service") - pl.duration(days="pain"),
    )
    return rows.with_columns(
        date_of_service=_date("service", "service_form"),
        fracture_date=_date("broke", "fracture_form"),
        fracture_age=_duration("fracture", "fracture_form"),
        pain_onset=_date("began", "pain_form"),
        pain_duration=_duration("pain", "pain_form"),
        conservative_treatment_duration=_duration("treatment", "treatment_form"),
    )


def _service(seed: int) -> pl.Expr:
    """A day of the row's period, each as likely as the others."""
    payers, periods = values("payer"), values("period")
    place = pl.col("payer").cast(pl.UInt32) * len(periods) + pl.col("period")
    nowhere: tuple[date | None, date | None] = (None, None)
    days = [DAYS.get((str(payer), str(period)), nowhere) for payer in payers for period in periods]
    first = _at(place, [each[0] for each in days], pl.Date())
    last = _at(place, [each[1] for each in days], pl.Date())
    count = (last - first).dt.total_days() + 1
    return first + pl.duration(days=hashed("service", seed) % count)


def _days(name: str, seed: int) -> pl.Expr:
    """A number of days within the drawn bounds; none where no bounds were drawn."""
    bounds = [each.split("..") if each else [None, None] for each in values(name)]
    least = _at(pl.col(name), [_number(each[0]) for each in bounds], pl.Int64())
    most = _at(pl.col(name), [_number(each[1]) for each in bounds], pl.Int64())
    return least + hashed(f"{name} within", seed) % (most - least + 1)


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _date(day: str, form: str) -> pl.Expr:
    """As much of the day as the form tells; none where it tells a duration."""
    length = _at(pl.col(form), [_LENGTHS.get(each) for each in values(form)], pl.Int64())
    return pl.col(day).dt.to_string("%Y-%m-%d").str.head(length)


def _duration(days: str, form: str) -> pl.Expr:
    """The whole units in so many days; none where the form tells a date."""
    units = [_UNITS.get(each, (None, None)) for each in values(form)]
    name = _at(pl.col(form), [each[0] for each in units], pl.String())
    count = pl.col(days) // _at(pl.col(form), [each[1] for each in units], pl.Int64())
    plural = pl.when(count == 1).then(pl.lit("")).otherwise(pl.lit("s"))
    return pl.concat_str(count, pl.lit(" "), name, plural)


def _at(place: pl.Expr, known: list[Any], kind: pl.DataType) -> pl.Expr:
    return pl.lit(pl.Series(known, dtype=kind)).gather(place)
