"""Reads the evidence, and holds each study to the documents that cite it and the criteria it bears on."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from coverline.document import Entries, Items, Node, Scalar
from coverline.language.conform import Conformance
from coverline.language.fields import Fields
from coverline.language.grammar.evidence import EVIDENCE, read_people
from coverline.language.grammar.leaves import NOT_PRINTED
from coverline.language.messages import Message, listed, problem, shortened
from coverline.language.quantities import read_lines
from coverline.language.vocabulary import EMPTY
from coverline.model.evidence import Account, Direction, Evidence, Lines, Oddity, Study, StudyKind
from coverline.problem import Problem, Unreadable, nearest

Criteria = Mapping[str, Collection[str]]


def read_evidence(node: Node, documents: Mapping[str, int], criteria: Criteria) -> Evidence:
    """The evidence of a file; Unreadable with every problem in it.

    `documents` gives the number of lines of each registered document, `criteria` the ids of the criteria
    that the versions of each policy have.
    """
    conformance = Conformance(EMPTY)
    conformance.check(node, EVIDENCE)
    conformance.resolve()
    conformance.report_unused("topic")
    if conformance.problems:
        raise Unreadable(conformance.problems)
    assert isinstance(node, Entries)
    fields = Fields(node)
    problems = [*_unresolved(fields, documents), *_unknown_criteria(fields, criteria)]
    if problems:
        raise Unreadable(sorted(problems, key=lambda each: (each.line, each.column)))
    topics = fields.record("topics")
    assert topics is not None
    return Evidence(
        {name.text: topics.text(name.text) for name, _ in topics.node.entries},
        {name: _study(name, each) for name, each in fields.named("studies")},
        {name: _oddity(name, each) for name, each in fields.named("oddities")},
    )


def _unresolved(fields: Fields, documents: Mapping[str, int]) -> Iterator[Problem]:
    """Citations of documents that are not registered, or of lines that they do not have."""
    for _, study in fields.named("studies"):
        for source, lines in _lists(study, "cited_in"):
            yield from _citation_problems(source, lines, documents)
    for _, oddity in fields.named("oddities"):
        for account in oddity.records("accounts"):
            yield from _citation_problems(account.scalar("source"), (account.scalar("lines"),), documents)


def _citation_problems(
    source: Scalar, cited: Iterable[Scalar], documents: Mapping[str, int]
) -> Iterator[Problem]:
    count = documents.get(source.text)
    if count is None:
        yield _unknown(source, "a registered document", documents)
        return
    for each in cited:
        lines = read_lines(each)
        if lines is None or lines[1] > count:
            yield problem(each, Message.LINES_OUTSIDE, text=each.text, source=source.text, count=count)


def _unknown_criteria(fields: Fields, criteria: Criteria) -> Iterator[Problem]:
    for _, study in fields.named("studies"):
        for policy, linked in _lists(study, "bears_on"):
            known = criteria.get(policy.text)
            if known is None:
                yield _unknown(policy, "a policy", criteria)
                continue
            for each in linked:
                if each.text not in known:
                    yield _unknown(each, f"a criterion of {policy.text}", known)


def _unknown(name: Scalar, what: str, known: Collection[str]) -> Problem:
    names, hint = listed(tuple(known)), nearest(name.text, known)
    return problem(name, Message.UNKNOWN_NAME, name=shortened(name.text), what=what, known=names, hint=hint)


def _lists(fields: Fields, key: str) -> Iterator[tuple[Scalar, tuple[Scalar, ...]]]:
    """Each name of a mapping with the texts of its list; none where the key is absent."""
    record = fields.record(key)
    for name, value in record.node.entries if record is not None else ():
        assert isinstance(value, Items)
        yield name, tuple(each for each in value.items if isinstance(each, Scalar))


def _study(name: str, fields: Fields) -> Study:
    year = fields.text("year")
    return Study(
        id=name,
        by=fields.text("by"),
        year=None if year == NOT_PRINTED else int(year),
        kind=StudyKind(fields.text("kind")),
        topic=fields.text("topic"),
        population=fields.text("population"),
        n=read_people(fields.scalar("n")) if fields.has("n") else None,
        comparator=fields.optional("comparator"),
        finding=fields.text("finding"),
        direction=Direction(fields.text("direction")),
        cited_in={
            source.text: tuple(map(_cited_lines, lines)) for source, lines in _lists(fields, "cited_in")
        },
        bears_on={
            policy.text: tuple(each.text for each in linked) for policy, linked in _lists(fields, "bears_on")
        },
    )


def _oddity(name: str, fields: Fields) -> Oddity:
    accounts = tuple(
        Account(each.text("source"), _cited_lines(each.scalar("lines")), each.text("prints"))
        for each in fields.records("accounts")
    )
    return Oddity(name, fields.texts("about"), fields.text("says"), fields.text("reading"), accounts)


def _cited_lines(node: Scalar) -> Lines:
    lines = read_lines(node)
    assert lines is not None, node
    return lines
