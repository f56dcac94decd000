"""Many cases at once: a table of rows gains the answers that each row would get alone."""

from coverline.batch.columns import ANSWERS, ColumnError
from coverline.batch.tables import decide

__all__ = ["ANSWERS", "ColumnError", "decide"]
