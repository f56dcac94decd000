"""Whether an answered form is about what is ordered: a form cannot change an order."""

from collections.abc import Iterator

from coverline.codesets.form import normalize
from coverline.decide.missing import LEVELS
from coverline.decide.usefulness import DATE_OF_SERVICE, TECHNIQUE
from coverline.forms import Answers
from coverline.library import Library
from coverline.model.case import Case, Service, Value, written
from coverline.model.quantity import Span
from coverline.problem import Problem

SERVICE = "service"


def misfits(answers: Answers, case: Case, library: Library) -> Iterator[Problem]:
    """Everything in which a form is about something else than the case of an order."""
    assert answers.policy is not None
    payer = library.policies[answers.policy][-1].payer
    names = library.vocabulary.payers
    if payer != case.payer:
        yield _problem(answers, f"a form of {names[payer]}", f"one of {names[case.payer]}, which pays")
    service = _service(answers, case)
    if service is None:
        codes = " or ".join(each.code for each in case.services)
        yield _problem(answers, "another service, or none of several", f"{codes}, as it is ordered")
    else:
        yield from _of_service(answers, service)
    yield from _of_case(answers, case)


def _service(answers: Answers, case: Case) -> Service | None:
    """The service of a case that a form is about."""
    known = answers.fields.get(SERVICE)
    if known is None:
        return case.services[0] if len(case.services) == 1 else None
    wanted = normalize(written(known.value))
    return next((each for each in case.services if normalize(each.code) == wanted), None)


def _of_service(answers: Answers, service: Service) -> Iterator[Problem]:
    technique, levels = _said(answers, TECHNIQUE), _said(answers, LEVELS)
    if technique and service.technique and technique != service.technique:
        yield _differs(answers, TECHNIQUE, technique, service.technique)
    if isinstance(levels, frozenset) and service.levels and not levels <= set(service.levels):
        yield _differs(answers, LEVELS, levels, frozenset(service.levels))


def _of_case(answers: Answers, case: Case) -> Iterator[Problem]:
    day = _said(answers, DATE_OF_SERVICE)
    if isinstance(day, Span) and case.date_of_service.overlap(day) is None:
        yield _differs(answers, DATE_OF_SERVICE, day, case.date_of_service)
    for name, ordered in (("product", case.product), ("state", case.state), ("setting", case.setting)):
        said = _said(answers, name)
        if said is not None and ordered is not None and said != ordered:
            yield _differs(answers, name, said, ordered)


def _said(answers: Answers, name: str) -> Value | None:
    known = answers.fields.get(name)
    return None if known is None else known.value


def _differs(answers: Answers, name: str, said: Value, ordered: Value) -> Problem:
    path = next((each.path for each in answers.provenance if each.name == name), "")
    place = f"{answers.name} {path} ({name})"
    return Problem(place, 0, written(said), f"{written(ordered)}, as the order or the coverage says")


def _problem(answers: Answers, found: str, expected: str) -> Problem:
    return Problem(answers.name, 0, found, expected)
