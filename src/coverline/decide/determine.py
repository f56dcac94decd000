"""The determination of a case: each part, then the whole."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from coverline.codesets.form import normalize
from coverline.decide.add_on import without_primary
from coverline.decide.codes import code_findings
from coverline.decide.explain import explanation
from coverline.decide.facts import close
from coverline.decide.fields import Fields, holds
from coverline.decide.inquiry import Inquiry
from coverline.decide.missing import missing
from coverline.decide.parts import CasePart, parts_of_case
from coverline.decide.plan import PolicyPlan
from coverline.decide.referrals import referrals
from coverline.decide.warnings import raised
from coverline.model.case import Case
from coverline.model.code import ProcedureCodes
from coverline.model.determination import (
    Action,
    Determination,
    DocumentToSend,
    Outcome,
    Part,
    PolicyInForce,
    RaisedWarning,
)
from coverline.model.policy import Authorization, Category, PolicyVersion, Unmet

LEAST_FAVOURABLE_FIRST = tuple(Outcome)
ACTIONS = {
    Outcome.MET: Action.APPROVE,
    Outcome.NOT_MET: Action.CLINICAL_REVIEW,
    Outcome.NEEDS_INFORMATION: Action.REQUEST_INFORMATION,
    Outcome.NOT_APPLICABLE: Action.REDIRECT,
}
MOST_BURDENSOME_FIRST = (Authorization.REQUIRED, Authorization.UNKNOWN, Authorization.NOT_REQUIRED)

T = TypeVar("T")


def determine(case: Case, plan: PolicyPlan, codes: ProcedureCodes, content_hash: str) -> Determination:
    """The answer to a case under one payer's policy.

    Raises Contradiction where facts of the case exclude each other.
    """
    parts = tuple(
        _part(part, case, plan, content_hash)
        for part in parts_of_case(case, codes, plan.of(plan.versions[0]).domains.consequences)
    )
    return _whole(parts, content_hash)


def inquire(part: CasePart, case: Case, plan: PolicyPlan) -> Inquiry:
    """Everything that one part can lead to."""
    consequences = plan.of(plan.versions[0]).domains.consequences
    given = {"region": part.region} if part.region is not None else {}
    closed = close(part.stated, consequences, given)
    return Inquiry(part, _fields(part, case, plan), closed, case.date_of_service, plan)


def _fields(part: CasePart, case: Case, plan: PolicyPlan) -> Fields:
    vocabulary = plan.vocabulary
    possible = {
        "product": _known(case.product, vocabulary.commercial_products),
        "state": _known(case.state, _assumed_states(case, plan) or vocabulary.states),
        "technique": frozenset(part.techniques),
        "setting": _known(case.setting, vocabulary.settings),
        "region": _known(part.region, vocabulary.regions),
        "code": frozenset({normalize(part.service.code)}),
    }
    diagnoses = frozenset(normalize(code) for code in case.diagnoses) if case.diagnoses else None
    return Fields(possible, diagnoses, case.date_of_service)


def _known(value: str | None, otherwise: Iterable[str]) -> frozenset[str]:
    return frozenset({value}) if value is not None else frozenset(otherwise)


def _assumed_states(case: Case, plan: PolicyPlan) -> frozenset[str] | None:
    """The served states, one of which an absent state is assumed to be; None where all are served."""
    return plan.versions[-1].scope.states if case.state is None else None


def _part(part: CasePart, case: Case, plan: PolicyPlan, content_hash: str) -> Determination:
    inquiry = inquire(part, case, plan)
    outcomes = inquiry.outcomes
    outcome = next(iter(outcomes)) if len(outcomes) == 1 else Outcome.NEEDS_INFORMATION
    unmet = unmet_of(inquiry)
    explained = explanation(inquiry) if outcome is not Outcome.NOT_APPLICABLE else None
    version = version_of(inquiry)
    versions = plan.of(version) if version is not None else None
    return Determination(
        outcome=outcome,
        category=category_of(outcome, inquiry, unmet),
        action=_action(outcome, inquiry),
        policy=_in_force(inquiry, version),
        prior_authorization=authorization_of(inquiry),
        missing=missing(inquiry) if outcome is Outcome.NEEDS_INFORMATION else (),
        refer_to=referrals(inquiry, explained, unmet),
        code_findings=code_findings(
            part,
            case.diagnoses,
            versions.lists if versions else None,
            inquiry.fields,
            inquiry.situations,
            plan.vocabulary,
        ),
        warnings=tuple(_warnings(inquiry, case, outcome, version)),
        documents=_documents(outcome, version),
        assumed=_assumed(case, plan),
        explanation=explained,
        part=Part(part.index, part.service.code, part.level),
        content_hash=content_hash,
    )


def version_of(inquiry: Inquiry) -> PolicyVersion | None:
    """The version in force on every possible day, None where there is none or there are several."""
    standings = {
        id(each.standing.version): each.standing for each in inquiry.prospects if each.standing.in_force
    }
    if len(standings) != 1 or not all(each.standing.in_force for each in inquiry.prospects):
        return None
    return next(iter(standings.values())).version


def _in_force(inquiry: Inquiry, version: PolicyVersion | None) -> PolicyInForce:
    policy = inquiry.prospects[0].standing.version
    if version is None:
        return PolicyInForce(policy.id, policy.title, None, None, None)
    first, last = version.version.first_day, version.version.last_day
    return PolicyInForce(
        version.id,
        version.title,
        version.version.name,
        first.isoformat() if first else None,
        last.isoformat() if last else None,
    )


def unmet_of(inquiry: Inquiry) -> tuple[Unmet, ...]:
    """What the positions that this part can fall to say of an unmet service."""
    found = (inquiry.position(prospect, lead) for prospect in inquiry.prospects for lead in prospect.leads)
    return tuple({id(each): each.otherwise for each in found if each is not None}.values())


def category_of(outcome: Outcome, inquiry: Inquiry, unmet: tuple[Unmet, ...]) -> Category | None:
    """What the policy's own words call a service with this outcome, where they have one word for it."""
    if outcome is Outcome.MET:
        return Category.MEDICALLY_NECESSARY
    if outcome is not Outcome.NOT_MET:
        return None
    return shared(category for each in unmet for category in _categories(each, inquiry))


def _categories(unmet: Unmet, inquiry: Inquiry) -> Iterator[Category | None]:
    for product in sorted(inquiry.fields.possible["product"]):
        fields = inquiry.fields.being(product=product)
        exceptions = (
            each.category
            for each in unmet.exceptions
            if holds(each.when, fields, inquiry.situations, inquiry.plan.vocabulary)
        )
        yield next(exceptions, unmet.category)


def shared(values: Iterable[T]) -> T | None:
    """What all values are; None where they differ or there are none."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _action(outcome: Outcome, inquiry: Inquiry) -> Action:
    judged = any(
        each.question.judge and each.question.judge not in prospect.situation.values
        for prospect in inquiry.prospects
        for each in prospect.leads
    )
    if outcome is Outcome.NEEDS_INFORMATION and judged:
        return Action.CLINICAL_REVIEW
    return ACTIONS[outcome]


def authorization_of(inquiry: Inquiry) -> Authorization:
    """Whether the plan must agree beforehand, where all possible days have one answer."""
    answers = {
        inquiry.version(each).prior_authorization(inquiry.fields)
        if each.standing.in_force
        else Authorization.UNKNOWN
        for each in inquiry.prospects
    }
    return answers.pop() if len(answers) == 1 else Authorization.UNKNOWN


def _warnings(
    inquiry: Inquiry, case: Case, outcome: Outcome, version: PolicyVersion | None
) -> Iterator[RaisedWarning]:
    decides = outcome is not Outcome.NOT_APPLICABLE
    if decides:
        yield from without_primary(inquiry.part, case.services)
    if version is not None:
        yield from raised(
            version.warnings, inquiry.fields, inquiry.situations, inquiry.plan.vocabulary, decides
        )


def _documents(outcome: Outcome, version: PolicyVersion | None) -> tuple[DocumentToSend, ...]:
    if version is None or outcome is Outcome.NOT_APPLICABLE:
        return ()
    return tuple(DocumentToSend(each.label, each.cite) for each in version.documentation)


def _assumed(case: Case, plan: PolicyPlan) -> tuple[str, ...]:
    product = ("product",) if case.product is None else ()
    return (*product, "state") if _assumed_states(case, plan) else product


def _whole(parts: tuple[Determination, ...], content_hash: str) -> Determination:
    outcome = min((each.outcome for each in parts), key=LEAST_FAVOURABLE_FIRST.index)
    least = [each for each in parts if each.outcome is outcome]
    asks = [each for each in parts if each.outcome is Outcome.NEEDS_INFORMATION]
    review = any(each.action is Action.CLINICAL_REVIEW for each in least)
    return Determination(
        outcome=outcome,
        category=shared(each.category for each in least),
        action=Action.CLINICAL_REVIEW if review else ACTIONS[outcome],
        policy=parts[0].policy
        if len({each.policy for each in parts}) == 1
        else _without_version(parts[0].policy),
        prior_authorization=min(
            (each.prior_authorization for each in parts), key=MOST_BURDENSOME_FIRST.index
        ),
        missing=_union(each.missing for each in asks) if outcome is not Outcome.NOT_MET else (),
        refer_to=_union(each.refer_to for each in parts),
        code_findings=_union(each.code_findings for each in parts),
        warnings=_union(each.warnings for each in parts),
        documents=_union(each.documents for each in parts),
        assumed=_union(each.assumed for each in parts),
        explanation=parts[0].explanation if len(parts) == 1 else None,
        services=parts,
        content_hash=content_hash,
    )


def _without_version(policy: PolicyInForce) -> PolicyInForce:
    return PolicyInForce(policy.id, policy.title, None, None, None)


def _union(groups: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(each for group in groups for each in group))
