"""How two policies differ: patients whom one of them meets and the other does not, or that there are none."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from coverline.decide.determine import inquire
from coverline.decide.parts import parts_of_case
from coverline.decide.plan import PolicyPlan
from coverline.decide.separating import separating
from coverline.model.case import Case
from coverline.model.criteria import Criterion, Test, parts_of, walk
from coverline.model.determination import Outcome
from coverline.model.policy import PolicyVersion
from coverline.model.vocabulary import Vocabulary
from coverline.prove.patient import Formula
from coverline.prove.patients import Patients, Shown, Terms, decided
from coverline.prove.requests import Request, decides, shared_request
from coverline.prove.solving import NotSettled


@dataclass(frozen=True, slots=True)
class Separated:
    """A patient whom one policy meets and the other does not.

    `criterion` of the other policy, if it alone came out the other way, would have met the patient; where
    there is none such, it is the topmost that fails. `days` are the dates of service under each.
    """

    met_by: PolicyVersion
    not_met_by: PolicyVersion
    criterion: Criterion
    case: Case
    days: tuple[date, date]


Sized = tuple[int, Separated]
Formulas = tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """Techniques that one of two policies decides for members of some products and states, the other not.

    `other_states` are those in which it does not decide these alone.
    """

    policy: PolicyVersion
    techniques: tuple[str, ...]
    products: tuple[str, ...]
    states: tuple[str, ...]
    other_states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A direction that the time did not suffice for: of it nothing is claimed."""

    technique: str
    met_by: PolicyVersion
    not_met_by: PolicyVersion


@dataclass(frozen=True, slots=True)
class Difference:
    """How two policies differ on the requests that both decide, for `techniques`.

    `judged` are the clinicians' questions, which are taken as answered with yes; without `share_days` each
    policy has days of service of its own.
    """

    witnesses: tuple[Separated, ...]
    techniques: tuple[str, ...]
    alone: tuple[Alone, ...]
    not_settled: tuple[Unsettled, ...]
    judged: tuple[str, ...]
    share_days: bool

    @property
    def same(self) -> bool:
        """Whether both are proved to decide the same requests and to meet the same patients."""
        return bool(self.techniques) and not (self.witnesses or self.alone or self.not_settled)

    def is_proved_empty(self, met_by: PolicyVersion) -> bool:
        """Whether it is proved that whoever `met_by` meets is met by the other, in what both decide."""
        told = [each.met_by for each in self.witnesses] + [each.met_by for each in self.not_settled]
        return bool(self.techniques) and not any(each is met_by for each in told)


def differences(one: PolicyVersion, other: PolicyVersion, terms: Terms) -> Difference:
    """The ways in which two policies differ, the smallest patients of each direction first."""
    witnesses: list[Separated] = []
    not_settled: list[Unsettled] = []
    asked = tuple(_asked(one, other, terms))
    # Techniques of the same positions have the same patients.
    once = {(patients.criteria[0].id, patients.criteria[1].id): patients for patients in reversed(asked)}
    for patients in reversed(once.values()):
        for met in (0, 1):
            try:
                witnesses += _direction(patients, met)
            except NotSettled:
                both = patients.versions[met], patients.versions[1 - met]
                not_settled.append(Unsettled(patients.technique, *both))
    techniques = tuple(patients.technique for patients in asked)
    judged = (version.judged(name) for version in (one, other) for name in techniques)
    return Difference(
        tuple(witnesses),
        techniques,
        (*_alone(one, other, terms), *_alone(other, one, terms)),
        tuple(not_settled),
        tuple(dict.fromkeys(each.question for each in judged if each is not None)),
        all(patients.share_days for patients in asked),
    )


def _asked(one: PolicyVersion, other: PolicyVersion, terms: Terms) -> Iterator[Patients]:
    for technique in terms.vocabulary.techniques:
        request = shared_request(technique, (one, other), terms.vocabulary)
        if request is not None:
            yield Patients(terms, (one, request), (other, request))


def _alone(policy: PolicyVersion, other: PolicyVersion, terms: Terms) -> Iterator[Alone]:
    """What `policy` decides and the other does not, techniques and states of the same products together."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for technique in terms.vocabulary.techniques:
        for members in _members_alone(technique, policy, other, terms.vocabulary):
            found.setdefault(members, []).append(technique)
    for (products, states), techniques in found.items():
        others = tuple(each for each in terms.vocabulary.states if each not in states)
        yield Alone(policy, tuple(techniques), products, states, others)


def _members_alone(
    technique: str, policy: PolicyVersion, other: PolicyVersion, vocabulary: Vocabulary
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The products, and the states in which just these are decided by one policy alone."""
    states: dict[tuple[str, ...], list[str]] = {}
    for state in vocabulary.states:
        requests = (Request(technique, product, state) for product in vocabulary.products)
        products = tuple(
            each.product
            for each in requests
            if decides(policy, each, vocabulary) and not decides(other, each, vocabulary)
        )
        if products:
            states.setdefault(products, []).append(state)
    return ((products, tuple(found)) for products, found in states.items())


def _direction(patients: Patients, met: int) -> Iterator[Separated]:
    """Patients whom the policy at place `met` meets and the other does not, for each criterion between."""
    apart = (patients.met(met), patients.unmet(1 - met))
    if not patients.exists(*apart):
        return
    found = _by_changes(patients, met, apart) or _by_tests(patients, met, apart)
    if not found:
        shown = patients.smallest(*apart)
        assert shown is not None
        yield _confirmed(shown, patients, met)[0]
    yield from (witness for _, witness in sorted(found, key=lambda each: each[0]))


def _by_changes(patients: Patients, met: int, apart: Formulas) -> list[Sized]:
    """Between two texts of one policy: a patient for each criterion that says something else than before."""
    found = []
    for node in (
        _changed(patients.criteria[met], patients.criteria[1 - met]) if _are_texts_of_one(patients) else ()
    ):
        shown = patients.smallest(*apart, patients.turned(node, 1 - met))
        if shown is not None:
            witness, _ = _confirmed(shown, patients, met)
            found.append((shown.size, replace(witness, criterion=node)))
    return found


def _are_texts_of_one(patients: Patients) -> bool:
    return len({each.id for each in patients.versions}) == 1


def _changed(before: Criterion, after: Criterion) -> Iterator[Criterion]:
    """The lowest criteria of a text that are not the same in the other."""
    other = {node.id: node for node in walk(before)}
    if other.get(after.id) != after:
        below = [node for part in parts_of(after) for node in _changed(before, part)]
        yield from below or [after]


def _by_tests(patients: Patients, met: int, apart: Formulas) -> list[Sized]:
    """A patient for each test that alone separates; a test is tried unless it separates one found already."""
    unmet = 1 - met
    found: dict[str, Sized] = {}
    tried: set[str] = set()
    tests = [node for node in walk(patients.criteria[unmet]) if isinstance(node.body, Test)]
    while tests:
        node = tests.pop(0)
        shown = patients.smallest(*apart, patients.turned(node, unmet)) if node.id not in tried else None
        if shown is not None:
            witness, separating = _confirmed(shown, patients, met)
            tried |= {node.id, *(each.id for each in separating)}
            known = found.get(witness.criterion.id)
            if known is None or shown.size < known[0]:
                found[witness.criterion.id] = (shown.size, witness)
            if known is None and witness.criterion is not node:
                # Another criterion separates this patient; it may have a smaller one of its own.
                tried.discard(witness.criterion.id)
                tests.insert(0, witness.criterion)
    return list(found.values())


def _confirmed(shown: Shown, patients: Patients, met: int) -> tuple[Separated, tuple[Criterion, ...]]:
    """The patient as a witness after both policies have decided it, and all that separates it."""
    unmet, versions = 1 - met, patients.versions
    case = shown.cases[unmet]
    assert decided(shown.cases[met], versions[met], patients.terms).outcome is Outcome.MET
    found = decided(case, versions[unmet], patients.terms)
    assert found.outcome is Outcome.NOT_MET
    assert found.explanation is not None
    plan = PolicyPlan((versions[unmet],), patients.terms.vocabulary)
    consequences = plan.of(versions[unmet]).domains.consequences
    (part,) = parts_of_case(case, patients.terms.procedure_codes, consequences)
    situations = inquire(part, case, plan).situations
    criteria = separating(found.explanation, situations, patients.terms.vocabulary)
    days = (shown.cases[met].date_of_service.last, case.date_of_service.last)
    whole = replace(shown.cases[met], payer="")
    return Separated(versions[met], versions[unmet], criteria[0], whole, days), criteria
