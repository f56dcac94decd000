"""Reads cases: one coverage question each, from YAML, JSON, lists of them or JSON Lines."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coverline.document import Entries, Flawed, Items, Node, Scalar, load_text, read_lines, read_text
from coverline.language.conform import Conformance, is_silent
from coverline.language.fields import Fields
from coverline.language.grammar.case import CASE
from coverline.language.messages import Message, problem
from coverline.language.parts import part_problems
from coverline.language.quantities import read_span
from coverline.language.shapes import Record
from coverline.language.values import read_stated
from coverline.model.case import Case, Known, Lesion, Service
from coverline.model.quantity import Span
from coverline.model.vocabulary import Kind, Vocabulary
from coverline.problem import Problem, Unreadable

_LINES_ENDINGS = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case under its identifier or its file's name; no case where there are problems.

    `lines` gives the last line on which each fact and each field stands.
    """

    name: str
    case: Case | None
    problems: tuple[Problem, ...]
    lines: Mapping[str, int] = field(default_factory=dict)


def read_cases(
    given: Path | str, name: str, vocabulary: Vocabulary, shape: Record = CASE
) -> tuple[ReadCase, ...]:
    """Every case of a file (a Path) or of a text, in order; `name` stands for a case without identifier.

    With the shape CASE_OF_ANY_PAYER a case need not name its payer, which is then empty. What cannot be read
    is told in the problems of its case; nothing is raised.
    """
    try:
        text = load_text(given) if isinstance(given, Path) else given
        if _holds_lines(text, name):
            return tuple(_read_line(each, name, vocabulary, shape) for each in read_lines(text, name))
        return tuple(_read_document(read_text(text, name), name, vocabulary, shape))
    except Flawed as flawed:
        return tuple(_read_flawed(flawed, name, vocabulary, shape))
    except Unreadable as unreadable:
        return (ReadCase(name, None, unreadable.problems),)


def _holds_lines(text: str, name: str) -> bool:
    """Whether each line is a case of its own: by the file's name, or by two lines that begin one."""
    if name.endswith(_LINES_ENDINGS):
        return bool(text.strip())
    begun = re.findall(r"^\{.+", text, re.MULTILINE)
    return text.lstrip().startswith("{") and len(begun) > 1 and not name.endswith((".yaml", ".yml"))


def _read_line(line: Node | Unreadable, name: str, vocabulary: Vocabulary, shape: Record) -> ReadCase:
    if isinstance(line, Unreadable):
        return ReadCase(name, None, line.problems)
    return read_case(line, name, vocabulary, shape)


def _read_flawed(flawed: Flawed, name: str, vocabulary: Vocabulary, shape: Record) -> Iterator[ReadCase]:
    """What is wrong with the text, and beside it what is wrong with the cases in it; none is decided."""
    read = tuple(_read_document(flawed.node, name, vocabulary, shape))
    problems = {*flawed.problems, *(each for case in read for each in case.problems)}
    yield ReadCase(name, None, tuple(sorted(problems, key=lambda each: (each.line, each.column))))


def _read_document(node: Node, name: str, vocabulary: Vocabulary, shape: Record) -> Iterator[ReadCase]:
    if isinstance(node, Items) and not node.items:
        yield ReadCase(name, None, (problem(node, Message.NO_CASE),))
    for each in node.items if isinstance(node, Items) else (node,):
        yield read_case(each, name, vocabulary, shape)


def read_case(node: Node, name: str, vocabulary: Vocabulary, shape: Record = CASE) -> ReadCase:
    """One case, or every problem in it."""
    worked = node.get("case") if isinstance(node, Entries) else None
    if isinstance(worked, Entries):
        return ReadCase(name, None, (problem(worked, Message.WORKED_CASE),))
    conformance = Conformance(vocabulary)
    conformance.check(node, shape)
    problems = conformance.problems
    stated = {id(each): _stated(each, vocabulary, problems) for each in _fact_nodes(node)}
    if isinstance(node, Entries):
        problems += [*part_problems(node), *_late_dates(node, stated, vocabulary)]
        identifier = node.get("case")
        name = identifier.text if isinstance(identifier, Scalar) and not is_silent(identifier) else name
    if problems:
        return ReadCase(name, None, tuple(sorted(problems, key=lambda each: (each.line, each.column))))
    assert isinstance(node, Entries)
    return ReadCase(name, _case(Fields(node), stated), (), _lines(node))


def _lines(case: Entries) -> dict[str, int]:
    return {key.text: key.line for entries in (case, *_fact_nodes(case)) for key, _ in entries.entries}


def _fact_nodes(node: Node) -> Iterator[Entries]:
    """The facts of the case, then those of its lesions."""
    if not isinstance(node, Entries):
        return
    lesions = node.get("lesions")
    for holder in (node, *(lesions.items if isinstance(lesions, Items) else ())):
        facts = holder.get("facts") if isinstance(holder, Entries) else None
        if isinstance(facts, Entries):
            yield facts


def _stated(facts: Entries, vocabulary: Vocabulary, problems: list[Problem]) -> dict[str, Known]:
    known: dict[str, Known] = {}
    for name, value in facts.entries:
        try:
            stated = read_stated(name, value, vocabulary)
            if stated is not None:
                known[name.text] = stated
        except Unreadable as unreadable:
            problems.extend(unreadable.problems)
    return known


def _late_dates(
    node: Entries, stated: dict[int, dict[str, Known]], vocabulary: Vocabulary
) -> Iterator[Problem]:
    service = _span(node.get("date_of_service"))
    if service is None:
        return
    for facts in _fact_nodes(node):
        for name, value in facts.entries:
            known = stated[id(facts)].get(name.text)
            day = known.value if known is not None else None
            is_date = name.text in vocabulary.facts and vocabulary.facts[name.text].kind is Kind.DATE
            if is_date and isinstance(day, Span) and day.first is not None and day.first > service.last:
                yield problem(value, Message.AFTER_SERVICE, name=name.text, text=day, service=service)


def _span(node: Node | None) -> Span | None:
    try:
        return read_span(node) if isinstance(node, Scalar) else None
    except Unreadable:
        return None


def _case(fields: Fields, stated: dict[int, dict[str, Known]]) -> Case:
    facts = fields.node.get("facts")
    state = _optional(fields, "state")
    return Case(
        payer=_optional(fields, "payer") or "",
        date_of_service=read_span(fields.scalar("date_of_service")),
        services=tuple(_service(each) for each in fields.records("services")),
        identifier=_optional(fields, "case"),
        product=_optional(fields, "product"),
        state=state.upper() if state is not None else None,
        setting=_optional(fields, "setting"),
        diagnoses=_texts(fields, "diagnoses"),
        facts=stated.get(id(facts), {}),
        lesions=tuple(
            Lesion(_levels(each), stated.get(id(each.node.get("facts")), {}))
            for each in fields.records("lesions")
        ),
    )


def _service(fields: Fields) -> Service:
    return Service(fields.text("code"), _optional(fields, "technique"), _levels(fields))


def _levels(fields: Fields) -> tuple[str, ...]:
    return tuple(level.upper() for level in _texts(fields, "levels"))


def _optional(fields: Fields, key: str) -> str | None:
    return fields.text(key) if fields.has(key) and not is_silent(fields.value(key)) else None


def _texts(fields: Fields, key: str) -> tuple[str, ...]:
    return fields.texts(key) if fields.items(key) else ()
