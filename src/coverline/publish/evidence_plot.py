"""The evidence as SVG: years from left to right, a lane for each direction, circles whose area shows n."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import sqrt

from coverline.model.evidence import Direction, Evidence, Study
from coverline.publish.wording import kind_in_words

WIDTH, LEFT, RIGHT, TOP, GAP = 960, 120, 24, 74, 16
SMALLEST, LARGEST, FULL = 3.6, 16.0, 2000
LANES = (Direction.FAVOURS, Direction.MIXED, Direction.NEUTRAL, Direction.AGAINST)
COLOURS = {
    Direction.FAVOURS: "#2e7d32",
    Direction.MIXED: "#8a6d00",
    Direction.NEUTRAL: "#5f6670",
    Direction.AGAINST: "#b3261e",
}
SIZES = {100: "up to 100", 500: "500", FULL: "2,000 or more"}


@dataclass(frozen=True, slots=True)
class Dot:
    """A study at its place in a lane; `y` counts from the middle of the lane."""

    study: Study
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Years from left to right."""

    first: int
    last: int

    def at(self, year: int) -> float:
        """How far to the right a year lies."""
        return round(LEFT + (year - self.first) / (self.last - self.first) * (WIDTH - LEFT - RIGHT - 20), 1)


def drawing(evidence: Evidence, title: str = "What the payers cite, and which way it points") -> str:
    """The plot with a title and a description that say the same in words."""
    dated = [each for each in evidence.studies.values() if each.year is not None]
    scale = _scale(dated)
    lanes = [(each, _placed([study for study in dated if study.direction is each], scale)) for each in LANES]
    heights = [_height(dots) for _, dots in lanes]
    height = TOP + sum(heights) + GAP * len(lanes) + 60
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"',
        f'     width="{WIDTH}" height="{height}" aria-labelledby="plot-title plot-description">',
        f'  <title id="plot-title">{escape(title)}</title>',
        f'  <desc id="plot-description">{escape(described(evidence))}</desc>',
        f'  <rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        '  <g font-family="sans-serif" font-size="13" fill="#1b1f24">',
        f'    <text x="24" y="30" font-size="17" font-weight="bold">{escape(title)}</text>',
        *(f"    {line}" for line in _legend()),
        *(f"    {line}" for line in _years(scale, TOP, height - 60)),
    ]
    top = TOP
    for (direction, dots), tall in zip(lanes, heights, strict=True):
        lines += [f"    {line}" for line in _lane(direction, dots, top, tall)]
        top += tall + GAP
    lines.append(f'    <text x="24" y="{height - 12}">{escape(_left_out(evidence, dated))}</text>')
    return "\n".join([*lines, "  </g>", "</svg>", ""])


def described(evidence: Evidence) -> str:
    """The plot in words: how many studies point each way, from when, and the largest of them."""
    said = []
    for direction in LANES:
        studies = [each for each in evidence.studies.values() if each.direction is direction]
        years = [each.year for each in studies if each.year is not None]
        spread = f", {min(years)} to {max(years)}" if years else ""
        largest = max(studies, key=lambda each: each.n or 0, default=None)
        named = f"; the largest is {named_in_full(largest)}" if largest and largest.n else ""
        said.append(f"{direction.value}: {len(studies)}{spread}{named}")
    return ". ".join(said)


def named_in_full(study: Study) -> str:
    """A study by author, year and number of people."""
    year = f" {study.year}" if study.year else ""
    return f"{study.by}{year}" + (f", n {study.n:,}" if study.n else ", n not printed")


def _scale(dated: Sequence[Study]) -> Scale:
    years = [each.year for each in dated if each.year is not None] or [2000]
    return Scale(min(years) - 1, max(years) + 1)


def _radius(study: Study) -> float:
    """The area grows with n up to a bound; without n the circle is the smallest, and hollow."""
    if study.n is None:
        return SMALLEST
    return round(max(SMALLEST, LARGEST * sqrt(min(study.n, FULL) / FULL)), 1)


def _placed(studies: Sequence[Study], scale: Scale) -> list[Dot]:
    """The studies side by side where years crowd them: the largest first, the others where there is room."""
    placed: list[Dot] = []
    for study in sorted(studies, key=lambda each: (-_radius(each), each.id)):
        assert study.year is not None
        x, radius = scale.at(study.year), _radius(study)
        steps = (sign * step for step in range(400) for sign in (1, -1))
        y = next(each for each in steps if all(_apart(x, each, radius, other) for other in placed))
        placed.append(Dot(study, x, y, radius))
    return placed


def _apart(x: float, y: float, radius: float, other: Dot) -> bool:
    return (x - other.x) ** 2 + (y - other.y) ** 2 >= (radius + other.radius + 1) ** 2


def _height(dots: Sequence[Dot]) -> int:
    return 2 * int(max((abs(each.y) + each.radius for each in dots), default=0) + 8)


def _legend() -> Iterator[str]:
    x = float(WIDTH - RIGHT)
    yield f'<text x="{x}" y="52" text-anchor="end">no n printed</text>'
    x -= 92
    yield f'<circle cx="{x}" cy="48" r="{SMALLEST}" fill="none" stroke="#5f6670" stroke-width="1.5"/>'
    for size, label in reversed(SIZES.items()):
        x -= 20
        yield f'<text x="{x}" y="52" text-anchor="end">{label}</text>'
        radius = max(SMALLEST, round(LARGEST * sqrt(size / FULL), 1))
        x -= 6.6 * len(label) + radius + 6
        yield f'<circle cx="{round(x, 1)}" cy="48" r="{radius}" fill="#9aa0a8"/>'
        x -= radius
    yield f'<text x="{x - 10}" y="52" text-anchor="end">number of people (n)</text>'


def _years(scale: Scale, top: int, bottom: int) -> Iterator[str]:
    step = 2 if scale.last - scale.first <= 24 else 5
    for year in range(scale.first + -scale.first % step, scale.last + 1, step):
        x = scale.at(year)
        yield f'<line x1="{x}" y1="{top}" x2="{x}" y2="{bottom}" stroke="#e3e6ea"/>'
        yield f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{year}</text>'


def _lane(direction: Direction, dots: Sequence[Dot], top: int, height: int) -> Iterator[str]:
    middle = top + height / 2
    colour = COLOURS[direction]
    yield f'<text x="24" y="{middle}" fill="{colour}" font-weight="bold">{direction.value}</text>'
    yield f'<text x="24" y="{middle + 17}">{len(dots)}</text>'
    for each in dots:
        fill = f'fill="{colour}" fill-opacity="0.75"' if each.study.n is not None else 'fill="#ffffff"'
        said = f"{named_in_full(each.study)}: {kind_in_words(each.study.kind)}, {each.study.finding}"
        yield f'<circle cx="{each.x}" cy="{round(middle + each.y, 1)}" r="{each.radius}" {fill}'
        yield f'        stroke="{colour}" stroke-width="1.5"><title>{escape(said)}</title></circle>'


def _left_out(evidence: Evidence, dated: Sequence[Study]) -> str:
    undated = len(evidence.studies) - len(dated)
    if not undated:
        return f"{len(dated)} studies"
    return f"{len(dated)} studies; {undated} without a printed year are not shown"
