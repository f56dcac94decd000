"""Which passages of each source document the content cites."""

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from coverline.library.citations import cited
from coverline.sources.register import Lines

if TYPE_CHECKING:
    from coverline.library.answering import Library


def cited_passages(library: "Library") -> Mapping[str, frozenset[Lines]]:
    """The lines of each document that a policy, a dated code or a date of the register rests on."""
    found: dict[str, set[Lines]] = defaultdict(set)
    for versions in library.policies.values():
        for version in versions:
            found[version.source].update(cited(version))
    for code in library.procedure_codes.codes.values():
        if code.dates_cite is not None:
            found[code.dates_cite.source].add(code.dates_cite.lines)
    for document in library.register.documents.values():
        found[document.id].update(each.lines for each in document.dates)
    return {name: frozenset(found[name]) for name in library.register.documents}
