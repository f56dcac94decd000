"""The JSON Schema of a case, its facts typed by the vocabulary."""

from typing import assert_never

from coverline.language.grammar.case import CASE
from coverline.language.schema import Schema, record_schema
from coverline.model.vocabulary import Fact, Kind, Vocabulary

_DATE = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_DURATION = "^[0-9]{1,4} (day|week|month|year)s?$"
_PERCENT = "^([0-9]{1,2}([.][0-9]{1,12})?|100)( ?percent| ?%)?$|^one third$"


def case_schema(vocabulary: Vocabulary) -> Schema:
    """The JSON Schema (2020-12) of a case; the reader takes a little more, such as 22511 without quotes."""
    schema = record_schema(CASE, vocabulary)
    facts = facts_schema(vocabulary)
    properties = schema["properties"]
    lesions = properties["lesions"]
    lesion = lesions["items"]
    return {
        **schema,
        "title": "A case: one coverage question",
        "properties": {
            **properties,
            "date_of_service": _text(_DATE, "a day, month or year"),
            "facts": facts,
            "lesions": {
                **lesions,
                "items": {**lesion, "properties": {**lesion["properties"], "facts": facts}},
            },
        },
    }


def facts_schema(vocabulary: Vocabulary) -> Schema:
    """The JSON Schema of what is known; a fact that is absent or null is unknown."""
    stated = (fact for fact in vocabulary.facts.values() if not fact.derived)
    return {
        "type": "object",
        "description": "what is known; a fact that is absent or null is unknown, never false",
        "properties": {fact.name: _fact(fact) for fact in stated},
        "additionalProperties": False,
    }


def _fact(fact: Fact) -> Schema:
    value = _value(fact)
    beside = {"source": {"type": "string"}, "date": _text(_DATE, "when it was recorded")}
    sourced = {
        "type": "object",
        "properties": {"value": value, **beside},
        "required": ["value"],
        "additionalProperties": False,
    }
    return {"description": fact.meaning, "anyOf": [value, {"type": "null"}, sourced]}


def _value(fact: Fact) -> Schema:
    match fact.kind:
        case Kind.YES_NO:
            return {"type": "boolean"}
        case Kind.CHOICE:
            return {"enum": list(fact.values)}
        case Kind.SET:
            return {"type": "array", "items": {"enum": list(fact.values)}}
        case Kind.DATE:
            return _text(_DATE, "a day, month or year")
        case Kind.DURATION:
            return _text(_DURATION, "a whole number with its unit, such as 6 weeks")
        case Kind.PERCENT:
            number = {"type": "number", "minimum": 0, "maximum": 100}
            return {"anyOf": [number, _text(_PERCENT, "a percentage such as 33 percent")]}
    assert_never(fact.kind)


def _text(pattern: str, description: str) -> Schema:
    return {"type": "string", "pattern": pattern, "description": description}
