"""The rules of a policy, besides its criteria, that rest on lines of the document."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from coverline.model.criteria import Citation, Criterion
from coverline.model.policy import PolicyVersion


def rules_of(policy: PolicyVersion) -> Iterator[tuple[str, Citation]]:
    """Everything with a citation that is no criterion, under the names of the policy file."""
    return _rules(policy, "")


def _rules(value: object, name: str) -> Iterator[tuple[str, Citation]]:
    match value:
        case Citation():
            yield name.removesuffix(" cite"), value
        case Criterion():
            return
        case Mapping():
            for key, each in value.items():
                yield from _rules(each, f"{name} {key}".strip())
        case tuple():
            for number, each in enumerate(value, start=1):
                yield from _rules(each, f"{name} {_own_name(each) or number}".strip())
        case _ if is_dataclass(value):
            for field in fields(value):
                yield from _rules(getattr(value, field.name), f"{name} {field.name}".strip())


def _own_name(value: object) -> str:
    """What tells one of several apart: its id, else its first code."""
    codes = getattr(value, "codes", ())
    return str(getattr(value, "id", "") or (codes[0] if codes else ""))
