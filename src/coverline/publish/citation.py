"""Citations in words: the lines, and the heading that they stand under."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coverline.model.criteria import Citation
from coverline.model.determination import Determination
from coverline.sources.register import Register

if TYPE_CHECKING:
    from coverline.library import Library


@dataclass(frozen=True, slots=True)
class Source:
    """The registered document that a policy's citations point into."""

    register: Register
    document: str

    def where(self, cite: Citation, above: Citation | None = None) -> str:
        """The lines with their place, `l.37 (Commercial policy, first bullet)`, or why there are none.

        A section that the citation `above` names already is left out.
        """
        if cite.lines is None:
            return f"({cite.why})"
        said = self.place(cite, above)
        return f"{lines(cite)} ({said})" if said else lines(cite)

    def place(self, cite: Citation, above: Citation | None = None) -> str:
        """The place alone, `Commercial policy, first bullet`; nothing where `above` has named it already."""
        if cite.lines is None:
            return ""
        place = self.register.place(self.document, cite.lines)
        named = above is not None and above.lines is not None and self._section(above.lines) == place.section
        return place.entries if named else place.said

    def _section(self, cited: tuple[int, int]) -> str:
        return self.register.section_of(self.document, cited)


def lines(cite: Citation) -> str:
    """The lines alone, `l.37` or `l.40-43`, or a dash where the source has none."""
    if cite.lines is None:
        return "-"
    first, last = cite.lines
    return f"l.{first}" if first == last else f"l.{first}-{last}"


def source_of(library: "Library", answer: Determination) -> Source:
    """The document that an answer cites: that of the deciding version, else of the newest."""
    versions = library.policies.get(answer.policy.id, ())
    named = [each.source for each in versions if each.version.name == answer.policy.version]
    newest = [each.source for each in versions[-1:]]
    return Source(library.register, next(iter(named + newest), ""))
