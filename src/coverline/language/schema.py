"""The JSON Schema of a policy file, for editors; it walks the tables that the reader walks."""

from typing import Any, assert_never

from coverline.language.grammar.policy import POLICY
from coverline.language.shapes import (
    Anything,
    Declared,
    Either,
    Known,
    Later,
    Leaf,
    ListOf,
    Named,
    OneOf,
    Parsed,
    Record,
    Reference,
    Shape,
    Tests,
    Words,
)
from coverline.language.words import names_at
from coverline.model.vocabulary import Vocabulary

Schema = dict[str, Any]

# An editor types yes, 22511 and 0.5 by itself; the reader takes all of them as text.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
# What a draft may hold in the place of any value.
_TODO: Schema = {"type": "string", "description": "still to be written", "pattern": "^todo(:|$)"}


def policy_schema(vocabulary: Vocabulary) -> Schema:
    """The JSON Schema (2020-12) of a policy file, drafts included."""
    writer = _Writer(vocabulary, drafts=True)
    root = writer.schema(POLICY)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Coverline policy",
        **root,
        "$defs": {**writer.definitions, "todo": _TODO},
    }


def record_schema(shape: Record, vocabulary: Vocabulary) -> Schema:
    """The JSON Schema of a shape that does not contain itself."""
    return _Writer(vocabulary, drafts=False).schema(shape)


class _Writer:
    """Writes shapes as schemas; what contains itself is defined once and referred to."""

    def __init__(self, vocabulary: Vocabulary, *, drafts: bool) -> None:
        self.vocabulary = vocabulary
        self.drafts = drafts
        self.definitions: dict[str, Schema] = {}

    def schema(self, shape: Shape) -> Schema:
        match shape:
            case Later(later):
                return self._definition(later())
            case Either():
                parts = (shape.text, shape.items, shape.entries)
                return {"anyOf": [self.schema(part) for part in parts if part is not None]}
            case ListOf(_, item, least):
                return {"type": "array", "items": self._value(item), "minItems": least}
            case Named(value=value):
                return {"type": "object", "additionalProperties": self._value(value)}
            case Record():
                return self._record(shape)
            case Tests(place):
                names = names_at(place, self.vocabulary)
                return {"type": "object", "propertyNames": {"enum": list(names)}, "minProperties": 1}
            case Anything():
                return {}
            case Words() | Parsed() | OneOf() | Known() | Declared() | Reference():
                return self._leaf(shape)
        assert_never(shape)

    def _value(self, shape: Shape) -> Schema:
        """The schema of a value, which in a draft may still have to be written."""
        schema = self.schema(shape)
        says_anything = not schema or (schema.get("type") == _TEXT["type"] and "pattern" not in schema)
        if says_anything or not self.drafts:
            return schema
        return {"anyOf": [schema, {"$ref": "#/$defs/todo"}]}

    def _definition(self, shape: Shape) -> Schema:
        assert isinstance(shape, Record)
        name = shape.what.split()[-1]
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self.schema(shape)
        return {"$ref": f"#/$defs/{name}"}

    def _record(self, shape: Record) -> Schema:
        schema: Schema = {
            "type": "object",
            "properties": {name: self._value(key.shape) for name, key in shape.keys.items()},
            "required": [name for name, key in shape.keys.items() if key.required],
            "additionalProperties": False,
        }
        if shape.exactly_one:
            schema["oneOf"] = [{"required": [name]} for name in shape.exactly_one]
        if shape.together:
            schema["allOf"] = [_together(stated, others) for stated, others in shape.together.items()]
        return schema

    def _leaf(self, shape: Leaf) -> Schema:
        match shape:
            case Words(what):
                return {**_TEXT, "description": what}
            case Parsed(what, _, pattern):
                return {**_TEXT, "description": what, "pattern": pattern}
            case OneOf(what, values):
                return {"description": what, "enum": list(values)}
            case Known(what, names, upper):
                known = names(self.vocabulary)
                small = (name.lower() for name in known) if upper else ()
                return {"description": what, "enum": [*known, *small]}
            case Declared(kind):
                return {**_TEXT, "description": f"the id of a {kind}"}
            case Reference(kind):
                return {**_TEXT, "description": f"the id of a {kind} of this file"}
        assert_never(shape)


def _together(stated: str, others: tuple[str, ...]) -> Schema:
    name, _, words = stated.partition(": ")
    condition: Schema = {"required": [name]}
    if words:
        condition["properties"] = {name: {"const": words}}
    return {"if": condition, "then": {"required": list(others)}}
