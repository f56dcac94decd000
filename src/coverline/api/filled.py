"""A chart and the forms that were answered about it, as one case."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from coverline.api.contested import Contested, contested
from coverline.api.fitting import misfits
from coverline.decide.consequences import Consequences
from coverline.decide.days import Days
from coverline.decide.facts import Contradiction, Undecidable, close
from coverline.forms import Answers, answered, case_of, read
from coverline.intake.bundle import records_of
from coverline.intake.chart import Told, told_by
from coverline.intake.elements import Resource, text
from coverline.intake.records import Record
from coverline.intake.subject import Chart
from coverline.library import Library
from coverline.model.case import Case, Known, Lesion
from coverline.model.quantity import Span
from coverline.problem import Problem, Unreadable

RESPONSE = "QuestionnaireResponse"
ORDER = "ServiceRequest"
# A draft holds what was filled in for somebody who has not looked at it yet.
COUNTING = ("completed", "amended")


@dataclass(frozen=True, slots=True)
class Filled:
    """What a chart and its answered forms tell: one case, and where each part of it stands.

    `case` is None where the chart keeps it from being one, with the `problems` that say why. `told` is None
    where only a form was sent. `unfinished` are responses that do not count, with the reason.
    """

    case: Case | None
    told: Told | None
    answers: tuple[Answers, ...] = ()
    contested: tuple[Contested, ...] = ()
    unfinished: Mapping[str, str] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps it from being a case."""
        return self.told.problems if self.told is not None else ()


def filled(
    bundle: Resource, name: str, library: Library, only: Collection[str] = (), day: Span | None = None
) -> Filled:
    """The case of a bundle, or of a single response to a form.

    `only` names the orders to ask about; `day` is the date of service, whatever they say of it. Raises
    Unreadable where the bundle, or a form in it, cannot be read.
    """
    records = records_of(bundle, name)
    responses = sorted(records.of(RESPONSE), key=lambda each: text(each.resource, "authored") or "")
    counting = [each for each in responses if text(each.resource, "status") in COUNTING]
    unfinished = {each.name: _why_not(each) for each in responses if each not in counting}
    if counting and not any(records.of(ORDER)):
        patient = Chart(records, name).patient.name if any(records.of("Patient")) else None
        found = _of_responses(counting, patient, library, day)
    else:
        chart = Chart(records, name)
        told = told_by(chart, bundle, library, only, day)
        found = _with_answers(told, counting, chart.patient.name, library)
    if found.case is not None:
        _require_decidable(found.case, name, library)
    return replace(found, unfinished=unfinished)


def _why_not(response: Record) -> str:
    return f"its status is {text(response.resource, 'status') or 'not given'}; only a completed form counts"


def _of_responses(responses: list[Record], patient: str | None, library: Library, day: Span | None) -> Filled:
    """The case that a response alone tells."""
    if len(responses) > 1:
        names = ", ".join(each.name for each in responses)
        raise Unreadable((Problem(names, 0, "several forms and no order", "one form, or the order too"),))
    answers = _read(responses[0], patient, library)
    # Without a day there is no case, so that it does not matter what day it is.
    case = case_of(answers, library, date.min)
    if day is None and "date_of_service" not in answers.fields:
        expected = "the day of the service in the form, or beside it"
        raise Unreadable((Problem(answers.name, 0, "no day of the service", expected),))
    if not case.services[0].code:
        raise Unreadable((Problem(answers.name, 0, "no code of the service", "one in the form"),))
    return Filled(replace(case, date_of_service=day or case.date_of_service), None, (answers,))


def _read(response: Record, patient: str | None, library: Library) -> Answers:
    """What a response says, all of which can be read; raises Unreadable."""
    answers = read(response.resource, library, patient)
    if answers.problems:
        raise Unreadable(answers.problems)
    return answers


def _with_answers(told: Told, responses: list[Record], patient: str, library: Library) -> Filled:
    """The case of a chart with the answers of each response in it, the latest last."""
    case = told.case
    if case is None:
        return Filled(None, told)
    found: list[tuple[Answers, tuple[Contested, ...]]] = []
    for response in responses:
        answers = _read(response, patient, library)
        if misfitting := tuple(misfits(answers, case, library)):
            raise Unreadable(misfitting)
        _require_consistent(answers, case.date_of_service, library)
        doubtful = tuple(contested(answers, told, case.date_of_service, library.vocabulary))
        names = frozenset(each.known.fact for each in doubtful)
        case = _without(answered(case, answers, library), names, answers.name)
        found.append((answers, doubtful))
    return Filled(
        case, told, tuple(each for each, _ in found), tuple(one for _, each in found for one in each)
    )


def _require_consistent(answers: Answers, service: Span, library: Library) -> None:
    """Refuses a form whose own answers exclude each other."""
    try:
        tuple(Days(close(answers.facts, Consequences(library.vocabulary), {}), service).situations)
    except Contradiction as contradiction:
        raise _told(contradiction, answers.name) from None


def _without(case: Case, names: frozenset[str], source: str) -> Case:
    """The case without what a response says of these facts."""

    def kept(facts: Mapping[str, Known]) -> dict[str, Known]:
        return {name: each for name, each in facts.items() if name not in names or each.source != source}

    lesions: Iterable[Lesion] = (replace(each, facts=kept(each.facts)) for each in case.lesions)
    return replace(case, facts=kept(case.facts), lesions=tuple(lesions))


def _require_decidable(case: Case, name: str, library: Library) -> None:
    try:
        library.decide(case)
    except Undecidable as undecidable:
        raise _told(undecidable, name) from None


def _told(reason: Undecidable, name: str) -> Unreadable:
    return Unreadable(tuple(Problem(name, 0, each.found, each.expected) for each in reason.conflicts))
