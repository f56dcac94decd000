"""Fragments of a page of a PDF brought into lines; the lines of a table's row into one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coverline.drafting.blocks import is_mark

# In heights of a line: what makes a space, a column, the next line of a cell, and one left edge.
_SPACE, _COLUMN, _TIGHT, _EDGE = 0.12, 1.6, 0.75, 0.6


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text of one style on one line; measures are in points, from the left and from the bottom."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The height of its letters."""
        return max(self.top - self.bottom, 1.0)


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page: its text without its indent, and where it stands."""

    text: str
    left: float
    bottom: float
    height: float


# A line as its cells, each with its fragments in order.
Cells = list[list[Fragment]]


def page_lines(fragments: Sequence[Fragment]) -> Iterator[PageLine]:
    """The lines in the order in which they are set; a row of a table is one, however many its cells have."""
    cells: Cells = []
    for row in _rows(fragments):
        more = _cells(row)
        if cells and _goes_on(cells, more):
            cells = _extended(cells, more)
            continue
        if cells:
            yield _line(cells)
        cells = more
    if cells:
        yield _line(cells)


def beside(one: Fragment, other: Fragment) -> bool:
    """Whether two fragments overlap by more than half of the smaller one's height."""
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > 0.5 * min(one.height, other.height)


def _rows(fragments: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """Fragments that follow each other on one line of the page, in the order in which they are set.

    That order keeps the columns of a page together, where their heights do not.
    """
    row: list[Fragment] = []
    for each in fragments:
        if row and not (beside(row[-1], each) and each.left >= row[-1].left):
            yield row
            row = []
        row.append(each)
    if row:
        yield row


def _cells(row: Sequence[Fragment]) -> Cells:
    """The fragments of a line, those together that no column parts; a mark is part of what it marks."""
    cells = [[row[0]]]
    for before, each in pairwise(row):
        marked = before is row[0] and (is_mark(before.text) or len(before.text.strip()) == 1)
        if _gap(before, each) > _COLUMN and not marked:
            cells.append([])
        cells[-1].append(each)
    return cells


def _gap(before: Fragment, each: Fragment) -> float:
    return (each.left - before.right) / max(before.height, each.height)


def _goes_on(cells: Cells, more: Cells) -> bool:
    """Whether a line belongs to the row of a table above it: its cells go on, or it is a further cell."""
    if len(cells) < 2:
        return False
    if beside(cells[0][0], more[0][0]) and more[0][0].left > max(each[-1].right for each in cells):
        return True
    columns = [_column(cells, each) for each in more]
    below = [cells[at][-1] for at in columns if at is not None]
    if len(below) < len(more) or not all(map(_is_next_line, below, (each[0] for each in more))):
        return False
    return 0 not in columns or all(each[0].text.strip()[0].islower() for each in more)


def _column(cells: Cells, more: Sequence[Fragment]) -> int | None:
    """The column that a fragment is set in, None where it is set in none."""
    edge = _EDGE * more[0].height
    return next((at for at, each in enumerate(cells) if abs(each[0].left - more[0].left) < edge), None)


def _is_next_line(before: Fragment, each: Fragment) -> bool:
    return -_EDGE * each.height <= before.bottom - each.top < _TIGHT * each.height


def _extended(cells: Cells, more: Cells) -> Cells:
    extended = [list(each) for each in cells]
    for each in more:
        at = _column(cells, each)
        if at is None:
            extended.append(list(each))
        else:
            extended[at] += each
    return extended


def _line(cells: Cells) -> PageLine:
    first = cells[0][0]
    height = max(each.height for cell in cells for each in cell)
    return PageLine("\t".join(map(_words, cells)), first.left, first.bottom, height)


def _words(cell: Sequence[Fragment]) -> str:
    text = _printable(cell[0])
    for before, each in pairwise(cell):
        apart = not beside(before, each) or _gap(before, each) > _SPACE
        text += (" " if apart else "") + _printable(each)
    return text


def _printable(fragment: Fragment) -> str:
    # Letters outside the plane of Unicode that fonts use for no letter come as control characters.
    return " ".join("".join(each if each.isprintable() else " " for each in fragment.text).split())
