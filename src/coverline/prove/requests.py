"""Requests that policies decide: a technique, a member whom none of them hands on, and a code to ask with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product

from coverline.decide.fields import Fields
from coverline.decide.scope import handed_over
from coverline.model.code import ProcedureCode, ProcedureCodes
from coverline.model.criteria import Criterion
from coverline.model.policy import PolicyVersion
from coverline.model.quantity import Span
from coverline.model.vocabulary import Vocabulary

# Whom a policy decides for does not depend on the day.
ANY_DAY = Span.exactly(date.max)


@dataclass(frozen=True, slots=True)
class Request:
    """A technique for a member of a product and a state."""

    technique: str
    product: str
    state: str


def shared_request(
    technique: str, versions: Iterable[PolicyVersion], vocabulary: Vocabulary
) -> Request | None:
    """The first request for a technique that all versions decide themselves, None where there is none."""
    decided = tuple(versions)
    products = (
        *vocabulary.commercial_products,
        *(each for each in vocabulary.products if each not in vocabulary.commercial_products),
    )
    found = (
        Request(technique, each, state)
        for each, state in product(products, vocabulary.states)
        if all(decides(version, Request(technique, each, state), vocabulary) for version in decided)
    )
    return next(found, None)


def decides(version: PolicyVersion, request: Request, vocabulary: Vocabulary) -> bool:
    """Whether a version decides a request and neither hands it on nor is silent."""
    technique = request.technique
    if version.position_for(technique) is None and version.judged(technique) is None:
        return False
    possible = {
        "product": frozenset({request.product}),
        "state": frozenset({request.state}),
        "technique": frozenset({technique}),
    }
    return handed_over(version, technique, Fields(possible, None, ANY_DAY), vocabulary) == (None,)


def criteria_for(version: PolicyVersion, technique: str) -> Criterion:
    """The criteria that a version decides a technique by, also where a clinician must place it first."""
    position, judged = version.position_for(technique), version.judged(technique)
    if position is None and judged is not None:
        position = next(each for each in version.positions if each.id == judged.if_yes)
    assert position is not None
    return position.criteria


def code_for(technique: str, region: str, day: date, codes: ProcedureCodes) -> str:
    """A code to report a technique with: one of its own for the region, else the one for most regions."""
    fitting = {code: each for code, each in codes.codes.items() if _fits(each, region, day)}
    own = [code for code, each in fitting.items() if technique in each.techniques]
    return own[0] if own else max(fitting or codes.codes, key=lambda code: len(codes.codes[code].regions))


def usual_region(technique: str, codes: ProcedureCodes, vocabulary: Vocabulary) -> str:
    """A region where the first code of a technique is reported."""
    regions = (each.regions[-1] for each in codes.codes.values() if technique in each.techniques)
    return next(regions, vocabulary.regions[0])


def _fits(code: ProcedureCode, region: str, day: date) -> bool:
    begun = code.first_day is None or code.first_day <= day
    in_force = begun and (code.last_day is None or day <= code.last_day)
    return in_force and region in code.regions and bool(code.techniques) and not code.add_on_to
