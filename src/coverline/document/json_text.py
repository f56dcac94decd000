"""JSON as a located tree; its own reader checks the syntax, positions come from the tokens."""

import json
import re
from typing import NoReturn

from coverline.document.builder import DEEPEST_NESTING, Builder
from coverline.document.faults import Fault, refuse
from coverline.document.nodes import Node

_JSON_TOKEN = re.compile(r'[{}\[\]]|"(?:[^"\\]|\\.)*"|[^\s{}\[\],:"]+|\n')


def read_json(text: str, name: str, line: int) -> Node:
    builder = Builder(name)
    start = 0
    tokens = []
    depth = 0
    for token in _JSON_TOKEN.finditer(text):
        tokens.append(token)
        depth += (token.group() in ("{", "[")) - (token.group() in ("}", "]"))
        if depth > DEEPEST_NESTING:
            refuse(name, Fault.DEEP, line + text.count("\n", 0, token.start()), deepest=DEEPEST_NESTING)
    _check_json(text, name, line)
    for token in tokens:
        column = token.start() - start + 1
        match token.group():
            case "\n":
                line += 1
                start = token.end()
            case "{" | "[" as bracket:
                builder.start(line, column, flow=True, mapping=bracket == "{")
            case "}" | "]":
                builder.end()
            case string if string.startswith('"'):
                builder.scalar(json.loads(string), True, line, column)
            case plain:
                builder.scalar(plain, False, line, column)
    return builder.result()


def _check_json(text: str, name: str, line: int) -> None:
    if not text.strip():
        refuse(name, Fault.EMPTY)
    try:
        # Numbers stay text; reading them would refuse or round very long ones.
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        refuse(name, Fault.JSON, line + error.lineno - 1, error.colno, problem=error.msg)
    except ValueError as error:
        refuse(name, Fault.JSON, line, problem=error)


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON value")
