"""Every single change to a mapping from facts to their tests."""

from collections.abc import Iterator
from dataclasses import replace

from tools.mutation.words import near_codes, near_dates, near_names, near_thresholds

from coverline.document import Entries, Items, Node, Scalar
from coverline.language.words import kind_of, known_values
from coverline.model.vocabulary import Kind, Vocabulary

OPPOSITE = {"yes": "no", "no": "yes", "before": "from", "from": "before"}
OPERATORS = (("one_of", "none_of"), ("includes_any_of", "includes_all_of", "includes_none_of"))


def changed_tests(tests: Entries, vocabulary: Vocabulary) -> Iterator[Entries]:
    """The same tests with one of them left out, or changed."""
    for at, (fact, test) in enumerate(tests.entries):
        before, after = tests.entries[:at], tests.entries[at + 1 :]
        if before or after:
            yield replace(tests, entries=(*before, *after))
        for new in _changed(fact.text, test, vocabulary):
            yield replace(tests, entries=(*before, (fact, new), *after))


def _changed(fact: str, test: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    match test:
        case Entries(entries=((operator, Items() as values),)):
            for other in _others(operator.text):
                yield replace(test, entries=((replace(operator, text=other), values),))
            for new in _changed_values(fact, values, vocabulary):
                yield replace(test, entries=((operator, new),))
        case Scalar(text=text):
            yield from (replace(test, text=each) for each in _changed_word(fact, text, vocabulary))
            if kind_of(fact, vocabulary) is Kind.CHOICE:
                yield from (_either(test, each) for each in _other_values(fact, text, vocabulary))


def _others(operator: str) -> Iterator[str]:
    yield from (each for family in OPERATORS if operator in family for each in family if each != operator)


def _changed_values(fact: str, values: Items, vocabulary: Vocabulary) -> Iterator[Items]:
    texts = [each.text for each in values.items if isinstance(each, Scalar)]
    for at, item in enumerate(values.items):
        if len(values.items) > 1:
            yield replace(values, items=(*values.items[:at], *values.items[at + 1 :]))
        if fact in ("code", "diagnoses") and isinstance(item, Scalar):
            for text in near_codes(item.text):
                other = replace(item, text=text)
                yield replace(values, items=(*values.items[:at], other, *values.items[at + 1 :]))
    if fact in ("code", "diagnoses"):
        return
    last = values.items[-1]
    for text in _other_values(fact, texts[-1], vocabulary):
        if text not in texts and isinstance(last, Scalar):
            yield replace(values, items=(*values.items, replace(last, text=text)))


def _changed_word(fact: str, text: str, vocabulary: Vocabulary) -> Iterator[str]:
    match kind_of(fact, vocabulary):
        case Kind.YES_NO:
            yield OPPOSITE[text]
        case Kind.CHOICE | Kind.SET:
            yield from _other_values(fact, text, vocabulary)
        case Kind.DATE:
            word, day = text.split(" ")
            yield f"{OPPOSITE[word]} {day}"
            yield from (f"{word} {each}" for each in near_dates(day))
        case Kind.DURATION | Kind.PERCENT:
            yield from near_thresholds(text)


def _other_values(fact: str, text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    if fact in ("code", "diagnoses"):
        return near_codes(text)
    return near_names(text, known_values(fact, vocabulary))


def _either(test: Scalar, other: str) -> Entries:
    """The value of a test, or another."""
    here = test.file, test.line, test.column
    values = Items((test, replace(test, text=other)), *here)
    return Entries(((Scalar("one_of", False, *here), values),), *here)
