"""The same facts as a case, for the sides that are Coverline's own."""

from hand_written import Facts

from coverline.model.case import Case, Known, Service, Value
from coverline.model.quantity import Duration, Span, Unit

_SERVICES = {
    "cigna-0040": ("cigna", Service("22513", "balloon_kyphoplasty", ("L1",))),
    "bcbsma-484": ("bcbsma", Service("22511", "vertebroplasty", ("L1",))),
}


def case_of(policy: str, facts: Facts) -> Case:
    """A case of this policy's payer, for one typical service at one level."""
    payer, service = _SERVICES[policy]
    stated = {name: Known(name, value) for name, value in _named(facts).items() if value is not None}
    return Case(
        payer=payer,
        product="commercial_ppo",
        state="MA",
        setting="outpatient",
        date_of_service=Span.exactly(facts.service),
        services=(service,),
        diagnoses=("M80.08XA",),
        facts=stated,
    )


def _named(facts: Facts) -> dict[str, Value | None]:
    """The facts under their names in the vocabulary; None is unknown."""
    began = Span.exactly(facts.fracture_date) if facts.fracture_date else None
    return {
        "indication": facts.indication,
        "symptomatic": facts.symptomatic,
        "pain_severity": facts.pain_severity,
        "pain_debilitating": facts.pain_debilitating,
        "fracture_date": began,
        "conservative_treatment_duration": _treatment(facts),
        "conservative_treatment_failed": facts.treatment_failed,
        "responding_to_conservative_treatment": facts.responding,
        "imaging_shows_recent_fracture": facts.recent_on_imaging,
        "pain_correlates_with_imaging": facts.correlates,
        "pain_from_nonhealing_fracture": facts.nonhealing,
        "fracture_healed": facts.healed,
        "aggressive_hemangioma": facts.aggressive,
        "prophylactic": facts.prophylactic,
        "hospitalized_for_fracture": facts.hospitalized,
        "ambulation_prevented": facts.ambulation_prevented,
    }


def _treatment(facts: Facts) -> Duration | None:
    if facts.treatment_days is not None:
        return Duration(facts.treatment_days, Unit.DAYS)
    return None if facts.treatment_months is None else Duration(facts.treatment_months, Unit.MONTHS)
