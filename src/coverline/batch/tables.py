"""Tables in and out: the reader's own kind of frame gains the columns of the answers."""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from os import environ
from pathlib import Path
from typing import Any, TypeVar

import narwhals as nw
import polars as pl
from polars.io.plugins import register_io_source

from coverline.batch.columns import ANSWERS, LISTS, check_columns, known_columns
from coverline.batch.criteria import KIND
from coverline.batch.engine import Engine
from coverline.library import Library
from coverline.library.content import Content

# Rows that are answered at a time: enough to be fast, few enough to need little memory.
CHUNK = 1_000_000
# Of a table that is read as it is answered; smaller, for all its columns are held.
BATCH = 250_000
# Fewer are not worth being answered side by side.
SMALLEST = 100_000

T = TypeVar("T")
U = TypeVar("U")


def decide(
    frame: Any, *, criteria: bool = False, policies: Library | None = None, columns: Sequence[str] = ANSWERS
) -> Any:
    """The same rows with their answers, as the same kind of frame.

    `frame` is a Polars DataFrame or LazyFrame, a pandas DataFrame, a DuckDB relation or a Spark DataFrame;
    `policies` are those shipped unless others are given; `columns` are the answers to work out, all unless
    some are named; `criteria` adds one column for each criterion. Raises ColumnError before anything runs.
    """
    library = policies or shipped()
    wrapped = nw.from_native(frame)
    names = wrapped.collect_schema().names()
    added = (*columns, *(engine_of(library).criteria if criteria else ()))
    check_columns(names, library.vocabulary, added)
    read = [name for name in known_columns(library.vocabulary) if name in names]
    answers = partial(_answers, library=library, added=added)
    match wrapped.implementation:
        case nw.Implementation.POLARS if isinstance(frame, pl.LazyFrame):
            return _lazily(frame, library, added)
        case nw.Implementation.POLARS:
            return pl.concat([frame, answers(frame)], how="horizontal")
        case nw.Implementation.PANDAS:
            found = answers(pl.from_pandas(frame[read])).to_pandas()
            return frame.assign(**{name: found[name].to_numpy() for name in added})
        case nw.Implementation.DUCKDB:
            return _through_arrow(frame, answers)
        case nw.Implementation.PYSPARK:
            return _on_spark(frame, policies, added)
    raise TypeError(f"found a frame of {wrapped.implementation}; expected Polars, pandas, DuckDB or Spark")


@cache
def shipped() -> Library:
    """The policies that come with Coverline."""
    return Library.load()


@lru_cache(maxsize=2)
def engine_of(library: Library) -> Engine:
    """The engine of a library, which keeps what it has learned."""
    return Engine(library)


def _answers(frame: pl.DataFrame, library: Library, added: Sequence[str]) -> pl.DataFrame:
    """The answers to the rows of a frame, in their order."""
    engine = engine_of(library)
    size = max(SMALLEST, min(CHUNK, -(-frame.height // pl.thread_pool_size())))
    if frame.height <= size:
        return engine.answers(frame, added)
    parts = side_by_side(frame.iter_slices(size), lambda part: engine.answers(part, added))
    # In one piece, so that nobody who selects from it has to cut the reader's rows anew.
    return pl.concat(parts, rechunk=True)


def _type(name: str) -> pl.DataType | type[pl.DataType]:
    """The type of an answer's column."""
    if name in LISTS:
        return pl.List(pl.String)
    return pl.String if name in ANSWERS else KIND


Answer = Callable[[pl.DataFrame], pl.DataFrame]


def side_by_side(parts: Iterable[T], answer: Callable[[T], U]) -> Iterator[U]:
    """The answers to some parts in their order, as many at a time as there are cores."""
    threads = pl.thread_pool_size()
    waiting: deque[Future[U]] = deque()
    with ThreadPoolExecutor(threads) as answerers:
        for part in parts:
            waiting.append(answerers.submit(answer, part))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _lazily(frame: pl.LazyFrame, library: Library, added: Sequence[str]) -> pl.LazyFrame:
    """The answers when they are collected: some rows at a time, and only the columns that are used."""
    names = frame.collect_schema()
    schema = pl.Schema({**names, **{name: _type(name) for name in added}})
    engine = engine_of(library)

    def source(
        used: list[str] | None, predicate: pl.Expr | None, most: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        kept = list(schema) if used is None else used
        answers = [name for name in added if name in kept]
        needed = {*kept, *(known_columns(library.vocabulary) if answers else ())}
        rows = frame.select(name for name in names if name in needed)
        rows = rows if most is None else rows.head(most)

        def answered(part: pl.DataFrame) -> pl.DataFrame:
            found = [engine.answers(part, answers)] if answers else []
            whole = pl.concat([part, *found], how="horizontal").select(kept)
            return whole if predicate is None else whole.filter(predicate)

        yield from side_by_side(rows.collect_batches(chunk_size=BATCH, maintain_order=True), answered)

    return register_io_source(source, schema=schema)


def _through_arrow(relation: Any, answers: Answer) -> Any:
    """The rows of a DuckDB relation with their answers, as a relation of the same connection."""
    parts = (pl.DataFrame(part) for part in relation.to_arrow_reader(CHUNK))
    found = [pl.concat([part, answers(part)], how="horizontal") for part in parts]
    # The query reads this by its name.
    answered = pl.concat(found).to_arrow()  # noqa: F841
    return relation.query("rows", "select * from answered")


@dataclass(frozen=True)
class Sent:
    """Policies on their way to where rows are: what a library is made of, under its fingerprint."""

    content: Content
    content_hash: str
    folder: Path

    def __hash__(self) -> int:
        return hash(self.content_hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sent) and self.content_hash == other.content_hash


@lru_cache(maxsize=2)
def _arrived(sent: Sent) -> Library:
    """The library, made once in each process however many batches arrive there."""
    return Library(sent.content, sent.content_hash, sent.folder)


def _on_spark(frame: Any, policies: Library | None, added: Sequence[str]) -> Any:
    """The rows of a Spark frame with their answers, worked out where the rows are."""
    from pyspark.sql.types import ArrayType, StringType, StructField, StructType

    kinds = {name: ArrayType(StringType()) if name in LISTS else StringType() for name in added}
    fields = [StructField(name, kind) for name, kind in kinds.items()]
    context = frame.sparkSession.sparkContext
    if context.master.startswith("local") and "PYSPARK_PYTHON" not in environ:
        # On this machine alone, rows are answered by the Python that runs this, where Coverline is.
        context.pythonExec = sys.executable
    sent = Sent(policies.content, policies.content_hash, policies.folder) if policies is not None else None
    return frame.mapInArrow(
        partial(_batches, sent=sent, added=tuple(added)), StructType([*frame.schema.fields, *fields])
    )


def _batches(batches: Iterable[Any], sent: Sent | None, added: tuple[str, ...]) -> Iterator[Any]:
    """Arrow batches with their answers."""
    import pyarrow  # type: ignore[import-untyped]

    library = _arrived(sent) if sent is not None else shipped()
    text = pyarrow.string()
    kinds = pyarrow.schema([(name, pyarrow.list_(text) if name in LISTS else text) for name in added])
    for held in _many(batches):
        rows = pyarrow.Table.from_batches(held)
        found = _answers(pl.DataFrame(rows), library, added)
        plain = found.select(pl.col(name).cast(pl.String) if name not in LISTS else name for name in added)
        made = plain.to_arrow().cast(kinds)
        for name in added:
            rows = rows.append_column(name, made[name])
        yield from rows.combine_chunks().to_batches()


def _many(batches: Iterable[Any]) -> Iterator[list[Any]]:
    """Batches in lists of so many rows that answering them together is worth it."""
    held: list[Any] = []
    for batch in batches:
        held.append(batch)
        if sum(each.num_rows for each in held) >= CHUNK:
            yield held
            held = []
    if held:
        yield held
