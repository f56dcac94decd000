"""A timeline as SVG: a bar for each part under a scale of months, and in words what each stretch means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from textwrap import shorten, wrap

from coverline.model.quantity import Span
from coverline.publish.stretches import State, Stretch, days, said

WIDTH, MARGIN, TOP = 960, 24, 66
LINE, BAR, MONTHS, ROW_GAP, ARROW, LABEL = 18, 24, 14, 24, 9, 22
COLUMNS, LONGEST_SUBJECT, LONGEST_CASE = 125, 84, 24
COLOURS = {
    State.EARLY: ("#dde1e6", "#1b1f24"),
    State.OPEN: ("#1e6b2b", "#ffffff"),
    State.CLOSED: ("#aeb4bd", "#1b1f24"),
    State.NEVER: ("#dde1e6", "#1b1f24"),
}
# What lies farther from every date of service is cut off; its days are told in words.
BEYOND, FARTHEST = timedelta(days=30), timedelta(days=550)
LEGEND = "black line or frame: the date of service of the case; pointed: goes on beyond the drawing"
TICKS = 14
MONTHS_BETWEEN_TICKS = (1, 2, 3, 6)


@dataclass(frozen=True, slots=True)
class Row:
    """One part: its case, what it is about, its stretches of days and the case's own date of service."""

    case: str
    subject: str
    stretches: tuple[Stretch, ...]
    service: Span

    @property
    def height(self) -> int:
        """The height of the row with its lines of words."""
        return LINE + BAR + MONTHS + LINE * sum(len(_wrapped(each)) for each in self.stretches)


@dataclass(frozen=True, slots=True)
class Scale:
    """Days from left to right."""

    first: date
    last: date

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Scale":
        """From a month before the first day that is named to a month after the last, within bounds."""
        services = _services(rows)
        earliest, latest = min(services) - FARTHEST, max(services) + FARTHEST
        named = [day for row in rows for each in row.stretches for day in (each.first, each.last) if day]
        near = [day for day in named if earliest <= day <= latest]
        return cls(min(services + near) - BEYOND, max(services + near) + BEYOND)

    def at(self, day: date) -> float:
        """How far to the right the beginning of a day lies."""
        inside = min(max(day, self.first), self.last)
        share = (inside - self.first).days / (self.last - self.first).days
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    def ticks(self) -> list[date]:
        """First days of months, so far apart that their names do not meet."""
        months = range(self.first.year * 12 + self.first.month, self.last.year * 12 + self.last.month)
        step = next((each for each in MONTHS_BETWEEN_TICKS if len(months) / each <= TICKS), 12)
        found = (date(each // 12, each % 12 + 1, 1) for each in months if each % step == 0)
        return [day for day in found if MARGIN + LABEL < self.at(day) < WIDTH - MARGIN - LABEL]


def _services(rows: Sequence[Row]) -> list[date]:
    return [day for row in rows for day in (row.service.first or row.service.last, row.service.last)]


def _scales(rows: Sequence[Row]) -> list[Scale]:
    """One scale for all rows, so that they can be compared; one each where their services lie far apart."""
    services = _services(rows)
    if max(services) - min(services) <= FARTHEST:
        return [Scale.of(rows)] * len(rows)
    return [Scale.of([row]) for row in rows]


def drawing(title: str, rows: Sequence[Row]) -> str:
    """The drawing with a title and a description, which say the same in words."""
    height = TOP + sum(row.height + ROW_GAP for row in rows)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"',
        f'     width="{WIDTH}" height="{height}" aria-labelledby="title description">',
        f'  <title id="title">{escape(title)}</title>',
        f'  <desc id="description">{escape(_described(rows))}</desc>',
        f'  <rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        '  <g font-family="sans-serif" font-size="13" fill="#1b1f24">',
        f'    <text x="{MARGIN}" y="30" font-size="17" font-weight="bold">{escape(title)}</text>',
        f'    <text x="{WIDTH - MARGIN}" y="30" font-size="11" text-anchor="end">{LEGEND}</text>',
    ]
    top = TOP
    for row, scale in zip(rows, _scales(rows), strict=True):
        lines += [f"    {line}" for line in _row(row, scale, top)]
        top += row.height + ROW_GAP
    return "\n".join([*lines, "  </g>", "</svg>", ""])


def _described(rows: Sequence[Row]) -> str:
    return " ".join(
        f"{row.case}, {row.subject}, date of service {row.service}: "
        f"{'; '.join(f'{days(each)}, {said(each)}' for each in row.stretches)}."
        for row in rows
    )


def _months(scale: Scale, y: int) -> Iterator[str]:
    for day in scale.ticks():
        x = scale.at(day)
        yield f'<line x1="{x:g}" y1="{y}" x2="{x:g}" y2="{y + 4}" stroke="#4a525c"/>'
        yield f'<text x="{x:g}" y="{y + MONTHS}" font-size="10" text-anchor="middle">{day:%Y-%m}</text>'


def _row(row: Row, scale: Scale, top: int) -> Iterator[str]:
    bar = top + LINE - 6
    subject = escape(shorten(row.subject, LONGEST_SUBJECT, placeholder=" ..."))
    of_case = escape(shorten(row.case, LONGEST_CASE, placeholder=" ..."))
    service = f"{of_case}, date of service {row.service}"
    yield f'<text x="{MARGIN}" y="{top}" font-weight="bold">{subject}</text>'
    yield f'<text x="{WIDTH - MARGIN}" y="{top}" text-anchor="end">{service}</text>'
    for each in row.stretches:
        yield from _bar(each, scale, bar, _marks(row.service, scale))
    yield from _service(row.service, scale, bar)
    yield from _months(scale, bar + BAR)
    yield from _words(row, bar + BAR + MONTHS)


def _bar(stretch: Stretch, scale: Scale, y: int, marks: tuple[float, ...]) -> Iterator[str]:
    """The days of a stretch, pointed where they go on beyond the drawing."""
    left = scale.at(stretch.first or date.min)
    right = scale.at(stretch.last + timedelta(days=1) if stretch.last else date.max)
    fill, ink = COLOURS[stretch.state]
    arrow = min(ARROW, (right - left) / 2)
    before, after = arrow * (left == MARGIN), arrow * (right == WIDTH - MARGIN)
    points = (
        *((left + before, y), (right - after, y), (right, y + BAR / 2)),
        *((right - after, y + BAR), (left + before, y + BAR), (left, y + BAR / 2)),
    )
    corners = " ".join(f"{x:g},{height:g}" for x, height in points)
    yield f'<polygon points="{corners}" fill="{fill}"/>'
    x = _place_of_word(left, right, marks)
    if x is not None:
        word = stretch.state.value
        yield f'<text x="{x:g}" y="{y + 16}" font-size="11" text-anchor="middle" fill="{ink}">{word}</text>'


def _place_of_word(left: float, right: float, marks: tuple[float, ...]) -> float | None:
    """Where in a bar its word has room beside what is drawn over it: in the middle where it can be."""
    middle, aside = (left + right) / 2, 2 * LABEL
    places = (middle, middle + aside, middle - aside, middle + 2 * aside, middle - 2 * aside)
    taken = (left, right, *marks)
    return next((each for each in places if left < each < right and _is_free(each, taken)), None)


def _is_free(place: float, taken: tuple[float, ...]) -> bool:
    return all(abs(place - each) > LABEL + 6 for each in taken)


def _marks(service: Span, scale: Scale) -> tuple[float, ...]:
    first = scale.at(service.first or service.last)
    return (first,) if service.is_exact else (first, scale.at(service.last + timedelta(days=1)))


def _service(service: Span, scale: Scale, y: int) -> Iterator[str]:
    """The case's own date of service: a line, or a frame around all days that it can be."""
    top, bottom = y - 3, y + BAR + 3
    left, *right = _marks(service, scale)
    frame = "".join(f"H{each:g}V{top}H{left:g}" for each in right)
    for stroke, width in (("#ffffff", 5), ("#1b1f24", 2)):
        path = f"M{left:g} {top}V{bottom}{frame}"
        yield f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width}"/>'


def _words(row: Row, y: int) -> Iterator[str]:
    for each in row.stretches:
        fill, _ = COLOURS[each.state]
        yield f'<rect x="{MARGIN}" y="{y + LINE - 10}" width="10" height="10" fill="{fill}"/>'
        for line in _wrapped(each):
            y += LINE
            yield f'<text x="{MARGIN + 18}" y="{y}">{escape(line)}</text>'


def _wrapped(stretch: Stretch) -> list[str]:
    return wrap(f"{days(stretch)}, {said(stretch)}", COLUMNS)
