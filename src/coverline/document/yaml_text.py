"""YAML as a located tree, from the parser's events: what is refused is refused as it comes."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from coverline.document.builder import Builder
from coverline.document.faults import Fault, problem_of, refuse
from coverline.document.nodes import Node
from coverline.problem import Problem, Unreadable

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

# The parser's own words, and what they mean to the author of a file.
_MEANINGS = (
    (r"found character '\\t'", Fault.TAB),
    (r"mapping values are not allowed|expected ',' or '}', but got ':'", Fault.COLON),
    (r"found unexpected end of stream", Fault.QUOTE),
    (r"expected ',' or", Fault.BRACKET),
    (r"expected <block end>|expected '<document start>'|entries are not allowed", Fault.INDENT),
    (r"could not find expected ':'", Fault.INDENT),
    (r"found character '(?P<mark>.)' that cannot start", Fault.START),
)


def read_yaml(text: str, name: str) -> Node:
    """One YAML document without anchors, aliases and tags; Unreadable with what is wrong."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    builder = Builder(name)
    try:
        _build(builder, text)
    except MarkedYAMLError as error:
        raise Unreadable((*builder.problems, _meaning(error, name))) from None
    except (YAMLError, ValueError, OverflowError):
        # The parser itself slips on an escape beyond the last character, and knows no line.
        raise Unreadable((problem_of(name, Fault.YAML, 0, problem="an escape names no character"),)) from None
    return builder.result()


def yaml_events(text: str) -> Iterator[Any]:
    """The parser's events, from the start of the text to its end."""
    from ruamel.yaml import YAML

    # The pure parser is the one that knows the second version of YAML, in which no is text.
    events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
    return events


def _build(builder: Builder, text: str) -> None:
    key_end = -1
    for event in yaml_events(text):
        kind = type(event).__name__
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        _refuse_features(builder, event, line, column)
        match kind:
            case "MappingStartEvent" | "SequenceStartEvent":
                mapping = kind == "MappingStartEvent"
                builder.start(line, column, flow=bool(event.flow_style), mapping=mapping)
            case "MappingEndEvent" | "SequenceEndEvent":
                builder.end()
            case "ScalarEvent":
                if builder.in_flow_mapping and event.start_mark.index == event.end_mark.index == key_end:
                    builder.report_comma()
                builder.scalar(event.value, event.style is not None, line, column)
                key_end = event.end_mark.index


def _refuse_features(builder: Builder, event: Any, line: int, column: int) -> None:
    if type(event).__name__ == "DocumentStartEvent" and builder.root is not None:
        refuse(builder.file, Fault.SEVERAL, line, column)
    if getattr(event, "anchor", None) is not None:
        refuse(builder.file, Fault.ANCHOR, line, column)
    if getattr(event, "tag", None) is not None:
        refuse(builder.file, Fault.TAG, line, column)


def _meaning(error: "MarkedYAMLError", name: str) -> Problem:
    words = error.problem or ""
    for pattern, fault in _MEANINGS:
        found = re.search(pattern, words)
        if found:
            mark = error.context_mark if fault in (Fault.QUOTE, Fault.BRACKET) else error.problem_mark
            return problem_of(name, fault, mark.line + 1, mark.column + 1, **found.groupdict())
    mark = error.problem_mark or error.context_mark
    return problem_of(name, Fault.YAML, mark.line + 1, mark.column + 1, problem=words)
