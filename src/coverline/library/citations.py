"""What a policy cites, and the reverse: which lines of the source nothing in it cites."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import groupby

from coverline.model.criteria import Citation
from coverline.sources.register import Lines


def cited(value: object) -> Iterator[Lines]:
    """The lines of every citation anywhere inside a policy or a part of one."""
    if isinstance(value, Citation):
        if value.lines is not None:
            yield value.lines
    elif isinstance(value, Mapping):
        yield from cited(tuple(value.values()))
    elif isinstance(value, tuple):
        for each in value:
            yield from cited(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from cited(getattr(value, field.name))


def uncited(value: object, last_line: int) -> tuple[Lines, ...]:
    """The ranges of source lines, ends included, that no rule, note or statement cites."""
    lines = {line for first, last in cited(value) for line in range(first, last + 1)}
    return ranges(line for line in range(1, last_line + 1) if line not in lines)


def ranges(lines: Iterable[int]) -> tuple[Lines, ...]:
    """Rising line numbers as ranges, ends included."""
    # Neighbours share the distance between a line's number and its place in the list.
    groups = groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0])
    runs = [[line for _, line in group] for _, group in groups]
    return tuple((run[0], run[-1]) for run in runs)
