"""The JSON Schema says what the reader says."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs
import pytest

from coverline.document import Items, Node, Scalar, read_text
from coverline.language.grammar.policy import POLICY
from coverline.language.policies import check_policy
from coverline.language.schema import policy_schema
from tests.language.example_files import VOCABULARY, expand, policy_text
from tests.language.golden_files import Entry, entries


# Built anew in each test, so that a mutated writer meets them.
def _schema() -> dict[str, Any]:
    return policy_schema(VOCABULARY)


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return None if node.is_nothing else node.text
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    return {name.text: _plain(value) for name, value in node.entries}


def _errors(value: Any, schema: Mapping[str, Any]) -> Iterator[str]:
    """The part of JSON Schema that the policy schema is written in."""
    if "$ref" in schema:
        yield from _errors(value, _schema()["$defs"][schema["$ref"].rpartition("/")[2]])
        return
    types = {"object": dict, "array": list, "string": str}
    named = schema.get("type", [])
    allowed = tuple(types[each] for each in ([named] if isinstance(named, str) else named) if each in types)
    if allowed and not isinstance(value, allowed):
        yield f"type of {value}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"enum of {value}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"pattern of {value}"
    if "anyOf" in schema and all(list(_errors(value, each)) for each in schema["anyOf"]):
        yield f"anyOf of {value}"
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"minItems of {value}"
        for item in value:
            yield from _errors(item, schema.get("items", {}))
    if isinstance(value, dict):
        yield from _object_errors(value, schema)


def _object_errors(value: dict[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"required {key}" for key in schema.get("required", []) if key not in value)
    if "oneOf" in schema and sum(each["required"][0] in value for each in schema["oneOf"]) != 1:
        yield "oneOf"
    for rule in schema.get("allOf", []):
        holds = rule["if"]["required"][0] in value and not list(
            _errors(value, {**rule["if"], "type": "object"})
        )
        yield from _errors(value, rule["then"]) if holds else ()
    if len(value) < schema.get("minProperties", 0):
        yield "minProperties"
    for key, each in value.items():
        if key not in schema.get("propertyNames", {}).get("enum", [key]):
            yield f"propertyNames {key}"
        if key in schema.get("properties", {}):
            yield from (
                _errors(each, schema["properties"][key])
                if "const" not in schema["properties"][key]
                else (() if each == schema["properties"][key]["const"] else ("const",))
            )
        elif isinstance(schema.get("additionalProperties"), dict):
            yield from _errors(each, schema["additionalProperties"])
        elif schema.get("additionalProperties") is False:
            yield f"additionalProperties {key}"


def test_the_example_conforms() -> None:
    assert list(_errors(_plain(read_text(policy_text(), "policy.yaml")), _schema())) == []


STRUCTURAL = (
    "keys",
    "a group without its criteria, a criterion with two bodies",
    "needs and present_when in each other's place",
    "a group of one",
    "a confirmation by nobody",
    "a confirmation without its words",
    "names of the vocabulary",
    "an empty list of codes",
    "codes and a range",
    "a section is missing",
)


@pytest.mark.parametrize("entry", [each for each in entries("policies.txt") if each.title in STRUCTURAL])
def test_what_the_reader_refuses_for_its_form_the_schema_refuses(entry: Entry) -> None:
    node = read_text(entry.input(policy_text()), "policy.yaml")
    assert check_policy(node, VOCABULARY, expand)[1]
    assert list(_errors(_plain(node), _schema()))


def test_the_schema_is_json_and_names_every_section() -> None:
    assert set(json.loads(json.dumps(_schema()))["properties"]) == set(POLICY.keys)


def test_what_contains_itself_is_defined_once() -> None:
    assert set(_schema()["$defs"]) == {"criterion", "exclusion", "todo"}


@pytest.mark.parametrize("value", ["todo", "todo: perhaps 42 days"])
def test_a_draft_conforms_whatever_value_of_it_is_still_to_be_written(value: str) -> None:
    policy = _plain(read_text(policy_text(), "policy.yaml"))
    validator = jsonschema_rs.Draft202012Validator(_schema())
    assert [place for place in _places(policy) if not validator.is_valid(_with(policy, place, value))] == []


def test_what_only_begins_like_a_todo_is_refused() -> None:
    policy = _plain(read_text(policy_text(), "policy.yaml"))
    assert list(_errors({**policy, "positions": "todos"}, _schema()))


def _places(value: Any) -> Iterator[tuple[Any, ...]]:
    """Every place of a value below this one, by its keys and numbers; tests are any value to the schema."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (key,)
        yield from ((key, *rest) for rest in _places(each))


def _with(value: Any, place: tuple[Any, ...], replacement: str) -> Any:
    if not place:
        return replacement
    first, *rest = place
    if isinstance(value, dict):
        return {**value, first: _with(value[first], tuple(rest), replacement)}
    return [_with(each, tuple(rest), replacement) if at == first else each for at, each in enumerate(value)]


def _written(schema: Mapping[str, Any]) -> Any:
    """What a value is that is no todo."""
    assert schema["anyOf"][1] == {"$ref": "#/$defs/todo"}
    return schema["anyOf"][0]


def test_the_schema_names_its_dialect_and_closes_every_record() -> None:
    schema = _schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False
    documents = _written(schema["properties"]["named_documents"])
    assert _written(documents["additionalProperties"])["required"] == ["title", "cite"]
    note = _written(_written(schema["properties"]["notes"])["additionalProperties"])
    assert note["allOf"] == [
        {
            "if": {"required": ["status"], "properties": {"status": {"const": "confirmed"}}},
            "then": {"required": ["by", "as", "on"]},
        }
    ]
