"""Where in a JSON body something stands: JSON Pointers (RFC 6901) by line and column."""

from collections.abc import Iterable, Iterator, Mapping

from coverline.decide.facts import Undecidable
from coverline.document import Entries, Items, Node, Scalar
from coverline.problem import Problem

Place = tuple[int, int]
Error = dict[str, str | int]


def errors(problems: Iterable[Problem], root: Node | None) -> list[Error]:
    """Problems with the pointers of their places; without a tree they have only line and column."""
    found = pointers(root) if root is not None else {}
    return [_error(each, found.get((each.line, each.column))) for each in problems]


def conflicts(undecidable: Undecidable, case: Node, root: Node) -> list[Error]:
    """Why a case that could be read cannot be decided, each reason at the last of what it is about."""
    stated = {key.text: (key.line, key.column) for key in _keys(case)}
    found = pointers(root)
    here = (case.line, case.column)
    return [
        _said(
            each.found, each.expected, "", found[max(here, *(stated.get(name, here) for name in each.names))]
        )
        for each in undecidable.conflicts
    ]


def pointers(root: Node) -> Mapping[Place, str]:
    """The pointer of every value, by the place of the value and by that of its key."""
    return dict(_pointers(root, ""))


def _pointers(node: Node, pointer: str) -> Iterator[tuple[Place, str]]:
    yield (node.line, node.column), pointer
    if isinstance(node, Items):
        for index, item in enumerate(node.items):
            yield from _pointers(item, f"{pointer}/{index}")
    elif isinstance(node, Entries):
        for key, value in node.entries:
            below = f"{pointer}/{key.text.replace('~', '~0').replace('/', '~1')}"
            yield (key.line, key.column), below
            yield from _pointers(value, below)


def _keys(node: Node) -> Iterator[Scalar]:
    """Every key in a case, in order."""
    if isinstance(node, Entries):
        for key, value in node.entries:
            yield key
            yield from _keys(value)
    elif isinstance(node, Items):
        for item in node.items:
            yield from _keys(item)


def _error(problem: Problem, pointer: str | None) -> Error:
    said = _said(problem.found, problem.expected, problem.hint, pointer)
    return {**said, "line": problem.line, "column": problem.column} if problem.line else said


def _said(found: str, expected: str, hint: str, pointer: str | None) -> Error:
    detail = f"found {found}; expected {expected}" + (f"; {hint}" if hint else "")
    where = {} if pointer is None else {"pointer": pointer}
    return {**where, "detail": detail, "found": found, "expected": expected}
