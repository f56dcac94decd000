"""The drawing of the days of service: its bars lie where its words say, and no days are missing."""

from hypothesis import given, settings

from coverline.library.replies.windows import passages_of
from coverline.model.case import Case
from coverline.publish.timeline import MARGIN, WIDTH, timelines
from tests.laws.real import cases
from tests.web.forms import LIBRARY
from tests.web.test_same_answers import WORKED, decided
from tests.web.test_steps import case_of


@settings(max_examples=40)
@given(cases(share=0.4).filter(decided))
def test_bars_follow_each_other_from_edge_to_edge(case: Case) -> None:
    for drawn in timelines(passages_of(case, LIBRARY)):
        assert drawn.bars[0].x == MARGIN
        for left, right in zip(drawn.bars, drawn.bars[1:], strict=False):
            assert abs(left.x + left.width - right.x) < 0.2
            assert left.met is not right.met
        assert abs(drawn.bars[-1].x + drawn.bars[-1].width - (WIDTH - MARGIN)) < 0.2
        assert MARGIN < drawn.service.x < WIDTH - MARGIN


def test_the_date_of_service_stands_inside_the_bar_that_decides_it() -> None:
    for case in WORKED.values():
        if not case.date_of_service.is_exact:
            continue
        outcomes = [each.outcome.value for each in LIBRARY.decide(case).services]
        if len(set(outcomes)) > 1:
            continue
        for drawn in timelines(passages_of(case, LIBRARY)):
            inside = [bar for bar in drawn.bars if bar.x <= drawn.service.x + 0.1 < bar.x + bar.width]
            assert [bar.met for bar in inside] == [outcomes[0] == "met"]


def test_levels_with_the_same_days_share_a_drawing() -> None:
    alike = case_of(services=[{"code": "22511", "levels": ["L1", "L3"]}])
    assert [each.subject for each in timelines(passages_of(alike, LIBRARY))] == ["L1, L3"]
