"""The models of FHIR R4 that what is written must be valid under."""

from typing import Any

import pytest

Resource = dict[str, Any]


def require_valid(resource: Resource) -> None:
    """Fails where a resource, or one in it, is not valid; skips where the models are not installed."""
    models = pytest.importorskip("fhir.resources.R4B", reason="fhir.resources is not installed")
    models.get_fhir_model_class(resource["resourceType"]).model_validate(resource)
