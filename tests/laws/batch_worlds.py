"""Generated policies with rows of cells, for the laws of tables."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import strategies as st

from coverline.library import Library
from tests.laws.generated import CODES, SERVICE_DAYS, YES_NO, World, worlds
from tests.laws.real import LIBRARY

LENGTHS = ("3 days", "1 week", "1 month", "9 days", "31 days", "28 days", "2 months", "30 days", "4 weeks")
COLUMNS = (
    *("payer", "product", "state", "date_of_service", "code", "technique", "level"),
    *(*YES_NO, "color", "height", "tools", "began", "began_ago", "tried", "judged"),
)


@dataclass(frozen=True)
class Table:
    """A library of one generated policy, and rows to answer by it."""

    library: Library
    frame: pl.DataFrame


def library_of(world: World) -> Library:
    """A library that holds nothing but the world's policy."""
    content = replace(
        LIBRARY.content,
        vocabulary=world.vocabulary,
        procedure_codes=CODES,
        policies={"policy": world.versions},
        files={"policy": ("policy.yaml",) * len(world.versions)},
    )
    return Library(content, "hash", Path("nowhere"))


def often(values: Any) -> st.SearchStrategy[Any]:
    """One of these, or nothing."""
    return st.one_of(st.none(), st.sampled_from(values))


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """A row of cells, some of them partial dates, lengths beside dates, or contradictions."""
    day = draw(st.sampled_from(SERVICE_DAYS)) + timedelta(days=draw(st.sampled_from([-1, 0, 0, 0, 1, 3])))
    service = draw(st.sampled_from([str(day)] * 4 + [str(day)[:7]]))
    began = day - timedelta(days=draw(st.integers(0, 40)))
    return {
        "payer": "payer",
        "product": draw(often(["commercial", "medicare"])),
        "state": draw(often(["AA", "bb"])),
        "date_of_service": service,
        "code": draw(st.sampled_from(["11111", "11111", "22222", "33333", "44444", "55555"])),
        "technique": draw(st.sampled_from([None, None, "first", "second", "third"])),
        "level": draw(often(["U1", "l1"])),
        **{name: draw(often(["yes", "no"])) for name in YES_NO},
        "color": draw(often(["red", "green", "blue", "none"])),
        "height": draw(often(["0", "29.5", "30 percent", "45", "60", "one third", "100%"])),
        "tools": draw(often(["awl", "bit;cog", "[]", "awl;bit;cog", "cog"])),
        "began": draw(st.sampled_from([None, None, str(began), str(began), str(began)[:7], str(began)[:4]])),
        "began_ago": draw(st.sampled_from([None, None, *LENGTHS])),
        "tried": draw(often(LENGTHS)),
        "judged": draw(often(["yes", "no"])),
    }


@st.composite
def tables(draw: st.DrawFn, size: int = 12) -> Table:
    """A generated policy with rows."""
    world = draw(worlds())
    found = [draw(rows()) for _ in range(size)]
    return Table(library_of(world), pl.DataFrame(found, schema=dict.fromkeys(COLUMNS, pl.String)))
