"""A case with its next question, as data."""

from collections.abc import Mapping, Sequence
from typing import Any

from coverline.language.case_data import case_data
from coverline.library.answering import Library
from coverline.model.case import Case, Known
from coverline.model.vocabulary import Vocabulary
from coverline.search.knowing import Place
from coverline.search.next_question import Answer, NextQuestion, interview, next_question

Data = dict[str, Any]


def asked_data(case: Case, asked: Sequence[Place], library: Library) -> Data:
    """The outcome of a case, and the best question that was not asked yet, or none; raises Undecidable."""
    found = next_question(case, library.plan_for(case), library.procedure_codes, frozenset(asked))
    names = [each.fact for each in asked]
    return {**_standing(case, names, library), "question": _question(found, library.vocabulary)}


def interview_data(case: Case, known: Mapping[str, Known], library: Library) -> Data:
    """The outcome of a case after all its questions, answered from what is known; raises Undecidable."""
    answer = answered_from(known, library.vocabulary)
    found = interview(case, library.plan_for(case), library.procedure_codes, answer)
    return {**_standing(found.case, found.asked, library), "question": None}


def answered_from(known: Mapping[str, Known], vocabulary: Vocabulary) -> Answer:
    """Answers that are known beforehand, a time also under the other name that it can be stated by."""

    def answer(question: NextQuestion, _case: Case) -> tuple[Known, ...]:
        fact = question.place.fact
        return tuple(each for name, each in known.items() if fact in (name, vocabulary.variable(name)))

    return answer


def _standing(case: Case, asked: Sequence[str], library: Library) -> Data:
    outcome = library.decide(case).outcome.value
    return {"asked": list(asked), "outcome": outcome, "case": case_data(case)}


def _question(found: NextQuestion | None, vocabulary: Vocabulary) -> Data | None:
    if found is None:
        return None
    place = found.place
    kind, values = _form(place.fact, vocabulary)
    return {
        "fact": place.fact,
        "service": place.service,
        "levels": list(place.levels),
        "question": found.question,
        "type": kind,
        "values": list(values),
    }


def _form(fact: str, vocabulary: Vocabulary) -> tuple[str, Sequence[str]]:
    """The type and the possible values of an answer; of what is no fact they are those of a case's field."""
    fields: Mapping[str, tuple[str, Sequence[str]]] = {
        "technique": ("choice", vocabulary.techniques),
        "levels": ("set", tuple(vocabulary.levels)),
        "date_of_service": ("date", ()),
    }
    if fact in fields:
        return fields[fact]
    known = vocabulary.facts[fact]
    return known.kind.value, known.values
