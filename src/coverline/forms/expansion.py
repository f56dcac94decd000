"""Value sets with their codes listed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from coverline.codesets import icd10cm
from coverline.codesets.form import normalize
from coverline.forms.urls import UNCLOSED
from coverline.forms.value_sets import value_sets
from coverline.library import Library

Data = dict[str, Any]

DIAGNOSES = "http://hl7.org/fhir/sid/icd-10-cm"
MOST = 1000  # codes in one page of an expansion


class UnknownValueSet(KeyError):
    """An address that is no value set of ours."""

    def __str__(self) -> str:
        return str(self.args[0])


def expand(
    url: str,
    library: Library,
    address: str,
    now: datetime,
    text: str = "",
    offset: int = 0,
    count: int = MOST,
) -> Data:
    """A value set with its codes listed, `count` at the most from `offset`, those that hold a `text`.

    A version after the address is not looked at, for only one is kept. Raises UnknownValueSet.
    """
    named = {each["url"]: each for each in value_sets(library, address)}
    found = named.get(url.partition("|")[0])
    if found is None:
        raise UnknownValueSet(f"found value set {url}; expected one of the {len(named)} below {address}")
    codes = [each for part in found["compose"]["include"] for each in _listed(part)]
    wanted = [each for each in codes if _holds(each, text)]
    page = wanted[offset : offset + min(count, MOST)]
    return found | {"expansion": _expansion(found, page, len(wanted), offset, now)}


def _expansion(found: Data, page: list[Data], total: int, offset: int, now: datetime) -> Data:
    open_ended = any(_is_open(part) for part in found["compose"]["include"])
    return {
        **({"extension": [{"url": UNCLOSED, "valueBoolean": True}]} if open_ended else {}),
        "identifier": f"{found['url']}|{found['version']}",
        "timestamp": now.isoformat(timespec="seconds"),
        "total": total,
        "offset": offset,
        **({"contains": page} if page else {}),
    }


def _listed(part: Data) -> Iterator[Data]:
    """The codes of a part of a value set; of beginnings, those that the list of diagnoses has."""
    for each in part.get("concept", ()):
        yield {"system": part["system"], **each}
    for each in part.get("filter", ()) if not _is_open(part) else ():
        for code in icd10cm.below(normalize(_beginning(each))):
            yield {"system": part["system"], "code": f"{code[:3]}.{code[3:]}" if len(code) > 3 else code}


def _is_open(part: Data) -> bool:
    """Whether a part has codes that nobody here can list."""
    return "filter" in part and part["system"] != DIAGNOSES


def _beginning(condition: Data) -> str:
    pattern: str = condition["value"]
    return pattern.removesuffix(".*").replace("\\.", ".")


def _holds(code: Data, text: str) -> bool:
    """Whether a code or its words hold what somebody has typed."""
    return text.casefold() in f"{code['code']} {code.get('display', '')}".casefold()
