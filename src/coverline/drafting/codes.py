"""Codes that a document prints: those of one place, with their system, ranges and footnote marks."""

import re
from collections.abc import Iterator, Sequence

from coverline.codesets import icd10cm
from coverline.codesets.form import normalize, system_of_procedure
from coverline.codesets.icd10pcs import SECTIONS
from coverline.drafting.document import PrintedCode
from coverline.drafting.suspects import likely_code

# A word that has a digit, or a letter that is misread for one; a point stands inside it, never at its end.
_WORD = r"[A-Za-z0-9|!\-]{3,8}(?:\.[A-Za-z0-9]{1,5})?"
_MARKS = r"(?:\s*<sup>)?\s*(?P<mark>[*†‡§^]+|[¹²³⁴-⁹]+)?(?:\s*</sup>)?"
_CODE = re.compile(rf"(?<![\w.-])(?P<code>{_WORD})(?![\w/])(?!\.\w){_MARKS}")
_SIMPLE = re.compile(
    rf"(?<![\w.])(?P<code>[A-Z]?\d[A-Za-z0-9]{{1,6}}(?:\.[A-Za-z0-9]{{1,4}})?)(?![\w.]*\w){_MARKS}"
)
_DASH = re.compile(r"\s*(?:[-\u2010-\u2015]|to|through|thru)\s*", re.IGNORECASE)
_ICD = re.compile(r"[A-TV-Z]\d[0-9A-Z][0-9A-Z]{0,4}")
_LARGEST_RANGE = 200
ICD10CM = "ICD-10-CM"


def codes_of(line: str, number: int, system: str = "", row: bool = False) -> Iterator[PrintedCode]:
    """The codes of a line in a place of codes; `system` is what its heading names, empty where several.

    In a `row` the first word is meant as a code though it looks like none.
    """
    found = list(_spelled(line))
    at = 0
    while at < len(found):
        match, known = found[at]
        after = found[at + 1][0] if at + 1 < len(found) else None
        if after is not None and _DASH.fullmatch(line[match.end("code") : after.start("code")]):
            printed = line[match.start("code") : after.end("code")]
            yield _range((match["code"], after["code"]), printed, number, known, after["mark"] or "")
            at += 2
            continue
        yield _single(match["code"], number, known, match["mark"] or "")
        at += 1
    if not found:
        yield from _suspect(line, number, system, row)


def _spelled(line: str) -> Iterator[tuple[re.Match[str], str]]:
    """The words of a line that have the form of a code, with their systems."""
    for match in _SIMPLE.finditer(line):
        code = match["code"]
        system = _system_as_printed(code)
        if system:
            yield match, system


def _system_as_printed(code: str) -> str:
    """The system of a code as it is spelled: a point tells a diagnosis, seven characters a procedure."""
    plain = normalize(code)
    if "." in code:
        return ICD10CM if _ICD.fullmatch(plain) and code.index(".") == 3 else ""
    by_form = system_of_procedure(plain)
    if by_form in (None, "ICD-10-PCS") and code == plain and len(plain) > 3 and icd10cm.exists(plain):
        return ICD10CM
    if by_form == "ICD-10-PCS":
        # A number or a name of seven characters is no code; codes mix both.
        mixed = any(each.isalpha() for each in plain) and sum(each.isdigit() for each in plain) > 1
        return by_form if mixed and code == plain and plain[0] in SECTIONS else ""
    return by_form or ""


def _single(printed: str, line: int, system: str, mark: str) -> PrintedCode:
    code = normalize(printed)
    suspect = system == ICD10CM and not icd10cm.exists(code)
    likely = likely_code(printed, system) if suspect else ""
    return PrintedCode(printed, (code,), system, line, mark, suspect, likely)


def _range(ends: tuple[str, str], printed: str, line: int, system: str, mark: str) -> PrintedCode:
    first, last = map(normalize, ends)
    codes = tuple(_between(first, last, system))
    suspect = system == ICD10CM and not codes
    return PrintedCode(" ".join(printed.split()), codes or (first, last), system, line, mark, suspect)


def _between(first: str, last: str, system: str) -> Sequence[str]:
    if system == ICD10CM:
        return icd10cm.between(first, last)
    letters, digits = re.sub(r"\d", "", first), re.sub(r"\D", "", first)
    end = re.sub(r"\D", "", last)
    if re.sub(r"\d", "", last) != letters or not 0 < int(end) - int(digits) <= _LARGEST_RANGE:
        return ()
    width = len(digits)
    numbers = [f"{each:0{width}}" for each in range(int(digits), int(end) + 1)]
    front = bool(letters) and first.startswith(letters)
    return [f"{letters}{each}" if front else f"{each}{letters}" for each in numbers]


def _suspect(line: str, number: int, system: str, row: bool) -> Iterator[PrintedCode]:
    """The first word where it looks like a code that was misread; in a row, even remotely."""
    match = _CODE.match(line.strip())
    if match and (_looks_like_code(match["code"]) if row else looks_strictly_like_code(match["code"])):
        printed = match["code"]
        yield PrintedCode(
            printed, (normalize(printed),), system, number, "", True, likely_code(printed, system)
        )


def _looks_like_code(word: str) -> bool:
    if word.startswith(("ICD", "CPT")):
        return False
    digits = sum(each.isdigit() for each in word)
    return digits >= 2 and digits + sum(each.isupper() for each in word) >= len(word) - 3


def looks_strictly_like_code(word: str) -> bool:
    """Whether a word has the length and the characters of a code, without being one."""
    plain = word.replace(".", "")
    digits = sum(each.isdigit() for each in plain)
    return len(plain) >= 5 and 2 <= digits < len(plain) and plain.isalnum() and plain.upper() == plain
