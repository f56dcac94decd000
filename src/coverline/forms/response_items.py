"""What stands in a response: its form, and its answers by question, however the items are nested."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coverline.forms.urls import ORIGIN
from coverline.forms.values import is_silent

MOST_DEEP = 20
# The standard forbids to read what holds these to whoever does not know what they change.
_CHANGING = ("modifierExtension", "implicitRules")


@dataclass(frozen=True, slots=True)
class Given:
    """All answers to one question, and the path of the first of its items."""

    name: str
    path: str
    answers: tuple[Any, ...]


def given_answers(response: Mapping[str, Any]) -> list[Given]:
    """What was given to each question, in the order of the response; answers without a value are left out.

    A question that stands in several items has all their answers.
    """
    found: dict[str, Given] = {}
    for path, name, answers in _items(response, "", 0):
        before = found.get(name, Given(name, path, ()))
        found[name] = Given(name, before.path, (*before.answers, *answers))
    return list(found.values())


def asked_names(form: Mapping[str, Any]) -> list[str]:
    """The names of all items of a form, in its order."""
    return [name for _, name, _ in _items(form, "", 0)]


def _items(holder: Any, above: str, depth: int) -> Iterator[tuple[str, str, list[Any]]]:
    inside = holder.get("item") if isinstance(holder, Mapping) else None
    for place, each in enumerate(inside if isinstance(inside, list) and depth < MOST_DEEP else ()):
        if not isinstance(each, Mapping):
            continue
        path = f"{above}item[{place}]"
        said = each.get("answer")
        answers = said if isinstance(said, list) else [] if said is None else [said]
        name = each.get("linkId")
        known = name if isinstance(name, str) else ""
        yield path, known, [answer for answer in answers if answer is not None and not is_silent(answer)]
        yield from _items(each, f"{path}.", depth + 1)
        for number, answer in enumerate(answers):
            yield from _items(answer, f"{path}.answer[{number}].", depth + 1)


def changed_at(response: Mapping[str, Any]) -> str | None:
    """Where a response has something that may change what it means, in a way that is not known here."""
    return next(_changing(response, "", 0), None)


def _changing(holder: Any, path: str, depth: int) -> Iterator[str]:
    if not isinstance(holder, Mapping) or depth > 2 * MOST_DEEP:
        return
    yield from (f"{path}{each}" for each in _CHANGING if holder.get(each))
    for name in ("item", "answer"):
        inside = holder.get(name)
        for place, each in enumerate(inside if isinstance(inside, list) else ()):
            yield from _changing(each, f"{path}{name}[{place}].", depth + 1)


def form_named(response: Mapping[str, Any]) -> str:
    """The canonical name of the form that a response answers, or that its own form derives from."""
    said = response.get("questionnaire")
    if not isinstance(said, str):
        return ""
    if not said.startswith("#"):
        return said
    own = contained_form(response)
    derived = own.get("derivedFrom") if own is not None else None
    found = [each for each in derived if isinstance(each, str)] if isinstance(derived, list) else []
    return found[0] if found else ""


def contained_form(response: Mapping[str, Any]) -> dict[str, Any] | None:
    """The form that a response holds itself, None where it holds none."""
    contained = response.get("contained")
    for each in contained if isinstance(contained, list) else ():
        if isinstance(each, dict) and each.get("resourceType") == "Questionnaire":
            return each
    return None


def origin_of(answer: Any) -> str | None:
    """How an answer came to be, where its extension says so."""
    for each in _extensions(answer, ORIGIN):
        for part in _extensions(each, "source"):
            code = part.get("valueCode")
            return code if isinstance(code, str) else None
    return None


def _extensions(holder: Any, url: str) -> Iterator[Mapping[str, Any]]:
    inside = holder.get("extension") if isinstance(holder, Mapping) else None
    for each in inside if isinstance(inside, list) else ():
        if isinstance(each, Mapping) and each.get("url") == url:
            yield each
