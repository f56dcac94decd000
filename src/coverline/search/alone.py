"""A part of a case as a case of its own, with more of it known."""

from dataclasses import replace

from coverline.decide.parts import CasePart, parts_of_case
from coverline.decide.plan import PolicyPlan
from coverline.model.case import Case
from coverline.model.code import ProcedureCodes


def parts_under(case: Case, plan: PolicyPlan, codes: ProcedureCodes) -> tuple[CasePart, ...]:
    """The parts of a case as a policy's plan sees them."""
    return parts_of_case(case, codes, plan.of(plan.versions[0]).domains.consequences)


def alone(part: CasePart, case: Case) -> Case:
    """The case that asks about one part only, at its level and with its facts."""
    levels = (part.level,) if part.level is not None else ()
    service = replace(part.service, levels=levels)
    return replace(case, services=(service,), facts=part.stated, lesions=())
