"""Everything that can be proved about one policy: what it leaves open, and where it contradicts itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from coverline.model.criteria import Fixed
from coverline.model.policy import PolicyVersion
from coverline.prove.branches import subsumed, unreachable
from coverline.prove.counterparts import without_counterpart
from coverline.prove.diagnoses import codes_without_criterion
from coverline.prove.finding import Finding
from coverline.prove.indications import unaddressed
from coverline.prove.patients import Patients, Terms
from coverline.prove.requests import shared_request
from coverline.prove.solving import NotSettled
from coverline.prove.succession import gaps_and_overlaps

Question = Callable[[], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Proofs:
    """What was found; `not_settled` names the questions that the time did not suffice for.

    `judged` are the clinicians' questions that were taken as freely answered with yes or no.
    """

    findings: tuple[Finding, ...]
    not_settled: tuple[str, ...]
    judged: tuple[str, ...]


def prove(versions: tuple[PolicyVersion, ...], terms: Terms) -> Proofs:
    """Every finding about the versions of one policy, oldest first."""
    findings: list[Finding] = []
    not_settled: list[str] = []
    for name, question in _questions(versions, terms):
        try:
            findings += question()
        except NotSettled:
            not_settled.append(name)
    judged = dict.fromkeys(each.question for version in versions for each in version.clinician_judges)
    return Proofs(tuple(findings), tuple(not_settled), tuple(judged))


def _questions(versions: tuple[PolicyVersion, ...], terms: Terms) -> Iterator[tuple[str, Question]]:
    asked = [(version, tuple(_asked(version, terms))) for version in versions]
    for version, positions in asked:
        for patients in positions:
            criteria = patients.criteria[0]
            if not isinstance(criteria.body, Fixed):
                yield f"{criteria.id}: criteria that never decide", partial(unreachable, patients)
                yield f"{criteria.id}: branches that others cover", partial(subsumed, patients)
                yield f"{criteria.id}: values that no branch addresses", partial(unaddressed, patients)
        one_sided = partial(without_counterpart, positions, terms)
        yield f"{version.id}: branches that only one position has", one_sided
        codes = partial(codes_without_criterion, version, positions, terms)
        yield f"{version.id}: codes without a criterion", codes
    first = tuple(positions[0] for _, positions in asked if positions)
    yield "days between versions", partial(gaps_and_overlaps, first)


def _asked(version: PolicyVersion, terms: Terms) -> Iterator[Patients]:
    """The patients of each position of a version that decides any request."""
    for position in version.positions:
        requests = (
            shared_request(technique, (version,), terms.vocabulary) for technique in position.techniques
        )
        request = next((each for each in requests if each is not None), None)
        if request is not None:
            yield Patients(terms, (version, request))
