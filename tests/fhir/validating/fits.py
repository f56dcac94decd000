"""Whether the answers of a QuestionnaireResponse fit its Questionnaire, which no profile tells."""

from collections.abc import Iterator, Mapping
from typing import Any

Data = dict[str, Any]
Codes = Mapping[str, set[tuple[str, str]]]
# By question; None where it does not matter what is hidden.
Answered = dict[str, list[Data]] | None

# The key of an answer to a question of each type.
KEYS = {
    "boolean": {"valueBoolean"},
    "choice": {"valueCoding"},
    "date": {"valueDate"},
    "decimal": {"valueDecimal"},
    "quantity": {"valueQuantity"},
    "string": {"valueString"},
    "text": {"valueString"},
}


def misfits(response: Data, form: Data, codes: Codes) -> Iterator[str]:
    """What in a response does not fit its form; `codes` gives those of each value set, by address.

    While it is in progress it may still hold what is hidden.
    """
    answered = dict(_answered(response)) if response["status"] == "completed" else None
    yield from _level(response.get("item", []), form.get("item", []), codes, answered)


def _answered(holder: Data) -> Iterator[tuple[str, list[Data]]]:
    for item in holder.get("item", ()):
        yield item["linkId"], item.get("answer", [])
        yield from _answered(item)


def _level(items: list[Data], asked: list[Data], codes: Codes, answered: Answered) -> Iterator[str]:
    order = [each["linkId"] for each in asked]
    given = [each["linkId"] for each in items]
    unknown = [each for each in given if each not in order]
    yield from (f"{each} is not asked here" for each in unknown)
    if not unknown and given != sorted(set(given), key=order.index):
        yield f"{given} is another order than the form's, or holds one twice"
    questions = {each["linkId"]: each for each in asked}
    for item in items:
        if item["linkId"] in questions:
            yield from _item(item, questions[item["linkId"]], codes, answered)


def _item(item: Data, question: Data, codes: Codes, answered: Answered) -> Iterator[str]:
    name, answers = item["linkId"], item.get("answer", [])
    if answered is not None and "enableWhen" in question and not _enabled(question, answered):
        yield f"{name} is answered, and hidden"
    if question["type"] in ("group", "display") and answers:
        yield f"{name} is a {question['type']}, and answered"
    if len(answers) > 1 and not question.get("repeats"):
        yield f"{name} has several answers"
    if "text" in item and item["text"] != question.get("text"):
        yield f"{name} has another text"
    for answer in answers:
        keys = {key for key in answer if key.startswith("value")}
        if keys != KEYS.get(question["type"], set()):
            yield f"{name} is a {question['type']}, and has {keys}"
        elif "valueCoding" in answer and not _offered(answer["valueCoding"], question, codes):
            yield f"{name} has {answer['valueCoding'].get('code')}, which is not offered"
    yield from _level(item.get("item", []), question.get("item", []), codes, answered)


def _offered(coding: Data, question: Data, codes: Codes) -> bool:
    one = (coding.get("system", ""), coding.get("code", ""))
    options = (each.get("valueCoding", {}) for each in question.get("answerOption", ()))
    listed = {(each.get("system", ""), each.get("code", "")) for each in options}
    return one in listed | codes.get(question.get("answerValueSet", "").partition("|")[0], set())


def _enabled(question: Data, answered: dict[str, list[Data]]) -> bool:
    held = [_holds(each, answered.get(each["question"], [])) for each in question["enableWhen"]]
    return any(held) if question.get("enableBehavior") == "any" else all(held)


def _holds(condition: Data, answers: list[Data]) -> bool:
    (wanted,) = (each for key, each in condition.items() if key.startswith("answer"))
    if condition["operator"] == "exists":
        return bool(answers) is wanted
    found = [each for answer in answers for key, each in answer.items() if key.startswith("value")]
    same = any(_alike(each, wanted) for each in found)
    match condition["operator"]:
        case "=":
            return same
        case "!=":
            return bool(found) and not same
        case operator:
            raise AssertionError(f"{operator} is not implemented")


def _alike(found: Any, wanted: Any) -> bool:
    if isinstance(found, dict) and isinstance(wanted, dict):
        return all(found.get(key) == wanted.get(key) for key in ("system", "code"))
    return bool(found == wanted)
