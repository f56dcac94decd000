"""The forms that are ours, by their canonical names."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from coverline.api.fhir.places import policy_page
from coverline.api.work import library
from coverline.forms import Language, adaptive, adaptive_outset, form, questionnaire
from coverline.model.policy import PolicyVersion

Data = dict[str, Any]

MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Known:
    """The form of a policy version, by its names; whole, or question by question."""

    name: str
    version: str
    is_adaptive: bool = False

    @property
    def policy(self) -> PolicyVersion:
        """The policy version."""
        return next(each for each in library().policies[self.name] if each.version.name == self.version)

    @property
    def whole(self) -> "Known":
        """The form with all its questions."""
        return replace(self, is_adaptive=False)

    def canonical(self, address: str) -> str:
        """Its canonical name, without a version."""
        return (adaptive if self.is_adaptive else questionnaire)(self.name, None, address)

    def questionnaire(self, address: str, language: Language) -> Data:
        """The form itself; the one that asks question by question has no question to begin with."""
        return _made(self, address, language)


# What a form is made of does not change while a process runs; it is told and never changed.
@lru_cache(maxsize=MOST_KEPT)
def _made(known: Known, address: str, language: Language) -> Data:
    if known.is_adaptive:
        return adaptive_outset(known.policy, library(), address)
    page = policy_page(known.policy, library(), address)
    return form(known.policy, library(), address, page, language)


def every_form() -> Iterator[Known]:
    """Every form, of several versions of one the newest last."""
    for name, versions in library().policies.items():
        for is_adaptive in (False, True):
            yield from (Known(name, each.version.name, is_adaptive) for each in versions)


def known_form(name: str, address: str) -> Known | None:
    """The form of a canonical name, without a version the newest; None where it is none of ours."""
    url, _, version = name.partition("|")
    found = [each for each in every_form() if url == each.canonical(address)]
    return next((each for each in reversed(found) if version in ("", each.version)), None)
