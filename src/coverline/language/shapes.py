"""The shapes that a file's grammar is written in; reader, formatter and schema all walk the same tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coverline.document import Scalar
from coverline.language.words import Place
from coverline.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Words:
    """Text in our own words, with at most `longest` of them where that is given."""

    what: str = "text"
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """Text of a form that `read` understands or refuses; `pattern` tells editors the same."""

    what: str
    read: Callable[[Scalar], object]
    pattern: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    what: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the vocabulary; `upper` names may be written in small letters too."""

    what: str
    names: Callable[[Vocabulary], tuple[str, ...]]
    upper: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """The id of something that the rest of the file may refer to, as one of its kind or of `also`."""

    kind: str
    also: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """The id of something that this file declares."""

    kind: str


@dataclass(frozen=True, slots=True)
class Tests:
    """Facts or fields, each with its test in words."""

    place: Place


@dataclass(frozen=True, slots=True)
class Anything:
    """A value whose type the vocabulary tells; its own reader checks it."""

    what: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of so many items at least, no text of it twice where they are `distinct`."""

    what: str
    item: "Shape"
    least: int = 0
    advice: str = ""
    distinct: bool = True


@dataclass(frozen=True, slots=True)
class Named:
    """A mapping from names to values of one shape; `declares` says what kind of ids the names are."""

    what: str
    value: "Shape"
    declares: str | None = None
    names: Known | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """The value under a key of a record."""

    shape: "Shape"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys, in the order in which the formatter writes them.

    Of `exactly_one` one key is present; `together` names keys, or keys with a value (`status: confirmed`),
    that need others beside them; `advice` answers keys that authors write by mistake. Where `silence` is
    allowed, a key without a value is the same as no key. Where one of `children` holds several tests,
    each of them is declared under the record's id and the fact's name.
    """

    what: str
    keys: Mapping[str, Key]
    exactly_one: tuple[str, ...] = ()
    together: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    advice: Mapping[str, str] = field(default_factory=dict)
    silence: bool = False
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of several shapes, told apart by whether text, a list or a mapping stands there."""

    what: str
    text: "Shape | None" = None
    items: "Shape | None" = None
    entries: "Shape | None" = None


@dataclass(frozen=True, slots=True)
class Later:
    """A shape that contains itself."""

    shape: Callable[[], "Shape"]


Leaf = Words | Parsed | OneOf | Known | Declared | Reference
Shape = Leaf | Tests | Anything | ListOf | Named | Record | Either | Later


def need(shape: Shape) -> Key:
    """A key that must be there."""
    return Key(shape, required=True)


def may(shape: Shape) -> Key:
    """A key that may be left out."""
    return Key(shape)
