"""Reads where a chart records each fact, and holds it to what the fact can take from there."""

from collections.abc import Iterator, Mapping

from coverline.codesets.form import normalize
from coverline.document import Entries, Items, Node, Scalar
from coverline.language.fields import Fields
from coverline.language.grammar.chart import read_score
from coverline.language.messages import Message, listed, problem, refuse
from coverline.language.quantities import read_yes_no
from coverline.language.values import read_stated
from coverline.language.words import read_values
from coverline.model.case import Value
from coverline.model.chart import About, ChartPlace, Lasts, Reads, Says
from coverline.model.terms import JOINT, Terms
from coverline.model.vocabulary import Fact, Kind, Vocabulary
from coverline.problem import Problem, Unreadable, nearest

_FORMS = {
    Kind.YES_NO: ("says", "value"),
    Kind.CHOICE: ("says", "bands", "choices"),
    Kind.SET: ("says",),
    Kind.DATE: ("value",),
    Kind.DURATION: ("since",),
    Kind.PERCENT: ("value",),
}
_NARROWER = ("bands", "choices")


def read_chart(fields: Fields, vocabulary: Vocabulary) -> Mapping[str, tuple[ChartPlace, ...]]:
    """The places of every fact of a vocabulary's file; Unreadable with every problem in them."""
    places: dict[str, tuple[ChartPlace, ...]] = {}
    problems: list[Problem] = []
    for name, each in fields.named("facts"):
        found = []
        for row in each.records("fhir"):
            try:
                found.append(_place(vocabulary.facts[name], row, vocabulary))
            except Unreadable as unreadable:
                problems.extend(unreadable.problems)
        places[name] = tuple(found)
    if problems:
        raise Unreadable(problems)
    return places


def _place(fact: Fact, row: Fields, vocabulary: Vocabulary) -> ChartPlace:
    where = row.record("where")
    assert where is not None
    if not where.node.entries:
        raise refuse(where.node, Message.NOTHING, what="a FHIRPath with value sets")
    return ChartPlace(
        resource=row.text("resource"),
        where={path.text: _sets(where.texts(path.text)) for path, _ in where.node.entries},
        value=_value(fact, row, vocabulary),
        about=About(row.optional("about") or About.LEVEL.value),
        provided=row.optional("provided"),
        not_at=_regions(row, vocabulary),
        newest=row.has("newest") and read_yes_no(row.scalar("newest")),
        before_service=row.has("before_service") and read_yes_no(row.scalar("before_service")),
        if_refuted=_said(fact, row, "if_refuted", vocabulary) if row.has("if_refuted") else None,
    )


def _regions(row: Fields, vocabulary: Vocabulary) -> tuple[str, ...]:
    problems = [
        each
        for node in row.items("not_at")
        if isinstance(node, Scalar)
        for each in _unknown(node, node.text, "a region", vocabulary.regions)
    ]
    if problems:
        raise Unreadable(problems)
    return row.texts("not_at")


def _sets(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of value sets, and tokens with their code as it is compared."""
    split = (name.partition(JOINT) for name in names)
    return tuple(f"{system}{JOINT}{normalize(code)}" if bar else system for system, bar, code in split)


def _value(fact: Fact, row: Fields, vocabulary: Vocabulary) -> Says | Reads | Lasts:
    form = next(each for each in (*_NARROWER, "says", "value", "since") if row.has(each))
    if form not in _FORMS[fact.kind]:
        allowed = " or ".join(_FORMS[fact.kind])
        raise refuse(
            row.value(form),
            Message.CHART_FORM,
            form=form,
            name=fact.name,
            kind=fact.kind.value,
            known=allowed,
        )
    match form:
        case "says":
            return Says(_said(fact, row, form, vocabulary))
        case "since":
            return Lasts(row.text("since"), row.text("until"), row.text("ongoing"))
        case "bands":
            bands = [
                (read_score(score), _choice(fact, value, vocabulary))
                for value, score in _entries(row, "bands")
                if isinstance(score, Scalar)
            ]
            return Reads(row.text("value"), bands=tuple(sorted(bands)))
        case "choices":
            choices = row.record("choices")
            assert choices is not None
            named = {_choice(fact, value, vocabulary): value.text for value, _ in _entries(row, "choices")}
            return Reads(
                row.text("value"), choices={each: _sets(choices.texts(key)) for each, key in named.items()}
            )
        case _:
            return Reads(row.text("value"))


def _entries(row: Fields, key: str) -> tuple[tuple[Scalar, Node], ...]:
    node = row.value(key)
    assert isinstance(node, Entries)
    return node.entries


def _choice(fact: Fact, node: Scalar, vocabulary: Vocabulary) -> str:
    return read_values(fact.name, (node,), vocabulary)[0]


def _said(fact: Fact, row: Fields, key: str, vocabulary: Vocabulary) -> Value:
    node = row.value(key)
    name = Scalar(fact.name, False, row.node.file, row.node.line, row.node.column)
    stated = read_stated(name, node, vocabulary)
    if stated is None:
        raise refuse(node, Message.NOTHING, what=f"a value of {fact.name}")
    return stated.value


def unknown_sets(vocabulary: Node, terms: Terms) -> Iterator[Problem]:
    """Value sets, and code systems of tokens, that the places of a chart name and the terms do not have."""
    assert isinstance(vocabulary, Entries)
    systems = tuple(dict.fromkeys(terms.systems.values()))
    for _, fact in Fields(vocabulary).named("facts"):
        for each in (name for row in fact.records("fhir") for name in _named_sets(row)):
            system, bar, _ = each.text.partition(JOINT)
            if bar:
                yield from _unknown(each, system, "a code system", systems)
            else:
                yield from _unknown(each, each.text, "a value set", tuple(terms.sets))


def _unknown(node: Scalar, name: str, what: str, known: tuple[str, ...]) -> Iterator[Problem]:
    if name not in known:
        hint = nearest(name, known)
        names = listed(known, most=30)
        yield problem(node, Message.UNKNOWN_NAME, name=name, what=what, known=names, hint=hint)


def _named_sets(row: Fields) -> Iterator[Scalar]:
    for key in ("where", "choices"):
        named = row.record(key)
        for _, sets in named.node.entries if named is not None else ():
            for each in sets.items if isinstance(sets, Items) else (sets,):
                assert isinstance(each, Scalar)
                yield each
