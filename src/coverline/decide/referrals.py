"""Where a case is decided instead, or what to look at beside an unmet answer."""

from collections.abc import Iterator

from coverline.decide.fields import can_hold
from coverline.decide.inquiry import Inquiry, Prospect
from coverline.model.criteria import Citation, NoneOf, NotThis
from coverline.model.determination import Explanation, Outcome, Referral
from coverline.model.policy import HandOver, NamedDocument, PolicyVersion, Unmet
from coverline.model.truth import Truth

NOWHERE = Citation(None, "not printed")


def referrals(
    inquiry: Inquiry, explained: Explanation | None, unmet: tuple[Unmet, ...]
) -> tuple[Referral, ...]:
    """What decides instead and, of a service that is not met, what the policy points to, each once."""
    found = [each for prospect in inquiry.prospects for each in _elsewhere(prospect, inquiry)]
    if not inquiry.part.techniques:
        why = f"{inquiry.part.service.code} is no code of this field and no technique is stated"
        found.append(Referral("another policy", why, NOWHERE))
    if inquiry.outcomes == {Outcome.NOT_MET}:
        policy = inquiry.prospects[0].standing.version
        found += _of_unmet(inquiry, policy, unmet)
        if explained is not None:
            found += _of_criteria(explained, False, inquiry, policy)
    return tuple(dict.fromkeys(found))


def _elsewhere(prospect: Prospect, inquiry: Inquiry) -> Iterator[Referral]:
    policy = prospect.standing.version
    for lead in prospect.leads:
        judged = policy.judged(lead.technique)
        if lead.handed is not None:
            yield from _document(
                policy.documents[lead.handed.to], _reason(lead.handed), lead.handed.cite, inquiry
            )
        elif not prospect.standing.in_force:
            yield from _other_version(prospect, inquiry)
        elif lead.question.tree is None:
            yield Referral("another policy", f"{policy.id} has no position on {lead.technique}", NOWHERE)
        elif judged is not None and prospect.situation.values.get(judged.question) is False:
            yield from _document(policy.documents[judged.if_no], judged.question, judged.cite, inquiry)


def _reason(handed: HandOver) -> str:
    tested = " and ".join(dict.fromkeys(test.fact for test in handed.when))
    return f"this policy leaves the {tested} to it"


def _other_version(prospect: Prospect, inquiry: Inquiry) -> Iterator[Referral]:
    policy, pointer = prospect.standing.version, prospect.standing.elsewhere
    why = f"no known version of {policy.id} is in force on the date of service"
    if pointer is None:
        yield Referral(f"the version of {policy.id} of that date", why, NOWHERE)
    else:
        yield from _document(policy.documents[pointer.to], why, pointer.cite, inquiry)


def _document(document: NamedDocument, why: str, cite: Citation, inquiry: Inquiry) -> Iterator[Referral]:
    """The document itself; where it differs by contractor and the state is known, the state's own."""
    states = inquiry.fields.possible["state"]
    contractor = inquiry.plan.vocabulary.contractor_of(next(iter(states))) if len(states) == 1 else None
    own = (document.by_contractor or {}).get(contractor) if contractor else None
    if own is None or contractor is None:
        yield Referral(document.title, why, cite)
        return
    for number in own.numbers:
        yield Referral(local_name(number, contractor), why, own.cite)


def local_name(number: str, contractor: str) -> str:
    """What a local coverage determination of a Medicare contractor is called."""
    return f"LCD {number} ({contractor})"


def _of_unmet(inquiry: Inquiry, policy: PolicyVersion, unmet: tuple[Unmet, ...]) -> Iterator[Referral]:
    vocabulary = inquiry.plan.vocabulary
    for each in unmet:
        for pointer in each.refer_to:
            if can_hold(pointer.when, inquiry.fields, inquiry.situations, vocabulary):
                yield from _document(
                    policy.documents[pointer.to], "named for an unmet service", pointer.cite, inquiry
                )


def _of_criteria(
    explained: Explanation, excluded: bool, inquiry: Inquiry, policy: PolicyVersion
) -> Iterator[Referral]:
    """Referrals of criteria that make the case unmet; below an exclusion, those that are present."""
    criterion = explained.criterion
    bad = Truth.YES if excluded else Truth.NO
    if criterion.refer_to is not None and explained.result is bad:
        yield from _document(policy.documents[criterion.refer_to], criterion.label, criterion.cite, inquiry)
    below = excluded ^ isinstance(criterion.body, NoneOf | NotThis)
    for child in explained.children:
        yield from _of_criteria(child, below, inquiry, policy)
