"""Shipped policies with something changed in their text, and the terms of a proof."""

from pathlib import Path

from coverline.codesets import icd10cm
from coverline.document import read_text
from coverline.language.policies import read_policy
from coverline.library import Library
from coverline.library.content import SHIPPED
from coverline.model.policy import PolicyVersion
from coverline.prove.finding import Finding
from coverline.prove.findings import Proofs, prove
from coverline.prove.patients import Terms
from coverline.prove.solving import Limit, NotSettled

LIBRARY = Library.load()
FILES = {name: SHIPPED / files[-1] for name, files in LIBRARY.content.files.items()}
CIGNA, MASSACHUSETTS, WEST = "cigna-0040", "bcbsma-484", "uhcwest-vertebroplasty-kyphoplasty"


class Checks(Limit):
    """A limit that so many questions to the solver pass, whatever time they take."""

    def __init__(self, count: int) -> None:
        super().__init__(None)
        self.left = count

    def milliseconds(self) -> int:
        if not self.left:
            raise NotSettled
        self.left -= 1
        return super().milliseconds()


def edited_text(policy: str, *edits: tuple[str, str]) -> str:
    """The text of a policy after edits of what stands there once."""
    text = Path(FILES[policy]).read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def edited(policy: str, *edits: tuple[str, str]) -> PolicyVersion:
    """A policy after edits of what stands there once."""
    node = read_text(edited_text(policy, *edits), "policy.yaml")
    return read_policy(node, LIBRARY.vocabulary, icd10cm.between)


def terms(seconds: float | None = None) -> Terms:
    """The shipped words and codes, with so much time."""
    content = LIBRARY.content
    return Terms(content.vocabulary, content.procedure_codes, content.diagnosis_codes, Limit(seconds))


def proved(*versions: PolicyVersion, seconds: float | None = None) -> Proofs:
    """Everything that is proved about the versions of a policy."""
    return prove(versions, terms(seconds))


def of_kind(kind: str, proofs: Proofs) -> dict[str, Finding]:
    """The findings of one kind by where they are."""
    return {each.where: each for each in proofs.findings if each.kind.value == kind}
