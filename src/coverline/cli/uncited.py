"""The reverse of a citation: which lines of the source nothing in the policy cites."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import groupby

from coverline.model.criteria import Citation
from coverline.model.policy import PolicyVersion


def uncited(policy: PolicyVersion, last_line: int) -> tuple[tuple[int, int], ...]:
    """The ranges of source lines, ends included, that no rule, note or statement cites."""
    cited = {line for first, last in _ranges(policy) for line in range(first, last + 1)}
    left = [line for line in range(1, last_line + 1) if line not in cited]
    # Neighbours share the distance between a line's number and its place in the list.
    groups = groupby(enumerate(left), key=lambda pair: pair[1] - pair[0])
    runs = [[line for _, line in group] for _, group in groups]
    return tuple((run[0], run[-1]) for run in runs)


def _ranges(value: object) -> Iterator[tuple[int, int]]:
    """The lines of every citation anywhere inside a value."""
    if isinstance(value, Citation):
        if value.lines is not None:
            yield value.lines
    elif isinstance(value, Mapping):
        yield from _ranges(tuple(value.values()))
    elif isinstance(value, tuple):
        for each in value:
            yield from _ranges(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _ranges(getattr(value, field.name))
