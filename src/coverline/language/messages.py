"""Every message of the language: what was found, what was expected, what to do."""

from enum import Enum

from coverline.document import Items, Node, Scalar
from coverline.problem import Problem, Todo, Unreadable


class Message(Enum):
    """Found, expected, and a hint where there is one; names in braces are filled in."""

    NOT_A_MAPPING = ("{found}", "{what}: keys with values")
    NOT_A_LIST = ("{found}", "a list of {what}", "{hint}")
    NOT_TEXT = ("{found}", "{what}")
    NOTHING = ("nothing", "{what}")
    TODO = ('"{text}"', "{what}")
    UNKNOWN_KEY = ('the key "{key}" in {what}', "{known}", "{hint}")
    MISSING_KEY = ('{what} without "{key}"', 'the key "{key}"')
    NONE_OF_KEYS = ("{what} with none of {known}", "one of them")
    SEVERAL_OF_KEYS = ("{what} with {found}", "only one of them")
    NEEDED_TOO = ('{what} without "{key}"', '"{key}" beside "{other}"')
    TOO_FEW = ("{what}: {count}", "at least {least}", "{hint}")
    REPEATED = ('"{name}" a second time', "each {what} once")
    UNKNOWN_NAME = ('"{name}"', "{what}: {known}", "{hint}")
    NOT_DECLARED = ('"{name}"', "{what} of this file", "{hint}")
    DECLARED_TWICE = (
        'the id "{name}" a second time',
        "an id of its own for each {what}",
        "it is first on line {first}",
    )
    NEVER_USED = ('{what} "{name}" that nothing refers to', "a reference to it")
    BAD_ID = ('"{name}"', "an id of letters, digits, dots, hyphens and underscores")
    LONG_LABEL = ("a label of {count} words", "at most {longest} words")
    BAD_LINES = ('"{text}"', "source lines such as 37 or 40-43, or none", "{hint}")
    LINES_BACKWARD = ('"{text}"', "the first line before the last")
    LINES_OUTSIDE = ('"{text}"', "lines of {source}, which has {count}")
    BAD_DAY = ('"{text}"', "{what} such as {example}", "{hint}")
    NO_SUCH_DAY = ('"{text}"', "a day of the calendar")
    YEAR_OUT_OF_RANGE = ('"{text}"', "a year from {first} to {last}")
    BAD_COUNT = ('"{text}"', "a whole number from {least} to {most}")
    BAD_DURATION = ('"{text}"', "a whole number of days, weeks, months or years", "{hint}")
    NEGATIVE_DURATION = ('"{text}"', "a duration that is not negative")
    LONG_DURATION = ('"{text}"', "at most {longest} years")
    BAD_PERCENT = ('"{text}"', "a percentage such as 33 percent")
    PERCENT_OUT_OF_RANGE = ('"{text}"', "a percentage from 0 to 100")
    BAD_YES_NO = ('"{text}"', "yes or no", "{hint}")
    UNKNOWN_FACT = ('"{name}"', "{what}", "{hint}")
    UNKNOWN_VALUE = ('"{value}"', "{what}: {known}", "{hint}")
    BAD_CHOICE_TEST = ("{found}", "a value, {{one_of: [...]}} or {{none_of: [...]}}")
    BAD_SET_TEST = ("{found}", "{{includes_any_of: [...]}}, includes_all_of or includes_none_of")
    BAD_THRESHOLD = ('"{text}"', "at least, more than, at most or less than, then {amount}", "{hint}")
    BAD_THRESHOLD_FORM = ("{found}", "words such as: {example}")
    BAD_DATE_TEST = ('"{text}"', "before or from, then a day such as 2024-06-15")
    DATE_TEST_ELSEWHERE = ('a test of "{name}"', "it only in the when of a warning")
    DATE_FACT_TEST = ('a test of the date "{name}"', "a test of how long ago it was", "{hint}")
    NOT_ENUMERATED = ("none_of for {name}", "a value or {{one_of: [...]}}")
    NOT_ELAPSED = ('a test of "{name}"', "one test of a duration that grows with time")
    CONTRADICTORY_TEST = ("every value of {name}", "fewer values")

    NO_FATE = ('{what} "{name}" without a stated fate{where}', "{expected}")
    TWO_FATES = ('{what} "{name}" {one} and {other}', "one fate")
    HAND_OVER_ORDER = ('the hand-over "{name}" after one by {other}', "the order product, state, technique")
    NOT_JUDGED = ('"{name}"', "a yes/no fact that a clinician judges: {known}", "{hint}")
    COUNT_TOO_HIGH = ("at_least {count} of {parts} parts", "a count from 1 to {parts}")
    DEEP_GROUPS = ("{depth} levels of groups", "at most {deepest}")
    BAD_CODE = ('"{code}"', "a code of {system}", "{hint}")
    BAD_STEM = ('"{code}"', "six characters, to which a seventh is added")
    BAD_SEVENTH = ('"{text}"', "one character")
    NO_CODES = ('the range "{first}" to "{last}"', "a range that holds codes")
    NOT_IN_LIST = (
        'the code "{code}"',
        "a complete code of the ICD-10-CM list",
        "a misprint goes under misprints",
    )

    EXCLUDES_ALL = (
        '"{name}" of which every value settles or contradicts another fact',
        "one value that does not",
    )
    NOT_ONE_TEST = ("{count} tests", "one fact with its test")
    FOLLOWS_KIND = ('a test of "{name}", a {kind}', "a yes/no fact, a choice or a percentage")
    NOT_A_PAIR = ("a rule from {name} to itself", "two different facts")
    NAME_TAKEN = ('"{name}" a second time', "a name of its own: {taken}")
    ELAPSED_OF = ('"{name}"', "a fact of type date that this duration counts from", "{hint}")
    VALUES_NEEDED = ('"{name}" of type {kind} without values', "its values")
    VALUES_SUPERFLUOUS = ('values of "{name}", whose type is {kind}', "values only of a choice or a set")

    CHART_FORM = ('"{form}" for {name}, a {kind}', "{known}")

    NO_CASE = ("an empty list", "at least one case")
    WORKED_CASE = (
        "a mapping under case",
        "an identifier there: the case itself stands at the top of the file",
    )
    NOT_A_LIST_OF_VALUES = ("{found}", "a list of values of {name}", "write [{text}]; [] means none")
    DERIVED_FACT = (
        'the fact "{name}"',
        "facts that are observed",
        "{name} follows from the levels and the codes",
    )
    LEVEL_TWICE = ('the level "{level}" twice in one service', "each level once")
    LEVEL_IN_TWO_LESIONS = ('the level "{level}" in two lesions', "each level in one lesion")
    LEVEL_OF_NO_SERVICE = ('a lesion at "{level}", which no service names', "a level of a service: {known}")
    AFTER_SERVICE = ('{name} "{text}"', "a day up to the date of service, {service}")


def is_todo(node: Node) -> bool:
    """Whether a value of a draft is still to be written: `todo`, or `todo:` with advice."""
    return isinstance(node, Scalar) and (node.text == "todo" or node.text.startswith("todo:"))


def todo(node: Scalar, what: str) -> Todo:
    """What is still to be written at a node, with the advice that stands there."""
    found = problem(node, Message.TODO, text=" ".join(node.text.split()), what=what)
    return Todo(found.file, found.line, found.found, found.expected, found.column, found.hint)


def problem(node: Node, message: Message, **details: object) -> Problem:
    """The problem at a node, in the message's words."""
    found, expected, hint = (*(part.format(**details) for part in message.value), "")[:3]
    return Problem(node.file, node.line, found, expected, node.column, hint)


def refuse(node: Node, message: Message, **details: object) -> Unreadable:
    """The exception that says one problem at a node."""
    return Unreadable((problem(node, message, **details),))


def described(node: Node) -> str:
    """A node in a few of the author's words."""
    if isinstance(node, Scalar):
        return "nothing" if node.is_nothing else f'"{shortened(node.text)}"'
    inside, what = (node.items, "list") if isinstance(node, Items) else (node.entries, "mapping")
    return f"a {what}" if inside else f"an empty {what}"


def shortened(text: str) -> str:
    """Text that fits on a line of a message."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "..."


def listed(names: tuple[str, ...], most: int = 12) -> str:
    """Names for a message, the first of them where there are many."""
    return ", ".join(names[:most]) + (", ..." if len(names) > most else "")
