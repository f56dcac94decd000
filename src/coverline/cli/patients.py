"""A patient in a few lines: what was asked for, and every fact that is known."""

from collections.abc import Iterator
from textwrap import wrap

from coverline.model.case import Case, written
from coverline.publish.wording import in_words

WIDTH = 96


def patient_lines(case: Case, margin: str) -> Iterator[str]:
    """The service and the member, then the facts."""
    (service,) = case.services
    technique = in_words(service.technique or "")
    asked = f"{technique} ({service.code}) at {', '.join(service.levels)} on {case.date_of_service}"
    reported = f", reported with {', '.join(case.diagnoses)}" if case.diagnoses else ""
    yield f"{margin}{asked}{reported}; {in_words(case.product or '')}, {case.state}"
    facts = ", ".join(f"{name} {written(known.value)}" for name, known in case.facts.items())
    yield from (f"{margin}{line}" for line in wrap(facts, WIDTH - len(margin)))
