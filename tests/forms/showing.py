"""Which questions of a form are shown beside a response, as a renderer works it out."""

from functools import cache
from typing import Any

from fhirpathpy import compile as compile_path
from fhirpathpy.models import models

from coverline.forms.response_items import given_answers
from coverline.forms.urls import ENABLE_EXPRESSION
from tests.fhir.resources import Resource


def shown(form: Resource, response: Resource) -> set[str]:
    """The names of the items that are shown."""
    return set(_shown(form, response, {each.name: each.answers for each in given_answers(response)}))


def _shown(holder: Resource, response: Resource, answers: dict[str, Any]) -> list[str]:
    found = []
    for item in holder.get("item", []):
        if _is_shown(item, response, answers):
            found += [item["linkId"], *_shown(item, response, answers)]
    return found


def _is_shown(item: Resource, response: Resource, answers: dict[str, Any]) -> bool:
    for extension in item.get("extension", []):
        if extension["url"] == ENABLE_EXPRESSION:
            kept = _compiled(extension["valueExpression"]["expression"])(response, {"resource": response})
            assert kept in ([True], [False])
            return bool(kept[0])
    conditions = [_holds(each, answers) for each in item.get("enableWhen", [])]
    assert item.get("enableBehavior", "any") == "any"
    return not conditions or any(conditions)


@cache
def _compiled(expression: str) -> Any:
    return compile_path(expression, models["r4"])


def _holds(condition: Resource, answers: dict[str, Any]) -> bool:
    given = answers.get(condition["question"], ())
    if condition["operator"] == "exists":
        return bool(given) == condition["answerBoolean"]
    assert condition["operator"] == "="
    if "answerBoolean" in condition:
        return any(each.get("valueBoolean") is condition["answerBoolean"] for each in given)
    wanted = condition["answerCoding"]
    return any(
        (each["valueCoding"]["system"], each["valueCoding"]["code"]) == (wanted["system"], wanted["code"])
        for each in given
    )
