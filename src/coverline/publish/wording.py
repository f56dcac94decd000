"""Names, codes, days and groups as people write them."""

from typing import assert_never

from coverline.model.criteria import AllOf, AnyOf, AtLeast, Body, Fixed, NoneOf, NotThis, Test
from coverline.model.evidence import StudyKind


def in_words(name: str) -> str:
    """A vocabulary name with spaces."""
    return name.replace("_", " ")


def spelled(code: str, system: str) -> str:
    """A normalized code as its system prints it: diagnoses have a dot after three characters."""
    return f"{code[:3]}.{code[3:]}" if system == "ICD-10-CM" and len(code) > 3 else code


def services(first: str | None, last: str | None) -> str:
    """The dates of service between two days, either of which may be open."""
    if first is None and last is None:
        return "services of any date"
    begins = f" from {first}" if first else ""
    return f"services{begins} to {last}" if last else f"services{begins}"


def joins(body: Body) -> str:
    """How a group joins what is below it, in words; nothing for a single test."""
    match body:
        case AllOf():
            return "all of"
        case AnyOf():
            return "one of"
        case NoneOf():
            return "none of"
        case NotThis():
            return "not"
        case AtLeast(count=count):
            return f"at least {count} of"
        case Test() | Fixed():
            return ""
        case _:
            assert_never(body)


def kind_in_words(kind: StudyKind) -> str:
    """What was done to find out, in words."""
    match kind:
        case StudyKind.SHAM_RCT:
            return "sham-controlled trial"
        case StudyKind.RCT:
            return "randomized trial"
        case StudyKind.HEALTH_TECHNOLOGY_ASSESSMENT:
            return "technology assessment"
        case _:
            return in_words(kind.value)
