"""Value sets as resources: what codes of a chart mean, and the answers to questions on a request."""

from collections.abc import Iterator, Mapping
from typing import Any

from coverline.decide.missing import LEVELS
from coverline.decide.usefulness import TECHNIQUE
from coverline.forms.fields import PRODUCT, SETTING, STATE
from coverline.forms.questions import field_question
from coverline.forms.urls import FACTS, value_set
from coverline.forms.words import in_words, narrative
from coverline.library import Library
from coverline.model.terms import ValueSet

Data = dict[str, Any]

ANSWERS = "answers-"
BEGINNING = "*"
FIELDS = (TECHNIQUE, LEVELS, SETTING, PRODUCT, STATE)


def answers_name(question: str) -> str:
    """The name of the value set of the answers to a question."""
    return f"{ANSWERS}{question.replace('_', '-')}"


def sets_version(library: Library) -> str:
    """The version of all value sets, which changes with the content."""
    return library.content_hash[:12]


def value_sets(library: Library, address: str) -> tuple[Data, ...]:
    """Every value set that forms and expressions name, with what it is made of; none is expanded."""
    charts = (_of_charts(name, each, library, address) for name, each in library.content.terms.sets.items())
    answers = (_of_answers(name, *each, library, address) for name, each in _choices(library).items())
    return (*charts, *answers)


def _choices(library: Library) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """The questions on a request that are answered from a value set: what it is for, and its values."""
    vocabulary = library.vocabulary
    fields = {name: field_question(name, vocabulary) for name in FIELDS}
    return {name: (each.text, each.values) for name, each in fields.items()}


def _of_answers(question: str, purpose: str, values: tuple[str, ...], library: Library, address: str) -> Data:
    concepts = [{"code": each, "display": in_words(each)} for each in values]
    include = [{"system": FACTS, "concept": concepts}]
    return _resource(answers_name(question), purpose, include, library, address)


def _of_charts(name: str, said: ValueSet, library: Library, address: str) -> Data:
    systems = {each: uri for uri, each in reversed(list(library.content.terms.systems.items()))}
    include = [part for system, codes in said.codes.items() for part in _included(systems[system], codes)]
    return _resource(name, f"{said.purpose} Taken from: {said.basis}", include, library, address)


def _included(system: str, codes: tuple[str, ...]) -> Iterator[Data]:
    """The codes of one system, and for each beginning a part of its own, since filters add up."""
    whole = [each for each in codes if not each.endswith(BEGINNING)]
    if whole:
        yield {"system": system, "concept": [{"code": each} for each in whole]}
    for each in codes:
        if each.endswith(BEGINNING):
            pattern = each.removesuffix(BEGINNING).replace(".", "\\.") + ".*"
            yield {"system": system, "filter": [{"property": "code", "op": "regex", "value": pattern}]}


def _resource(name: str, purpose: str, include: list[Data], library: Library, address: str) -> Data:
    return {
        "resourceType": "ValueSet",
        "id": name,
        "text": narrative(purpose),
        "url": value_set(name, address),
        "version": sets_version(library),
        "name": "".join(part.capitalize() for part in f"codes-{name}".split("-")),
        "title": in_words(name),
        "status": "active",
        "publisher": "Coverline",
        "description": purpose,
        "compose": {"include": include},
    }
