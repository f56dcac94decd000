"""Words that this house does not say of a request or of a level, whoever else may write them."""

import re
from collections.abc import Iterator
from functools import cache

from ruamel.yaml import YAML

from tests.cli.command import ROOT

BANNED = re.compile(r"\b(?:den(?:y|ied|ies|ials?)|approv(?:e|ed|es|als?)|lesions?)\b", re.IGNORECASE)
# An approval is named only to say that nothing here is one.
DISCLAIMED = re.compile(r"\b(?:not|nothing here is) an approval\b", re.IGNORECASE)


def banned(words: str) -> list[str]:
    """What a text says that it should not, with the words around it; the content may say it so."""
    said = ["", *_plain(DISCLAIMED.sub("", words)).split(), ""]
    return [
        " ".join(said[place - 1 : place + 2])
        for place, word in enumerate(said)
        if BANNED.search(word) and not _is_of_content(said[place - 1], word, said[place + 1])
    ]


def _is_of_content(before: str, word: str, after: str) -> bool:
    """Whether the content says it with one of its neighbours, or as a part of a name."""
    pairs = [each for each in (f"{before} {word}", f"{word} {after}") if " " in each.strip()]
    named = [word] if "-" in word else []
    return any(each.strip(".,:;()") in text for each in (*pairs, *named) for text in _content())


@cache
def _content() -> frozenset[str]:
    """What the policies, the evidence and the register say in their own field's words."""
    folder = ROOT / "src" / "coverline" / "content"
    texts = [_texts(YAML(typ="safe").load(file)) for file in sorted(folder.rglob("*.yaml"))]
    return frozenset(_plain(text) for found in texts for text in found if BANNED.search(text))


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, each in value.items():
                yield from _texts(key)
                yield from _texts(each)
        case list():
            for each in value:
                yield from _texts(each)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
