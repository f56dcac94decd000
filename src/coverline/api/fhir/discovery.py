"""What an EHR finds at /cds-services: each hook with its prefetch, its versions and its options."""

from typing import Any

from coverline.api.fhir.hooks import HOOKS, Hook
from coverline.api.fhir.prefetch import prefetch
from coverline.api.fhir.versions import Version
from coverline.library import Library

Data = dict[str, Any]

COVERAGE_INFORMATION = "coverage-info"
GUIDELINE = "guideline"
MOST_CARDS = "max-cards"
CARDS_UNLESS_TOLD = 10

OPTIONS: tuple[Data, ...] = (
    {
        "code": COVERAGE_INFORMATION,
        "type": "boolean",
        "name": "Coverage information",
        "description": "Writes onto each order whether the policy is met, whether it asks for authorization, "
        "and what is to be documented.",
        "default": True,
    },
    {
        "code": GUIDELINE,
        "type": "boolean",
        "name": "The policy's criteria",
        "description": "Shows a card for each order with the reasons, what is missing, and where the policy "
        "says so.",
        "default": True,
    },
    {
        "code": MOST_CARDS,
        "type": "integer",
        "name": "Most cards",
        "description": "The most cards to show; those that need something to be done come first.",
        "default": CARDS_UNLESS_TOLD,
    },
)


def discovery(library: Library) -> Data:
    """The services, those that answer orders first."""
    return {"services": [_service(hook, library) for hook in HOOKS]}


def _service(hook: Hook, library: Library) -> Data:
    return {
        "hook": hook.name,
        "id": hook.id,
        "title": hook.title,
        "description": hook.description,
        "usageRequirements": "A Coverage of the patient, prefetched or to be read on the registered server.",
        "prefetch": prefetch(hook, library),
        "extension": {
            "davinci-crd.version": [version.value for version in Version],
            "davinci-crd.configuration-options": list(OPTIONS),
        },
    }
