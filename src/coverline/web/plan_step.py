"""The first step: the payer, the kind of plan and the member's state."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from coverline.library import Library
from coverline.model.case import Case
from coverline.problem import nearest
from coverline.web.mistakes import Mistake, Mistaken
from coverline.web.posted import Posted


@dataclass(frozen=True, slots=True)
class Plan:
    """Whose policy is asked; what is empty was not chosen."""

    payer: str = ""
    product: str = ""
    state: str = ""

    def fields(self) -> Iterator[tuple[str, str]]:
        """The hidden fields that it travels in."""
        yield from (("payer", self.payer), ("product", self.product), ("state", self.state))

    def of(self, case: Case) -> Case:
        """The case under this plan."""
        return replace(case, payer=self.payer, product=self.product or None, state=self.state or None)


def plan_of(case: Case) -> Plan:
    """The plan that a case names."""
    return Plan(case.payer, case.product or "", case.state or "")


def typed_plan(posted: Posted) -> Plan:
    """The plan as it was typed, whether or not it can be taken."""
    return Plan(posted.one("payer"), posted.one("product"), posted.one("state").upper())


def read_plan(posted: Posted, library: Library) -> Plan:
    """The plan of a form; raises Mistaken where something is to be chosen anew."""
    plan = typed_plan(posted)
    mistakes = tuple(_mistakes(plan, library))
    if mistakes:
        raise Mistaken(mistakes)
    return plan


def _mistakes(plan: Plan, library: Library) -> Iterator[Mistake]:
    vocabulary = library.vocabulary
    if plan.payer not in vocabulary.payers:
        yield Mistake("payer", "Choose the payer whose policy is asked.")
    if plan.product and plan.product not in vocabulary.products:
        yield Mistake("product", "Choose a kind of plan, or leave it open.")
    if plan.state and plan.state not in vocabulary.states:
        hint = nearest(plan.state, vocabulary.states)
        wanted = "Expected the two letters of a state, such as MA, or nothing."
        yield Mistake("state", f"{wanted} {hint.capitalize()}".strip())
