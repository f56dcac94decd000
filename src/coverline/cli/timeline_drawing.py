"""A timeline as SVG: a bar for each part, its windows open, what is before and after beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from textwrap import wrap

from coverline.cli.timeline import Stretch, days

WIDTH, MARGIN, TOP = 960, 24, 64
LINE, BAR, ROW_GAP, COLUMNS = 18, 22, 20, 125
COLOURS = {True: "#2e7d32", False: "#c9ccd1"}
BEYOND = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Row:
    """One part: what it is about, its stretches of days and the case's own day of service."""

    subject: str
    stretches: tuple[Stretch, ...]
    service: date

    @property
    def height(self) -> int:
        """The height of the row with its lines of words."""
        return LINE + BAR + LINE * sum(len(_wrapped(each)) for each in self.stretches) + 14


@dataclass(frozen=True, slots=True)
class Scale:
    """Days from left to right."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """How far to the right the beginning of a day lies."""
        inside = min(max(day, self.first), self.last)
        share = (inside - self.first).days / (self.last - self.first).days
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)


def drawing(title: str, rows: Sequence[Row]) -> str:
    """The drawing with a title and a description, which say the same in words."""
    scale = _scale(rows)
    height = TOP + sum(row.height + ROW_GAP for row in rows)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"',
        f'     width="{WIDTH}" height="{height}" aria-labelledby="title description">',
        f'  <title id="title">{escape(title)}</title>',
        f'  <desc id="description">{escape(_described(rows))}</desc>',
        f'  <rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        '  <g font-family="sans-serif" font-size="13" fill="#1b1f24">',
        f'    <text x="{MARGIN}" y="30" font-size="17" font-weight="bold">{escape(title)}</text>',
    ]
    top = TOP
    for row in rows:
        lines += [f"    {line}" for line in _row(row, scale, top)]
        top += row.height + ROW_GAP
    return "\n".join([*lines, "  </g>", "</svg>", ""])


def _scale(rows: Sequence[Row]) -> Scale:
    """From a month before the first day that is named to a month after the last."""
    named = [day for row in rows for each in row.stretches for day in (each.first, each.last) if day]
    named += [row.service for row in rows]
    return Scale(min(named) - BEYOND, max(named) + BEYOND)


def _described(rows: Sequence[Row]) -> str:
    return ". ".join(
        f"{row.subject}: {'; '.join(f'{days(each)}, {_said(each)}' for each in row.stretches)}"
        for row in rows
    )


def _said(stretch: Stretch) -> str:
    return "meets the policy (not an approval)" if stretch.met else stretch.why


def _row(row: Row, scale: Scale, top: int) -> Iterator[str]:
    bar = top + LINE - 6
    yield f'<text x="{MARGIN}" y="{top}" font-weight="bold">{escape(row.subject)}</text>'
    for each in row.stretches:
        left = scale.at(each.first or scale.first)
        right = scale.at(each.last + timedelta(days=1) if each.last else scale.last)
        width = round(right - left, 1)
        yield f'<rect x="{left}" y="{bar}" width="{width}" height="{BAR}" fill="{COLOURS[each.met]}"/>'
    x = scale.at(row.service)
    yield f'<line x1="{x}" y1="{bar - 4}" x2="{x}" y2="{bar + BAR + 4}" stroke="#b3261e" stroke-width="2"/>'
    yield (
        f'<text x="{WIDTH - MARGIN}" y="{top}" text-anchor="end" fill="#b3261e">'
        f"date of service {row.service}</text>"
    )
    y = bar + BAR
    for each in row.stretches:
        yield f'<rect x="{MARGIN}" y="{y + LINE - 10}" width="10" height="10" fill="{COLOURS[each.met]}"/>'
        for line in _wrapped(each):
            y += LINE
            yield f'<text x="{MARGIN + 18}" y="{y}">{escape(line)}</text>'


def _wrapped(stretch: Stretch) -> list[str]:
    return wrap(f"{days(stretch)}: {_said(stretch)}", COLUMNS)
