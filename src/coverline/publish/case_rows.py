"""The cases of a policy as rows: what is changed of the typical patient, and what is then expected."""

from collections.abc import Iterator
from dataclasses import dataclass

from coverline.language.tables import CaseRow, CaseTable
from coverline.model.case import Case, written
from coverline.model.determination import Outcome
from coverline.publish.answers import outcome_words
from coverline.publish.wording import in_words


@dataclass(frozen=True, slots=True)
class Told:
    """One case: its changes, the expected outcome, and the criteria or facts that it turns on."""

    id: str
    changes: tuple[str, ...]
    outcome: Outcome
    words: str
    because: tuple[str, ...]
    shows: tuple[str, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldTable:
    """A typical patient, field by field, and the rows that change one thing."""

    id: str
    typical: tuple[tuple[str, str], ...]
    rows: tuple[Told, ...]


def told(table: CaseTable) -> ToldTable:
    """A case table in words."""
    typical = dict(case_fields(table.rows[0].case))
    return ToldTable(table.id, tuple(typical.items()), tuple(_row(each, typical) for each in table.rows))


def case_fields(case: Case) -> Iterator[tuple[str, str]]:
    """Everything that a case of one service says, by name."""
    (service,) = case.services
    yield "code", service.code
    yield "technique", in_words(service.technique or "")
    yield "levels", ", ".join(service.levels)
    yield "date of service", str(case.date_of_service)
    yield "product", in_words(case.product or "")
    yield "state", case.state or ""
    yield "setting", case.setting or ""
    yield "diagnoses", ", ".join(case.diagnoses)
    for name, known in case.facts.items():
        yield in_words(name), in_words(written(known.value))


def _row(row: CaseRow, typical: dict[str, str]) -> Told:
    expects = row.expects
    return Told(
        id=row.id,
        changes=tuple(_changes(typical, dict(case_fields(row.case)))),
        outcome=expects.outcome,
        words=outcome_words(expects.outcome),
        because=expects.because,
        shows=expects.shows,
        asks=tuple(map(in_words, expects.asks)),
    )


def _changes(typical: dict[str, str], changed: dict[str, str]) -> Iterator[str]:
    for name in dict.fromkeys((*typical, *changed)):
        now = changed.get(name, "")
        if now != typical.get(name, ""):
            yield f"{name}: {now or 'not documented'}"
