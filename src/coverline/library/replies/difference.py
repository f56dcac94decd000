"""How two policies differ, as data."""

from typing import Any

from coverline.language.case_data import case_data
from coverline.library.references import Names, Versions, name_of
from coverline.search.changes import Change
from coverline.search.differences import Difference, Separated, Unsettled

Data = dict[str, Any]


def difference_data(found: Difference, text: tuple[Change, ...], names: Names, versions: Versions) -> Data:
    """The witnesses of each direction, the changed text, and what one decides alone or was not settled."""
    return {
        "same": found.same,
        "witnesses": [_witness(each, names, versions) for each in found.witnesses],
        "techniques": list(found.techniques),
        "decided_by_one": [
            {
                "policy": name_of(each.policy, names, versions),
                "techniques": list(each.techniques),
                "products": list(each.products),
                "states": list(each.states),
            }
            for each in found.alone
        ],
        "text": [{"where": each.where, "before": each.before, "after": each.after} for each in text],
        "judged": list(found.judged),
        "not_settled": [unsettled_words(each, names, versions) for each in found.not_settled],
    }


def unsettled_words(each: Unsettled, names: Names, versions: Versions) -> str:
    """A direction that the time did not suffice for, by its technique."""
    met, unmet = (name_of(version, names, versions) for version in (each.met_by, each.not_met_by))
    return f"{each.technique}: met by {met}, not by {unmet}"


def _witness(separated: Separated, names: Names, versions: Versions) -> Data:
    return {
        "met_by": name_of(separated.met_by, names, versions),
        "not_met_by": name_of(separated.not_met_by, names, versions),
        "criterion": separated.criterion.id,
        "dates_of_service": [day.isoformat() for day in separated.days],
        "case": case_data(separated.case),
    }
