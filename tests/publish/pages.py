"""Reads pages the way a browser does, strictly, and tells what is wrong with one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser


@dataclass(frozen=True)
class Read:
    """A parsed page."""

    root: Element
    errors: tuple[str, ...]

    def all(self, *names: str) -> list[Element]:
        """Every element of these names, in order."""
        return [each for each in self.root.iter() if isinstance(each.tag, str) and local(each) in names]

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [each.get("id", "") for each in self.root.iter() if each.get("id") is not None]

    @property
    def texts(self) -> list[str]:
        """Every stretch of text between two tags."""
        return [text for text in map(str.strip, self.root.itertext()) if text]

    @property
    def words(self) -> str:
        """What a person reads, with single spaces."""
        (main,) = self.all("main")
        return " ".join(" ".join(main.itertext()).split())


def read(page: str) -> Read:
    """A page with everything that its parser objects to."""
    parser = HTMLParser()
    root = parser.parse(page)
    return Read(root, tuple(map(str, parser.errors)))


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def faults(page: Read) -> Iterator[str]:
    """What keeps a page from being valid, from a strict content policy, or from being read aloud well."""
    yield from page.errors
    yield from (f"id {each} twice" for each in set(page.ids) if page.ids.count(each) > 1)
    yield from (f"id {each!r}" for each in page.ids if not each or re.search(r"\s", each))
    for each in page.root.iter():
        yield from (f"{name} on {local(each)}" for name in each.attrib if re.match("on|style$", name))
    if len(page.all("h1")) != 1:
        yield "not one h1"
    levels = [int(local(each)[1]) for each in page.all("h1", "h2", "h3", "h4")]
    yield from (f"h{low} before h{high}" for low, high in pairwise(levels) if high > low + 1)
    yield from ("a header without a scope" for each in page.all("th") if not each.get("scope"))
    yield from (f"names {each}" for each in _named(page) if each not in page.ids)
    yield from (
        "a link without words" for each in page.all("a", "button") if not "".join(each.itertext()).strip()
    )
    if page.root.get("lang") != "en" or not page.all("title"):
        yield "no language or no title"


def _named(page: Read) -> Iterator[str]:
    for each in page.root.iter():
        yield from (each.get("aria-labelledby") or "").split()
        yield from (each.get("data-copies") or "").split()
