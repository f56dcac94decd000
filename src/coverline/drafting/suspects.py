"""Codes that an extraction has misread, and the codes that were probably printed."""

from collections.abc import Iterator

from coverline.codesets import icd10cm
from coverline.codesets.form import normalize, system_of_procedure
from coverline.codesets.icd10pcs import SECTIONS

# Characters that are taken for each other, in either direction.
_CONFUSED = ("O0Q", "I1L|!", "S5", "B8", "Z2", "G6", "T7")
_MOST_CHANGES = 2
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def likely_code(printed: str, system: str) -> str:
    """The one code that a misread one was probably meant to be; empty where none or several are near.

    Fewer changes go first, characters that look alike before a character that is missing. Diagnoses must be
    in the official list; of procedures only the form is known.
    """
    wrong = "".join(printed.upper().split())
    code = normalize(wrong)
    # A point at the wrong place; characters that look alike; a character that is missing.
    for candidates in ({code}, *_by_looks(code), _completed(code)):
        fitting = sorted({each for each in candidates if _fits(each, system)})
        if len(fitting) == 1:
            return _spelled(fitting[0], system)
        if fitting:
            return ""
    return ""


def _by_looks(wrong: str) -> Iterator[set[str]]:
    """Codes with one, then two characters changed for others that look alike."""
    reached = {wrong}
    for _ in range(_MOST_CHANGES):
        reached = {changed for code in reached for changed in _changed(code)} - {wrong}
        yield reached


def _changed(code: str) -> Iterator[str]:
    for at, character in enumerate(code):
        for family in _CONFUSED:
            if character in family:
                yield from (code[:at] + other + code[at + 1 :] for other in family if other != character)


def _completed(code: str) -> set[str]:
    """Codes with one character more."""
    return {code[:at] + each + code[at:] for at in range(len(code) + 1) for each in _CHARACTERS}


def _fits(code: str, system: str) -> bool:
    if not code.isalnum():
        return False
    if system == "ICD-10-CM":
        return icd10cm.is_complete(code)
    found = system_of_procedure(code)
    if found == "ICD-10-PCS" and code[0] not in SECTIONS:
        return False
    return found == system if system else found is not None or icd10cm.is_complete(code)


def _spelled(code: str, system: str) -> str:
    if system == "ICD-10-CM" and len(code) > 3:
        return f"{code[:3]}.{code[3:]}"
    return code
