"""Many at once is each alone: generated policies and generated rows."""

from hypothesis import event, given, settings

from coverline import batch
from coverline.batch.tables import engine_of
from tests.batch.row_by_row import answered, row_of, rows_of
from tests.laws.batch_worlds import Table, tables


# Each example is a policy with many rows, for which an engine is built.
@settings(max_examples=settings().max_examples // 5)
@given(tables())
def test_every_row_is_answered_as_alone(table: Table) -> None:
    added = (*batch.ANSWERS, *engine_of(table.library).criteria)
    found = rows_of(batch.decide(table.frame, criteria=True, policies=table.library), added)
    alone = [row_of(each, added) for each in answered(table.frame, table.library)]
    for got, expected, row in zip(found, alone, table.frame.iter_rows(named=True), strict=True):
        event(str(expected["outcome"]))
        assert got == expected, row
    outcomes = batch.decide(table.frame, policies=table.library, columns=("outcome",))
    assert outcomes["outcome"].to_list() == [each["outcome"] for each in alone]
