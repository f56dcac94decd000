"""One question at a time with nothing kept in between: the case comes and goes with every request."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from coverline.api.asked import Asked, Question, question_at
from coverline.api.bodies import INTERVIEW, NAME, Body, items
from coverline.document import Entries, Node, read_text
from coverline.language.answers import answer_of, answers_of
from coverline.language.case_data import case_data
from coverline.language.fields import Fields
from coverline.library import Library
from coverline.library.replies.asked import asked_data, interview_data
from coverline.model.case import Case, Known
from coverline.problem import Unreadable
from coverline.search.knowing import Place, knowing

Data = dict[str, Any]

OF_A_SERVICE = ("technique", "levels")


def ask(asked: Asked) -> Data:
    """The next question on a case, or its outcome where nothing is left to ask.

    The body is a case, or holds it beside answered questions, or beside answers to whatever is asked.
    """
    body = asked.body()
    if not isinstance(body.root, Entries) or not isinstance(body.root.get("case"), Entries):
        return _next(question_at(body.root, body), [], asked.library)
    fields = Fields(body.conforming(INTERVIEW))
    question = question_at(fields.value("case"), body)
    with question.decidable():
        asked.library.decide(question.case)
    question, places = _answered(question, items(fields.node, "answered"), asked.library)
    if not fields.has("answers"):
        return _next(question, places, asked.library)
    with _readable(body):
        known = answers_of(fields.value("answers"), asked.library.vocabulary)
    with question.decidable():
        found = interview_data(question.case, known, asked.library)
    return {**found, "asked": [*(each.fact for each in places), *found["asked"]]}


def _next(question: Question, places: list[Place], library: Library) -> Data:
    with question.decidable():
        return asked_data(question.case, places, library)


def _answered(question: Question, nodes: tuple[Node, ...], library: Library) -> tuple[Question, list[Place]]:
    """The case with every answer in it, and what was asked."""
    places = []
    for node in nodes:
        assert isinstance(node, Entries)
        place, known = _answer(Fields(node), question.body, library)
        places.append(place)
        if known is not None:
            question = replace(question, node=node, case=_completed(question, Fields(node), place, known))
            with question.decidable():
                library.decide(question.case)
    return question, places


def _answer(fields: Fields, body: Body, library: Library) -> tuple[Place, Known | None]:
    levels = tuple(each.upper() for each in fields.texts("levels"))
    place = Place(fields.text("fact"), int(fields.optional("service") or 0), levels)
    if not fields.has("value"):
        return place, None
    with _readable(body):
        return place, answer_of(fields.scalar("fact"), fields.value("value"), library.vocabulary)


def _completed(question: Question, fields: Fields, place: Place, known: Known) -> Case:
    """The case with one more answer, read anew; what is wrong with it then is wrong with the answer."""
    body = question.body
    services = len(question.case.services)
    if place.fact in OF_A_SERVICE and place.service >= services:
        found, expected = f"service {place.service}", f"one of the case's {services}, counted from 0"
        raise body.refused([body.problem(fields.value("service"), found, expected)])
    data = case_data(knowing(question.case, place, known))
    read = body.case(read_text(json.dumps(data), NAME), "")
    if read.case is None:
        raise body.refused([body.problem(fields.node, each.found, each.expected) for each in read.problems])
    return read.case


@contextmanager
def _readable(body: Body) -> Iterator[None]:
    try:
        yield
    except Unreadable as reason:
        raise body.refused(reason.problems) from None
