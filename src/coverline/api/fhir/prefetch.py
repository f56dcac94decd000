"""The queries that bring a chart: what an EHR may run beforehand, and what it is asked for otherwise.

Each is a search that a server of US Core must know, or one that CRD prints; a chart is asked only for what
some fact can be taken from.
"""

from collections.abc import Iterator
from functools import cache

from coverline.api.fhir.hooks import ENCOUNTER, PATIENT, Hook
from coverline.library import Library
from coverline.model.terms import JOINT, Terms

OBSERVATION = "Observation"
OWN = "Coverline"
COVERAGE = "coverage"
ORDERS = "orders"


@cache
def prefetch(hook: Hook, library: Library) -> dict[str, str]:
    """The templates of a hook, by key."""
    return {
        "patient": f"Patient/{PATIENT}",
        COVERAGE: f"Coverage?patient={PATIENT}&status=active",
        **chart(library),
        **({"encounter": f"Encounter/{ENCOUNTER}"} if hook.of_encounter else {}),
        **({ORDERS: hook.query} if hook.query else {}),
    }


@cache
def chart(library: Library) -> dict[str, str]:
    """The templates of what facts are taken from."""
    codes = ",".join(dict.fromkeys(_observed(library)))
    return {
        "conditions": f"Condition?patient={PATIENT}",
        "observations": f"{OBSERVATION}?patient={PATIENT}&code={codes}",
        "procedures": f"Procedure?patient={PATIENT}",
        "medications": f"MedicationRequest?patient={PATIENT}&intent=order",
        "reports": f"DiagnosticReport?patient={PATIENT}",
        "studies": f"ImagingStudy?patient={PATIENT}",
        "encounters": f"Encounter?patient={PATIENT}",
    }


def _observed(library: Library) -> Iterator[str]:
    """The codes of observations that record a fact, as FHIR writes them in a search."""
    terms = library.content.terms
    for fact in library.vocabulary.facts.values():
        for place in fact.chart:
            if place.resource == OBSERVATION:
                for name in place.where["code"]:
                    yield from _codes(name, terms)


def _codes(name: str, terms: Terms) -> Iterator[str]:
    system, bar, code = name.partition(JOINT)
    if bar:
        # Our own codes are written in small letters; tokens hold them as they are compared.
        yield f"{_address(system, terms)}{JOINT}{code.lower() if system == OWN else code}"
    else:
        for each, codes in terms.sets[name].codes.items():
            yield from (f"{_address(each, terms)}{JOINT}{one}" for one in codes)


def _address(system: str, terms: Terms) -> str:
    """The first address of a code system, which is its usual one."""
    return next(address for address, name in terms.systems.items() if name == system)
