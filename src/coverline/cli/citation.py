"""Citations in words: the lines, and the heading that they stand under."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coverline.model.criteria import Citation
from coverline.model.determination import Determination
from coverline.sources.register import Register

if TYPE_CHECKING:
    from coverline.library import Library

TEXT_WIDTH = 84


@dataclass(frozen=True, slots=True)
class Source:
    """The registered document that a policy's citations point into."""

    register: Register
    document: str

    def where(self, cite: Citation, above: Citation | None = None) -> str:
        """The lines with their section, `l.37 (Commercial policy)`, or why there are none.

        A section that the citation `above` names already is left out.
        """
        if cite.lines is None:
            return f"({cite.why})"
        section = self._section(cite)
        named = above is not None and self._section(above) == section
        return f"{lines(cite)} ({section})" if section and not named else lines(cite)

    def _section(self, cite: Citation) -> str:
        return self.register.section_of(self.document, cite.lines) if cite.lines else ""


def lines(cite: Citation) -> str:
    """The lines alone, `l.37` or `l.40-43`, or a dash where the source has none."""
    if cite.lines is None:
        return "-"
    first, last = cite.lines
    return f"l.{first}" if first == last else f"l.{first}-{last}"


def row(text: str, cite: Citation) -> str:
    """A line of a page: the text, and its source lines in a column of their own."""
    return f"{text:<{TEXT_WIDTH}}  {lines(cite)}"


def source_of(library: "Library", answer: Determination) -> Source:
    """The document that an answer cites: that of the deciding version, else of the newest."""
    versions = library.policies.get(answer.policy.id, ())
    named = [each.source for each in versions if each.version.name == answer.policy.version]
    newest = [each.source for each in versions[-1:]]
    return Source(library.register, next(iter(named + newest), ""))
