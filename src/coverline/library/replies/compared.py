"""What every payer says of a case, as data."""

from collections.abc import Sequence
from typing import Any

from coverline.decide.data import as_data, cite_data
from coverline.library.answering import Library
from coverline.library.comparison import Compared
from coverline.library.replies.decided import document_of

Data = dict[str, Any]

KEPT = ("outcome", "category", "action", "prior_authorization", "missing", "refer_to", "warnings", "assumed")


def compared_data(name: str | None, parts: Sequence[Sequence[Compared]], library: Library) -> list[Data]:
    """An entry for each part under each payer."""
    return [_entry(name, each, library) for payers in parts for each in payers]


def _entry(name: str | None, compared: Compared, library: Library) -> Data:
    part = compared.part
    document = document_of(part, library)
    answer = as_data(part, library.register, document)
    separates = [
        {"id": each.id, "label": each.label, "cite": cite_data(each.cite, library.register, document)}
        for each in compared.separates
    ]
    return {
        "case": name,
        "service": answer["service"],
        "payer": compared.payer,
        "policy": part.policy.id,
        "version": part.policy.version,
        **{key: answer[key] for key in KEPT},
        "separates": separates,
    }
