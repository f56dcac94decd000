"""Where lines of a document stand, said as a person would say it: "Coverage policy, second bullet"."""

from dataclasses import dataclass

_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list by its number, from 1; `of` is which list of its section, 0 where it has one."""

    number: int
    numbered: bool = False
    of: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A section by our heading, the line of the printed one, the page, and the entries of lists.

    `first` has the entries that the first line stands in, the outermost list before those nested in it;
    `last` those of the last line.
    """

    section: str
    printed: int | None
    page: int | None
    first: tuple[Entry, ...] = ()
    last: tuple[Entry, ...] = ()

    @property
    def bullet(self) -> tuple[int, ...]:
        """The numbers of the entries that hold the lines; empty where no entry does."""
        return tuple(entry.number for entry in self.first)

    @property
    def entries(self) -> str:
        """The entries alone, in words: `second bullet`, `first bullet, third sub-bullet`, or nothing."""
        if not self.first or self.last[: len(self.first)] == self.first:
            return _path(self.first)
        if self.last and self.first[:-1] == self.last[:-1]:
            return f"{_path(self.first, plain=True)} to {_named(self.last[-1], len(self.last) - 1)}"
        return f"from {_path(self.first)}"

    @property
    def said(self) -> str:
        """All of it: `Coverage policy, second bullet, page 2`; empty where nothing is known."""
        page = f"page {self.page}" if self.page else ""
        return ", ".join(word for word in (self.section, self.entries, page) if word)


NOWHERE = Place("", None, None)


def span(lines: tuple[int, int]) -> str:
    """Lines as they are written: `12`, or `12-14`."""
    return str(lines[0]) if lines[0] == lines[1] else f"{lines[0]}-{lines[1]}"


def ordinal(number: int) -> str:
    """A number as it orders: `first`, `twelfth`, `13th`."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    teens = 10 <= number % 100 <= 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _path(entries: tuple[Entry, ...], plain: bool = False) -> str:
    """The entries from the outermost in; the innermost without its noun where `plain`."""
    words = [f"{ordinal(entries[0].of)} list"] if entries and entries[0].of else []
    words += [_named(entry, depth) for depth, entry in enumerate(entries)]
    if plain:
        words[-1] = ordinal(entries[-1].number)
    return ", ".join(words)


def _named(entry: Entry, depth: int) -> str:
    noun = "item" if entry.numbered else "bullet"
    return f"{ordinal(entry.number)} {'sub-' if depth else ''}{noun}"
