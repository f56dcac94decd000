"""Two policies as a programmer would write them for speed alone: no explanation, no questions, no citations.

Each takes facts that are already parsed and gives met, not_met or unknown after Kleene, with the vocabulary's
implications and calendar arithmetic. They are what the benchmark measures everything else against.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

Truth = bool | None

_SIX_WEEKS = timedelta(weeks=6)
_MALIGNANT = frozenset({"osteolytic_metastasis", "multiple_myeloma"})
_FRACTURES = frozenset(
    {"osteoporotic_fracture", "osteonecrosis", "steroid_induced_fracture", "osteolytic_other", *_MALIGNANT}
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a treated level; None is unknown. A treatment's length is in days or in months."""

    service: date
    indication: str | None = None
    symptomatic: Truth = None
    pain_severity: str | None = None
    pain_debilitating: Truth = None
    fracture_date: date | None = None
    treatment_days: int | None = None
    treatment_months: int | None = None
    treatment_failed: Truth = None
    responding: Truth = None
    recent_on_imaging: Truth = None
    correlates: Truth = None
    nonhealing: Truth = None
    healed: Truth = None
    aggressive: Truth = None
    prophylactic: Truth = None
    hospitalized: Truth = None
    ambulation_prevented: Truth = None


def cigna(facts: Facts) -> str:
    """The criteria of cigna-0040 for vertebroplasty and every kyphoplasty."""
    recent, correlates, began = facts.recent_on_imaging, facts.correlates, facts.fracture_date
    if recent is None and facts.healed:
        recent = False
    if recent is False or correlates is False:
        return "not_met"
    if began is not None and began <= _three_months_before(facts.service):
        return "not_met"
    situation = _cigna_situation(facts)
    if situation is False:
        return "not_met"
    if situation is None or recent is None or correlates is None or began is None:
        return "unknown"
    return "met"


def _cigna_situation(facts: Facts) -> Truth:
    """Six weeks of treatment failed, severe pain from malignancy, or a painful or aggressive tumor."""
    indication = facts.indication
    if indication is None:
        return _cigna_situation_of_any(facts)
    if indication in _FRACTURES:
        failed = _disabling_after_six_weeks(facts)
        if failed or indication not in _MALIGNANT:
            return failed
        severity = _severity(facts)
        return True if severity == "severe" else None if severity is None else failed
    symptomatic = _symptomatic(facts)
    if indication == "hemangioma":
        if symptomatic or facts.aggressive:
            return True
        return None if symptomatic is None or facts.aggressive is None else False
    return symptomatic if indication == "eosinophilic_granuloma" else False


def _cigna_situation_of_any(facts: Facts) -> Truth:
    """The situation where the indication is unknown: open unless every one is excluded."""
    possible = (
        _disabling_after_six_weeks(facts) is not False
        or _severity(facts) in (None, "severe")
        or _symptomatic(facts) is not False
        or facts.aggressive is not False
    )
    return None if possible else False


def massachusetts(facts: Facts) -> str:
    """The criteria of bcbsma-484 for vertebroplasty."""
    later = _massachusetts_later(facts)
    if later:
        return "met"
    early = _massachusetts_early(facts)
    if early:
        return "met"
    return "unknown" if later is None or early is None else "not_met"


def _massachusetts_later(facts: Facts) -> Truth:
    """A printed indication, the pain from a fracture that does not heal, and not as prevention."""
    nonhealing, prophylactic = facts.nonhealing, facts.prophylactic
    if nonhealing is None and facts.healed:
        nonhealing = False
    if nonhealing is False or prophylactic:
        return False
    printed = _massachusetts_indication(facts)
    if printed and (nonhealing is None or prophylactic is None):
        return None
    return printed


def _massachusetts_indication(facts: Facts) -> Truth:
    indication = facts.indication
    if indication in _MALIGNANT:
        severity = _severity(facts)
        return None if severity is None else severity == "severe"
    if indication is not None and indication != "osteoporotic_fracture":
        return False
    failed, symptomatic = _six_weeks_failed(facts), _symptomatic(facts)
    osteoporotic = False if failed is False or symptomatic is False else failed and symptomatic
    if indication is not None:
        return osteoporotic
    return False if osteoporotic is False and _severity(facts) not in (None, "severe") else None


def _massachusetts_early(facts: Facts) -> Truth:
    """A symptomatic fracture of less than six weeks that led to a hospital stay or prevents walking."""
    indication, symptomatic, began = facts.indication, _symptomatic(facts), facts.fracture_date
    if symptomatic is False or (indication is not None and indication != "osteoporotic_fracture"):
        return False
    if began is not None and began <= facts.service - _SIX_WEEKS:
        return False
    hospitalized, ambulation_prevented = facts.hospitalized, facts.ambulation_prevented
    if hospitalized is False and ambulation_prevented is False:
        return False
    if symptomatic is None or indication is None or began is None:
        return None
    return True if hospitalized or ambulation_prevented else None


def _symptomatic(facts: Facts) -> Truth:
    severity = facts.pain_severity
    return facts.symptomatic if severity is None or severity == "none" else True


def _severity(facts: Facts) -> str | None:
    return "none" if facts.pain_severity is None and facts.symptomatic is False else facts.pain_severity


def _disabling_after_six_weeks(facts: Facts) -> Truth:
    debilitating = facts.pain_debilitating
    if debilitating is False:
        return False
    failed = _six_weeks_failed(facts)
    return failed if debilitating or failed is False else None


def _six_weeks_failed(facts: Facts) -> Truth:
    failed, days, months = facts.treatment_failed, facts.treatment_days, facts.treatment_months
    if failed is None and facts.responding:
        failed = False
    # Any two months are more than 42 days, and no single month is.
    long_enough = days >= 42 if days is not None else months >= 2 if months is not None else None
    if failed is False or long_enough is False:
        return False
    return None if failed is None or long_enough is None else True


def _three_months_before(day: date) -> date:
    year, month = (day.year, day.month - 3) if day.month > 3 else (day.year - 1, day.month + 9)
    number = day.day
    return date(year, month, number if number < 29 else min(number, monthrange(year, month)[1]))
