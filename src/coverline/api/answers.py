"""What each address answers, from a body and parameters to data."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from coverline.api.asked import Asked, Question, only_case
from coverline.api.bodies import BATCH, CODE, MOST_CASES, PAIR, Body, items, summary
from coverline.api.filled import filled
from coverline.api.filled_data import filled_data
from coverline.api.interviews import ask
from coverline.api.pointers import Error, errors
from coverline.api.refusals import Reason, Refused
from coverline.document import Node, Scalar, decode
from coverline.intake.bundle import read_bundle
from coverline.language.fields import Fields
from coverline.language.grammar.case import CASE_OF_ANY_PAYER
from coverline.library import Library, Unknown
from coverline.library.comparison import compared
from coverline.library.references import policy_of
from coverline.library.replies.codes import FORMS, code_of, codes_data
from coverline.library.replies.compared import compared_data
from coverline.library.replies.decided import decided_data
from coverline.library.replies.facts import facts_data
from coverline.library.replies.notes import notes_data
from coverline.library.replies.policies import policies_data, policy_data
from coverline.library.replies.windows import windows_data
from coverline.model.policy import PolicyVersion
from coverline.problem import Unreadable

Data = dict[str, Any]

# The share of the time that a proof may take, so that what it has found can still be told.
SHARE = 0.8
CHART = "chart"


def decide(asked: Asked) -> Data:
    """The answer to one case."""
    return _decided(only_case(asked), asked.library)


def _decided(question: Question, library: Library) -> Data:
    with question.decidable():
        return {"case": question.name, **decided_data(question.case, library)}


def compare(asked: Asked) -> list[Data]:
    """One case under every payer."""
    question = only_case(asked, CASE_OF_ANY_PAYER)
    with question.decidable():
        parts = compared(question.case, asked.library)
    return compared_data(question.name, parts, asked.library)


def when(asked: Asked) -> list[Data]:
    """The days of service on which each part of one case is met."""
    question = only_case(asked)
    with question.decidable():
        return windows_data(question.case, asked.library)


def batch(asked: Asked) -> Data:
    """The answers to many cases in their order; a case that cannot be answered has its problems instead."""
    body = asked.body()
    fields = Fields(body.conforming(BATCH))
    nodes = items(fields.node, "cases")
    if len(nodes) > MOST_CASES:
        found, expected = f"{len(nodes):,} cases", f"at most {MOST_CASES:,} cases"
        raise body.refused([body.problem(fields.value("cases"), found, expected)])
    return {"answers": [_of_many(body, node, place, asked.library) for place, node in enumerate(nodes)]}


def _of_many(body: Body, node: Node, place: int, library: Library) -> Data:
    read = body.case(node, f"cases/{place}")
    found = errors(read.problems, body.root)
    if read.case is not None:
        try:
            return _decided(Question(body, node, read.name, read.case), library)
        except Refused as refused:
            found = list(refused.errors)
    told = [f"{each.get('pointer', '')}: {each['detail']}" for each in found]
    return {"case": read.name, "outcome": None, "problems": told, "errors": found}


def codes(asked: Asked) -> list[Data]:
    """What every policy thinks of a code."""
    body = asked.body()
    text = Fields(body.conforming(CODE)).scalar("code")
    code = code_of(text.text, asked.library)
    if code is None:
        raise body.refused([body.problem(text, "no code of a known form", f"one such as {FORMS}")])
    return codes_data(code, asked.library)


def chart(asked: Asked) -> Data:
    """The case that a chart tells with the forms answered in it, and the answer to it."""
    try:
        bundle = read_bundle(decode(asked.content, CHART), CHART)
    except Unreadable as reason:
        raise Refused(Reason.NOT_JSON, *_told(reason)) from None
    try:
        found = filled(bundle, CHART, asked.library)
        if found.case is None:
            raise Unreadable(found.problems)
    except Unreadable as reason:
        raise Refused(Reason.UNREADABLE, *_told(reason)) from None
    return {**filled_data(found, asked.library), "answer": decided_data(found.case, asked.library)}


def _told(reason: Unreadable) -> tuple[str, list[Error]]:
    """Each problem with the resource and item that it is about, of which JSON has no line."""
    found: list[Error] = [{"detail": str(each).removeprefix(f"{CHART}: ")} for each in reason.problems]
    return summary(found), found


def facts(asked: Asked) -> list[Data]:
    """What a case may state."""
    return facts_data(asked.library.vocabulary)


def policies(asked: Asked) -> list[Data]:
    """Every policy, and what decides on a day where one is named."""
    return policies_data(asked.library, asked.day())


def policy(asked: Asked) -> Data:
    """One policy in full: its newest version, or the one of a day."""
    with _known_policy():
        version = asked.library.version(asked.parameters["policy"], asked.day())
    return policy_data(version, asked.library)


def notes(asked: Asked) -> list[Data]:
    """The readings of one policy."""
    with _known_policy():
        newest = asked.library.version(asked.parameters["policy"])
    return notes_data(asked.library.policies[newest.id], asked.library)


@contextmanager
def _known_policy() -> Iterator[None]:
    try:
        yield
    except Unknown as unknown:
        raise Refused(Reason.NO_SUCH_POLICY, str(unknown)) from None


def diff(asked: Asked) -> Data:
    """How two policies differ, in their text and for patients; what takes too long is not settled."""
    # The solver takes long to load, and no other answer needs it.
    from coverline.library.replies.difference import difference_data
    from coverline.prove.patients import Terms
    from coverline.prove.solving import Limit
    from coverline.search.changes import changes
    from coverline.search.differences import differences

    body, content = asked.body(), asked.library.content
    fields = Fields(body.conforming(PAIR))
    one, other = (_version(body, fields.scalar(key), asked.library) for key in PAIR.keys)
    limit = Limit(SHARE * asked.seconds)
    found = differences(
        one, other, Terms(content.vocabulary, content.procedure_codes, content.diagnosis_codes, limit)
    )
    text = changes(one, other, content.vocabulary) if one.id == other.id else ()
    return difference_data(found, text, (fields.text("a"), fields.text("b")), (one, other))


def _version(body: Body, name: Scalar, library: Library) -> PolicyVersion:
    try:
        return policy_of(name.text, library)
    except Unreadable as reason:
        problems = [replace(each, line=name.line, column=name.column) for each in reason.problems]
        raise body.refused(problems) from None


WORK: Mapping[str, Callable[[Asked], Any]] = {
    each.__name__: each
    for each in (decide, compare, when, ask, batch, chart, codes, facts, policies, policy, notes, diff)
}
