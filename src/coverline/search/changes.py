"""What changed in the text between two versions of one policy, place by place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from coverline.language.words import in_words
from coverline.model.criteria import (
    AllOf,
    AnyOf,
    AtLeast,
    Criterion,
    Fixed,
    NoneOf,
    NotThis,
    Test,
    parts_of,
    walk,
)
from coverline.model.policy import Codes, PolicyVersion, Position, Version
from coverline.model.vocabulary import Vocabulary

Places = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """A place of the policy, and what it says before and after; None where the place does not exist."""

    where: str
    before: str | None
    after: str | None


def changes(before: PolicyVersion, after: PolicyVersion, vocabulary: Vocabulary) -> tuple[Change, ...]:
    """Every place that says something else, in the order of the policy."""
    old, new = dict(_places(before, vocabulary)), dict(_places(after, vocabulary))
    return tuple(
        Change(where, old.get(where), new.get(where))
        for where in dict.fromkeys((*old, *new))
        if old.get(where) != new.get(where)
    )


def _places(policy: PolicyVersion, vocabulary: Vocabulary) -> Places:
    yield "title", policy.title
    yield from _version(policy.version)
    for name, named in policy.documents.items():
        numbers = (f"{by}: {', '.join(each.numbers)}" for by, each in (named.by_contractor or {}).items())
        yield f"named document {name}", "; ".join((named.title, *numbers))
    yield from _scope(policy, vocabulary)
    for position in policy.positions:
        yield from _position(position, vocabulary)
    for judged in policy.clinician_judges:
        for technique in judged.techniques:
            asked = f"{judged.question}: yes to {judged.if_yes}, no to {judged.if_no}"
            yield f"a clinician judges {technique}", asked
    yield from _codes(policy.codes, vocabulary)
    yield from _advice(policy, vocabulary)


def _version(version: Version) -> Places:
    yield "version", version.name
    yield "first day", str(version.first_day or "open")
    yield "last day", str(version.last_day or "open")
    yield "printed on", str(version.printed_on or "not printed")
    yield "next review", str(version.next_review or "not printed")
    for name, pointer in (("beforehand", version.beforehand), ("afterwards", version.afterwards)):
        if pointer is not None:
            yield name, pointer.to


def _scope(policy: PolicyVersion, vocabulary: Vocabulary) -> Places:
    yield "products", ", ".join(policy.scope.products)
    yield "states", ", ".join(sorted(policy.scope.states or ("all",)))
    for each in policy.scope.hands_over:
        excepted = f" except {', '.join(sorted(each.excepted))}" if each.excepted else ""
        yield f"hand-over {each.id}", f"{_when(each.when, vocabulary)}{excepted}, to {each.to}"
    table = policy.prior_authorization
    if table is not None:
        yield "prior authorization of", ", ".join(sorted(table.techniques))
    for rule in table.rules if table else ():
        yield f"prior authorization where {_when(rule.when, vocabulary)}", rule.answer.value


def _position(position: Position, vocabulary: Vocabulary) -> Places:
    yield f"position {position.id}", ", ".join(position.techniques)
    for node in walk(position.criteria):
        yield f"criterion {node.id}", _asks(node, vocabulary)
        if "/" not in node.id:
            # A criterion made of one line of several is named by its test already.
            yield f"label of {node.id}", node.label
    otherwise = position.otherwise
    yield f"unmet under {position.id}", otherwise.category.value if otherwise.category else "none printed"
    for each in otherwise.exceptions:
        yield f"unmet under {position.id} where {_when(each.when, vocabulary)}", each.category.value
    for pointer in otherwise.refer_to:
        yield f"unmet under {position.id} refers to {pointer.to}", _when(pointer.when, vocabulary)


def _codes(codes: Codes, vocabulary: Vocabulary) -> Places:
    yield "use of codes", codes.use
    for entry in (*codes.procedures, *codes.diagnoses):
        exceptions = "".join(
            f"; {each.finding.value} where {_when(each.when, vocabulary)}" for each in entry.exceptions
        )
        for code in entry.codes:
            yield f"code {code}", f"{entry.finding.value}{exceptions}"
            if entry.note is not None:
                yield f"note on code {code}", entry.note
    for misprint in codes.misprints:
        yield f"misprint {misprint.printed}", misprint.meant or "not clear"


def _advice(policy: PolicyVersion, vocabulary: Vocabulary) -> Places:
    """What never changes an outcome."""
    for warning in policy.warnings:
        yield f"warning {warning.id}", warning.says
        yield f"warning {warning.id} is given where", _when(warning.when, vocabulary)
        if warning.names_day_when is not None:
            yield f"warning {warning.id} names the day of", in_words(warning.names_day_when, vocabulary)
    for document in policy.documentation:
        condition = f" ({document.when})" if document.when else ""
        included = f": {', '.join(document.includes)}" if document.includes else ""
        yield f"document {document.id}", f"{document.label}{condition}{included}"
    for definition in policy.definitions:
        yield f"definition {definition.id}", f"{definition.term}: {definition.means}"
    for statement in policy.statements:
        dated = f"{statement.on}: " if statement.on else ""
        yield f"{statement.section} {statement.id}", f"{dated}{statement.says}"
    for note in policy.notes.values():
        yield f"note {note.id}", f"{note.asks} {note.reading}"


def _asks(node: Criterion, vocabulary: Vocabulary) -> str:
    below = ", ".join(part.id for part in parts_of(node))
    match node.body:
        case Test() as test:
            return in_words(test, vocabulary)
        case Fixed(result):
            return f"always {result.value}"
        case AllOf():
            return f"all of {below}"
        case AnyOf():
            return f"any of {below}"
        case NoneOf():
            return f"none of {below}"
        case NotThis():
            return f"not {below}"
        case AtLeast(count):
            return f"at least {count} of {below}"
        case _:
            assert_never(node.body)


def _when(tests: Iterable[Test], vocabulary: Vocabulary) -> str:
    return " and ".join(in_words(test, vocabulary) for test in tests) or "always"
