"""The days that would be met after something is documented."""

from datetime import date, timedelta

from coverline.library.replies.windows import passages_of
from coverline.publish.stretches import stretches
from coverline.search.paths import paths_of_parts
from coverline.search.steps import along
from coverline.web.possible import possible_windows
from tests.web.forms import LIBRARY
from tests.web.test_steps import case_of


def test_the_days_after_something_is_documented_are_those_of_the_case_with_it() -> None:
    case = case_of(
        payer="uhcwest",
        facts={
            "conservative_treatment_failed": True,
            "functional_impairment": True,
            "pain_onset": "2021-02-01",
            "spinal_cord_compression": False,
            "significant_vertebral_collapse": False,
            "fracture_healed": False,
            "indication": "osteoporotic_fracture",
            "symptomatic": True,
        },
    )
    ((words, days),) = possible_windows(case, LIBRARY)
    assert words == "if the chart shows other pain causes excluded: yes"
    ((path,),) = paths_of_parts(case, LIBRARY.plan_for(case), LIBRARY.procedure_codes)
    (passage,) = passages_of(along(path, case), LIBRARY)
    (met,) = [each for each in stretches(passage) if each.met]
    assert met.last == date(2021, 6, 1)
    assert days == f"{met.first} to {met.last}"
    assert met.first is not None
    assert met.first - timedelta(days=1) < case.date_of_service.last
