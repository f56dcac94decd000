"""What a form says at its end. It never denies: what is not met goes to a clinician."""

from typing import assert_never

from coverline.library import Library
from coverline.model.case import Case
from coverline.model.determination import Outcome


def outcome_in_words(case: Case, library: Library) -> str:
    """Where the answers of a form lead; raises Undecidable."""
    if not (case.services[0].code or case.services[0].technique):
        return "Without a service nothing can be decided; the plan will ask for it."
    found = library.decide(case)
    match found.outcome:
        case Outcome.MET:
            return "These answers meet the policy. This is not an approval; the plan decides."
        case Outcome.NOT_MET:
            return (
                "These answers do not show all that the policy asks for. Nothing is refused by that: "
                "a clinician of the plan looks at the request."
            )
        case Outcome.NEEDS_INFORMATION:
            wanted = "; ".join(each.question for each in found.missing)
            return f"The answers leave the request open. The plan may still ask: {wanted}"
        case Outcome.NOT_APPLICABLE:
            elsewhere = "; ".join(dict.fromkeys(each.what for each in found.refer_to))
            return f"This policy does not decide this request. See: {elsewhere or 'the plan'}."
    assert_never(found.outcome)
