"""How the levels of a case's services and lesions fit together."""

from collections.abc import Iterator

from coverline.document import Entries, Items, Node, Scalar
from coverline.language.messages import Message, listed, problem
from coverline.problem import Problem


def part_problems(case: Entries) -> Iterator[Problem]:
    """Levels named twice, and lesions at levels that nobody treats."""
    services = [_levels(each) for each in _items(case, "services")]
    lesions = [(each, _levels(each)) for each in _items(case, "lesions")]
    for levels in services:
        yield from _twice(levels, Message.LEVEL_TWICE)
    yield from _twice([level for _, levels in lesions for level in levels], Message.LEVEL_IN_TWO_LESIONS)
    for lesion, levels in lesions:
        if isinstance(lesion, Entries) and lesion.get("levels") is not None and not levels:
            yield problem(lesion, Message.TOO_FEW, count=0, what="levels of a lesion", least=1, hint="")
    named = tuple(dict.fromkeys(level.text.upper() for levels in services for level in levels))
    # A service without levels, alone in its case, is asked about at every lesion's level.
    if len(services) != 1 or named:
        yield from _untreated([level for _, levels in lesions for level in levels], named)


def _items(node: Entries, key: str) -> tuple[Node, ...]:
    value = node.get(key)
    return value.items if isinstance(value, Items) else ()


def _levels(node: Node) -> list[Scalar]:
    if not isinstance(node, Entries):
        return []
    return [level for level in _items(node, "levels") if isinstance(level, Scalar)]


def _twice(levels: list[Scalar], message: Message) -> Iterator[Problem]:
    seen: set[str] = set()
    for level in levels:
        if level.text.upper() in seen:
            yield problem(level, message, level=level.text)
        seen.add(level.text.upper())


def _untreated(levels: list[Scalar], named: tuple[str, ...]) -> Iterator[Problem]:
    for level in levels:
        if level.text.upper() not in named:
            known = listed(named) or "none is named"
            yield problem(level, Message.LEVEL_OF_NO_SERVICE, level=level.text, known=known)
