"""What is refused, as FHIR tells it."""

import httpx

from tests.fhir.models import require_valid


def told(response: httpx.Response, status: int, place: str = "") -> str:
    """What an OperationOutcome says of a place; it must be one, with this status."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/fhir+json"
    outcome = response.json()
    require_valid(outcome)
    issue = outcome["issue"][0]
    assert issue["severity"] == "error"
    assert issue.get("expression", [""]) == [place]
    said: str = issue["diagnostics"]
    return said
