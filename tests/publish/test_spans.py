"""Which version decides on which days: all days, each once, as the engine decides them."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coverline.decide.scope import standing
from coverline.library.shipped import shipped
from coverline.model.policy import PolicyVersion
from coverline.publish.spans import DAY, on_day, spans

LIBRARY = shipped()
BEGIN = date(2020, 1, 1)


@st.composite
def histories(draw: st.DrawFn) -> tuple[PolicyVersion, ...]:
    """Versions in order, with gaps or without, whose outer ends may be open."""
    days = sorted(draw(st.lists(st.integers(0, 60), min_size=2, max_size=6, unique=True)))
    ends = [BEGIN + timedelta(days=day) for day in days]
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    policy = LIBRARY.version("cigna-0040")
    made = [
        replace(policy, version=replace(policy.version, name=str(first), first_day=first, last_day=last))
        for first, last in pairs
    ]
    if draw(st.booleans()):
        made[0] = replace(made[0], version=replace(made[0].version, first_day=None))
    if draw(st.booleans()):
        made[-1] = replace(made[-1], version=replace(made[-1].version, last_day=None))
    return tuple(made)


@given(histories())
def test_every_day_lies_in_one_span_that_stands_as_the_engine_says(
    versions: tuple[PolicyVersion, ...],
) -> None:
    found = spans(versions)
    assert found[0].first is found[-1].last is None
    for each, following in pairwise(found):
        assert each.last is not None
        assert following.first == each.last + DAY
    for number in range(-2, 64):
        day = BEGIN + timedelta(days=number)
        (around,) = [
            each
            for each in found
            if (each.first is None or each.first <= day) and (each.last is None or day <= each.last)
        ]
        assert around == on_day(versions, day)
        assert around.stands == standing(versions, day)


def test_a_retired_policy_names_what_decides_after_it() -> None:
    first, second = spans(LIBRARY.policies["cigna-0040"])
    assert (first.first, first.last) == (None, date(2024, 10, 31))
    assert first.decides is LIBRARY.version("cigna-0040")
    assert second.decides is None
    assert "EviCore" in second.instead
