"""All proportions of the invented requests, their days of service, and what can be malformed."""

from collections.abc import Mapping
from datetime import date

from coverline.batch.sample_chart import CHART
from coverline.batch.sample_proportion import Draw
from coverline.batch.sample_request import REQUEST

DRAWS: tuple[Draw, ...] = (*REQUEST, *CHART)

# The days of service in each payer's periods, both included: what its document decides, and beside it.
DAYS: Mapping[tuple[str, str], tuple[date, date]] = {
    ("bcbsma", "before"): (date(2015, 1, 1), date(2017, 9, 30)),
    ("bcbsma", "within"): (date(2017, 10, 1), date(2026, 6, 30)),
    ("floridablue", "before"): (date(2017, 1, 1), date(2020, 6, 14)),
    ("floridablue", "within"): (date(2020, 6, 15), date(2026, 6, 30)),
    ("cigna", "within"): (date(2021, 1, 1), date(2024, 10, 31)),
    ("cigna", "after"): (date(2024, 11, 1), date(2026, 6, 30)),
    ("bcbsm", "before"): (date(2008, 1, 1), date(2009, 12, 31)),
    ("bcbsm", "within"): (date(2012, 1, 1), date(2026, 6, 30)),
    ("uhcwest", "within"): (date(2019, 1, 1), date(2026, 6, 30)),
}

# What a malformed row says instead, one of these at a time.
MALFORMED: tuple[Mapping[str, str | bool], ...] = (
    {"payer": "acme"},
    {"date_of_service": "2024-02-30"},
    {"date_of_service": "03/14/2024"},
    {"technique": "baloon_kyphoplasty"},
    {"level": "L6"},
    {"indication": "osteoporosis"},
    {"conservative_treatment_duration": "six weeks"},
    {"fracture_healed": True, "imaging_shows_recent_fracture": True},
    {"conservative_treatment_failed": True, "responding_to_conservative_treatment": True},
)
