"""What a document calls itself: its title and its policy number."""

import re
from collections.abc import Iterator, Sequence

from coverline.drafting.document import Heading, PrintedNumber
from coverline.drafting.wording import plain

_LABELLED = re.compile(
    r"\b(?:polic(?:y|ies)|guideline|bulletin|document|coverage)\s*(?:number|no\b\.?|id|\#)[\s.:#*]*(?P<number>(?=[\w.-]*\d)\w[\w.-]*)",
    re.IGNORECASE,
)
# Some payers print the number alone, at the top.
_ALONE = re.compile(r"\W*(?P<number>(?:[A-Z]{1,4}[-.]?)?\d{1,5}(?:[-.]\d{1,6}){1,3})\W*")
_TITLED = re.compile(
    r"\W*(?:subject|title|policy\s+title|medical\s+policy)\W{1,4}(?P<title>\w.*)", re.IGNORECASE
)
_TOP = 40
_LONGEST_TITLE = 160


def printed_numbers(lines: Sequence[str]) -> Iterator[PrintedNumber]:
    """Policy numbers with the words that say so, then those that stand alone near the top."""
    seen = set()
    for pattern, where in ((_LABELLED, lines), (_ALONE, lines[:_TOP])):
        for line, text in enumerate(where, start=1):
            found = pattern.search(plain(text)) if pattern is _LABELLED else pattern.fullmatch(plain(text))
            number = found["number"].rstrip(".-") if found else ""
            if number and number not in seen:
                seen.add(number)
                yield PrintedNumber(number, line)


def title_of(lines: Sequence[str], headings: Sequence[Heading]) -> str:
    """The title by its label, else the one heading of the widest level, else what stands first."""
    for line in lines[:_TOP]:
        found = _TITLED.fullmatch(plain(line))
        if found and len(found["title"]) <= _LONGEST_TITLE:
            return found["title"].strip()
    near = [each for each in headings if each.line <= _TOP]
    if near:
        return next((each for each in near if each.level == 1), near[0]).text
    return next((plain(line)[:_LONGEST_TITLE] for line in lines if plain(line)), "")
