"""An answer in words: its verdict, its policy, its authorization; none of them denies."""

from typing import assert_never

from coverline.model.case import Case
from coverline.model.determination import Action, Determination, Outcome, PolicyInForce
from coverline.model.policy import Authorization
from coverline.publish.wording import in_words, services

ASSUMED = {
    "product": "a commercial product, since none is stated",
    "state": "a state that the policy serves, since none is stated",
}


def subject(part: Determination, case: Case) -> str:
    """What a part is about: its level, code and technique."""
    if part.part is None:
        return "whole case"
    technique = case.services[part.part.index].technique
    level = part.part.level or "level not stated"
    return " ".join((level, part.part.code, in_words(technique or ""))).rstrip()


def verdict(part: Determination) -> str:
    """The outcome in the words of this house, none of which denies."""
    match part.outcome:
        case Outcome.MET:
            return "meets the policy (not an approval)"
        case Outcome.NOT_MET:
            return "does not meet the policy: a clinician reviews"
        case Outcome.NEEDS_INFORMATION:
            asked = "a clinician's answer" if part.action is Action.CLINICAL_REVIEW else "documentation"
            return f"needs {asked}"
        case Outcome.NOT_APPLICABLE:
            return "decided elsewhere"
        case _:
            assert_never(part.outcome)


def policy_words(policy: PolicyInForce) -> str:
    """The policy that was asked, its version and the dates of service that it decides."""
    named = f"{policy.title} ({policy.id})"
    if policy.version is None:
        return f"{named}; no version is known to decide on this date"
    return f"{named}, version {policy.version}; {services(policy.effective_from, policy.effective_to)}"


def authorization_words(answer: Authorization) -> str:
    """What the policy says of authorization, which only the plan can confirm."""
    match answer:
        case Authorization.REQUIRED:
            return "required per the policy; confirm with the plan"
        case Authorization.NOT_REQUIRED:
            return "not required per the policy; confirm with the plan"
        case Authorization.UNKNOWN:
            return "the policy does not say for this case; confirm with the plan"
        case _:
            assert_never(answer)


def outcome_words(outcome: Outcome) -> str:
    """An expected outcome in the words of this house."""
    match outcome:
        case Outcome.MET:
            return "meets the policy"
        case Outcome.NOT_MET:
            return "does not meet the policy"
        case Outcome.NEEDS_INFORMATION:
            return "needs documentation"
        case Outcome.NOT_APPLICABLE:
            return "decided elsewhere"
        case _:
            assert_never(outcome)
