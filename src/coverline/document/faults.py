"""What can be wrong with the text of a document, and how it is said."""

from enum import Enum
from typing import NoReturn

from coverline.problem import Problem, Unreadable


class Fault(Enum):
    """What can be wrong with a document: found, expected, and what to do."""

    MISSING = ("no file", "a file that can be read")
    FOLDER = ("a folder", "a file")
    CLOSED = ("a file that this user may not read", "a file that can be read")
    LARGE = ("{size:,} bytes", "at most {limit:,} bytes", "split it into several files")
    BINARY = ("bytes that are not text", "a text file in UTF-8", "save it again as UTF-8")
    CONTROL = ("an unprintable character (number {number})", "text", "delete the character")
    SURROGATE = (
        "half of a character in an escape (\\u{number:x})",
        "both halves of it, or the character itself",
    )
    EMPTY = ("nothing", "some content")
    SEVERAL = ("a second document after ---", "one document in a file", "make it a file of its own")
    DEEP = ("more than {deepest} levels of nesting", "a flatter structure")
    DUPLICATE = ('"{key}" a second time', "each key once", "it is first on line {first}")
    ANCHOR = (
        "an anchor or alias (& or *)",
        "each value written out",
        "text that begins with & or * needs quotes",
    )
    TAG = ("a tag (!)", "plain values", "text that begins with ! needs quotes")
    KEY = ("a list or mapping used as a key", "a name")
    COMMA = ('"{key}" without a value', "a value after each key", "a comma in a label? quote it")
    TAB = ("a tab", "spaces", "indent with spaces")
    COLON = ("a second colon on the line", "one key and its value", "a label with a colon needs quotes")
    QUOTE = ("a quotation mark that is never closed", "a closing quotation mark")
    BRACKET = ("an opening bracket without its closing one", "a comma or a closing bracket")
    INDENT = ("a line that fits no level of the outline", "the indentation of its neighbours")
    START = ('text that begins with "{mark}"', "text in quotes", "quote text that begins with a special mark")
    YAML = ("text that is not YAML", "YAML", "{problem}")
    JSON = ("text that is not JSON", "JSON", "{problem}")


def refuse(file: str, fault: Fault, line: int = 0, column: int = 0, **details: object) -> NoReturn:
    raise Unreadable((problem_of(file, fault, line, column, **details),))


def problem_of(file: str, fault: Fault, line: int, column: int = 0, **details: object) -> Problem:
    found, expected, hint = (*(part.format(**details) for part in fault.value), "")[:3]
    return Problem(file, line, found, expected, column, hint)
