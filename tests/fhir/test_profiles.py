"""What the running server writes, before the published profiles and before the standard itself.

CRD 2.0.1 and DTR 2.0.1 are the packages at hand. What is written for 2.2 is validated by the standard alone,
and its extension by no package.
"""

from typing import Any

import pytest

from tests.fhir.messages import Resource, bundle, sign
from tests.fhir.orders import CRD, ordered, spread
from tests.fhir.validating.independent import issues
from tests.fhir.validating.walk import validated
from tests.server.running import Running

SERVICE_REQUEST = f"{CRD}/profile-servicerequest"

CALLS = dict(spread())


def _answer(server: Running, call: dict[str, Any], version: str) -> Any:
    asking = {**call, "extension": {"davinci-crd.requestedVersion": version}}
    response = server.post("/cds-services/order-sign-crd", asking)
    assert response.status_code == 200, response.text
    return response.json()


@pytest.fixture(scope="module")
def answers(unregistered: Running) -> dict[str, Any]:
    """The answer to every call, as 2.0."""
    return {name: _answer(unregistered, call, "2.0") for name, call in CALLS.items()}


def _written(answer: Any) -> list[Resource]:
    return [each["resource"] for each in answer["systemActions"]]


def _require_good(message: Resource, *profiles: str) -> None:
    report = validated(message, *profiles)
    assert list(report.wrong) == []
    assert report.left_open == set()


@pytest.mark.parametrize("name", CALLS)
def test_what_is_written_onto_an_order_keeps_the_profile(answers: dict[str, Any], name: str) -> None:
    for entry in CALLS[name]["context"]["draftOrders"]["entry"]:
        _require_good(entry["resource"], SERVICE_REQUEST)
    for each in _written(answers[name]):
        _require_good(each, SERVICE_REQUEST)


def test_a_validator_that_is_not_ours_finds_nothing_either(answers: dict[str, Any]) -> None:
    written = [each for answer in answers.values() for each in _written(answer)]
    assert len(written) > 15
    assert not any(issues([(each, profile) for each in written for profile in (None, SERVICE_REQUEST)]))


def test_the_answers_above_are_of_every_kind(answers: dict[str, Any]) -> None:
    assert {name for name, each in answers.items() if not each["systemActions"]} == {
        "an unknown payer",
        "a service of no policy",
    }
    text = str(answers)
    for value in (
        "'covered'", "'conditional'", "auth-needed", "clinical", "withpa", "retain-doc", "timeframe", "OTH",
    ):  # fmt: skip
        assert value in text, value


@pytest.mark.parametrize("name", CALLS)
def test_2_2_differs_in_what_its_pages_tell_and_in_nothing_else(unregistered: Running, name: str) -> None:
    """No package of 2.2 is at hand: what 2.0.1 does not have is named here, and all else is validated."""
    newer = ("expiry-date", {"url": "info-needed", "valueCode": "detail-code"})
    for action in _answer(unregistered, CALLS[name], "2.2")["systemActions"]:
        resource = action["resource"]
        for extension in resource["extension"]:
            parts = extension["extension"]
            extension["extension"] = [
                each for each in parts if each["url"] not in newer and each not in newer
            ]
        assert list(validated(resource, SERVICE_REQUEST).wrong) == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/cds-services/order-sign-crd", {"hook": "order-select"}),
        ("/cds-services/order-sign-crd", sign(ordered(), prefetch={})),
        ("/cds-services/order-sign-crd", {**sign(ordered()), "context": {"draftOrders": bundle()}}),
        ("/cds-services/nothing", {}),
    ],
)
def test_a_refusal_is_an_outcome_of_the_standard(unregistered: Running, path: str, body: Any) -> None:
    response = unregistered.post(path, body)
    assert response.status_code >= 400
    _require_good(response.json())
