"""Cigna's policy written by hand as Polars expressions, as an analyst would who knows both well."""

from datetime import date

import polars as pl

_KYPHOPLASTY = (
    *("22510", "22511", "22512", "C7504", "C7505", "22513", "22514", "22515", "C7507", "C7508", "22899"),
    "C1062",
)
_LUMBAR = (
    "0PS33",
    "0PS34",
    "0PU33",
    "0PU34",
    "0PS43",
    "0PS44",
    "0PU43",
    "0PU44",
    "0QS03",
    "0QS04",
    "0QU03",
    "0QU04",
)
_SACRAL = ("0QS13", "0QS14", "0QU13", "0QU14", "0QSS3", "0QSS4", "0QUS3", "0QUS4")
_LUMBAR_PATTERN, _SACRAL_PATTERN = r"^0(P[SU][34]|Q[SU]0)[34]", r"^0Q[SU][1S][34]"
_ELSEWHERE = (
    *("medicare_advantage_hmo", "medicare_advantage_ppo", "medicare_complementary"),
    *("federal_employee", "state_account"),
)
_BROKEN = (
    *("osteoporotic_fracture", "osteolytic_metastasis", "multiple_myeloma", "osteolytic_other"),
    *("osteonecrosis", "steroid_induced_fracture"),
)
_RETIRED = date(2024, 10, 31)


def outcomes(rows: pl.LazyFrame, *, pattern: bool) -> pl.LazyFrame:
    """Each case with its outcome; `pattern` tests the beginnings of codes with one regular expression."""
    known = rows.with_columns(
        *_days("date_of_service", "service"),
        *_days("fracture_date", "broke"),
        *_length("fracture_age", "age"),
        *_length("conservative_treatment_duration", "tried"),
        done_by=_technique(pattern),
    )
    return known.with_columns(under=_under_three_months()).select("case", outcome=_outcome())


def _days(column: str, name: str) -> tuple[pl.Expr, pl.Expr]:
    """The first and the last day that a day, month or year can be."""
    text, length = pl.col(column), pl.col(column).str.len_bytes()
    full = pl.when(length == 10).then(text)
    first = (
        full.when(length == 7)
        .then(text + "-01")
        .otherwise(text + "-01-01")
        .str.to_date("%Y-%m-%d", cache=False)
    )
    year_end = pl.date(first.dt.year(), 12, 31)
    last = pl.when(length == 10).then(first).when(length == 7).then(first.dt.month_end()).otherwise(year_end)
    return first.alias(f"{name}_first"), last.alias(f"{name}_last")


def _length(column: str, name: str) -> tuple[pl.Expr, pl.Expr]:
    parts = pl.col(column).str.split_exact(" ", 1).struct
    return parts[0].cast(pl.Int32).alias(name), parts[1].str.head(1).alias(f"{name}_unit")


def _technique(pattern: bool) -> pl.Expr:
    code = pl.col("code")
    lumbar = code.str.contains(_LUMBAR_PATTERN) if pattern else _begins(_LUMBAR)
    sacral = code.str.contains(_SACRAL_PATTERN) if pattern else _begins(_SACRAL)
    by_code = (
        pl.when(code.is_in(_KYPHOPLASTY) | lumbar)
        .then(pl.lit("vertebroplasty"))
        .when(code.is_in(["0200T", "0201T"]) | sacral)
        .then(pl.lit("sacroplasty"))
    )
    return pl.coalesce("technique", by_code)


def _begins(prefixes: tuple[str, ...]) -> pl.Expr:
    return pl.any_horizontal(pl.col("code").str.starts_with(each) for each in prefixes)


def _under_three_months() -> pl.Expr:
    service, age, unit = pl.col("service_first"), pl.col("age"), pl.col("age_unit")
    limit = service.dt.offset_by("-3mo")
    return (
        pl.when(pl.col("broke_first") > pl.col("service_last").dt.offset_by("-3mo"))
        .then(pl.lit(True))
        .when(pl.col("broke_last") <= limit)
        .then(pl.lit(False))
        .when(pl.col("fracture_date").is_not_null())
        .then(None)
        .when(unit == "m")
        .then(age < 3)
        .when(unit == "y")
        .then(age < 1)
        .when(unit == "d")
        .then(service - pl.duration(days=age) > limit)
        .when(unit == "w")
        .then(service - pl.duration(days=7 * age) > limit)
    )


def _criteria() -> pl.Expr:
    indication, severity, unit = pl.col("indication"), pl.col("pain_severity"), pl.col("tried_unit")
    symptoms = pl.coalesce("symptomatic", pl.when(severity != "none").then(pl.lit(True)))
    severe = pl.coalesce(severity == "severe", pl.when(~pl.col("symptomatic")).then(pl.lit(False)))
    recent = pl.coalesce(
        "imaging_shows_recent_fracture", pl.when(pl.col("fracture_healed")).then(pl.lit(False))
    )
    failed = pl.coalesce(
        "conservative_treatment_failed",
        pl.when(pl.col("responding_to_conservative_treatment")).then(pl.lit(False)),
    )
    least = (
        pl.when(unit == "d")
        .then(42)
        .when(unit == "w")
        .then(6)
        .when(unit == "m")
        .then(2)
        .when(unit == "y")
        .then(1)
    )
    situations = (
        (pl.col("pain_debilitating") & failed & (pl.col("tried") >= least) & indication.is_in(_BROKEN))
        | (severe & indication.is_in(["osteolytic_metastasis", "multiple_myeloma"]))
        | ((symptoms | pl.col("aggressive_hemangioma")) & (indication == "hemangioma"))
        | (symptoms & (indication == "eosinophilic_granuloma"))
    )
    return recent & pl.col("under") & pl.col("pain_correlates_with_imaging") & situations


def _outcome() -> pl.Expr:
    done_by, counts, criteria = pl.col("done_by"), pl.col("stenting_counts_as_kyphoplasty"), _criteria()
    stenting = done_by == "vertebral_body_stenting"
    elsewhere = pl.col("product").is_in(_ELSEWHERE) | done_by.is_null() | (pl.col("service_first") > _RETIRED)
    return (
        pl.when(elsewhere | (stenting & ~counts))
        .then(pl.lit("not_applicable"))
        .when(pl.col("service_last") > _RETIRED)
        .then(pl.lit("needs_information"))
        .when(done_by == "sacroplasty")
        .then(pl.lit("not_met"))
        .when(stenting & counts.is_null())
        .then(pl.lit("needs_information"))
        .when(criteria)
        .then(pl.lit("met"))
        .when(~criteria)
        .then(pl.lit("not_met"))
        .otherwise(pl.lit("needs_information"))
    )
