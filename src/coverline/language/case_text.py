"""A case as YAML that a person reads and `read_cases` reads back."""

import json
import re
from collections.abc import Iterator
from typing import Any

from coverline.language.case_data import case_data
from coverline.model.case import Case

# Words, days and durations, which every reader of YAML takes as the text that they are.
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]+|[0-9]+ [a-z]+|[0-9]{4}(-[0-9]{2}){1,2}")
_RESERVED = frozenset({"yes", "no", "on", "off", "true", "false", "null"})


def case_text(case: Case) -> str:
    """The case in the form of a case file, a fact on each line."""
    lines = (line for key, value in case_data(case).items() for line in _entry(key, value))
    return "".join(f"{line}\n" for line in lines)


def _entry(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield f"{key}:"
        yield from (f"  {name}: {_inline(each)}" for name, each in value.items())
    elif isinstance(value, list) and isinstance(value[0], dict):
        yield f"{key}:"
        yield from (f"  - {_inline(each)}" for each in value)
    else:
        yield f"{key}: {_inline(value)}"


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_inline(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(each) for each in value)}]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    return json.dumps(value, ensure_ascii=False)
