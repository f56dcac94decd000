"""The FHIR server as software of others uses it: one client in JavaScript and one in Python."""

from typing import Any

import pytest
from fhirclient.client import FHIRClient
from fhirclient.models.parameters import Parameters
from fhirclient.models.questionnaire import Questionnaire
from fhirclient.models.questionnaireresponse import QuestionnaireResponse
from fhirclient.models.valueset import ValueSet
from fhirclient.server import FHIRNotFoundException

from tests.fhir.conftest import ADDRESS, Pair
from tests.fhir.dtr import NEXT, PACKAGE, package
from tests.fhir.ehr import ISSUER
from tests.fhir.node.running import node
from tests.server.running import Running

FORM = "floridablue-02-20000-18-adaptive"


@pytest.fixture(scope="module")
def seen(_pair: Pair) -> Any:
    """What a client in JavaScript has seen of a server with a registered EHR."""
    return node(
        "forms.mjs",
        {
            "server": _pair.server.address,
            "audience": ADDRESS,
            "issuer": ISSUER,
            "jku": _pair.ehr.jku,
            "ec": _pair.ehr.ec.as_dict(private=True),
            "order": package(),
            "form": FORM,
            "answers": {
                "conservative_treatment_failed": {"valueBoolean": True},
                "device_fda_cleared": {"valueBoolean": True},
            },
        },
    )


def test_a_client_reads_what_it_finds(seen: Any) -> None:
    (rest,) = seen["statement"]["rest"]
    assert {each["type"] for each in rest["resource"]} >= {"Questionnaire", "ValueSet"}
    assert [each["resource"] for each in seen["searched"]["entry"]] == seen["read"]
    assert seen["byUrl"]["total"] >= 1
    by_get, by_post = seen["expanded"]
    assert by_get["expansion"]["contains"] == by_post["expansion"]["contains"] != []


def test_a_client_gets_the_package_of_an_order(seen: Any) -> None:
    (bundle,) = [each["resource"] for each in seen["packaged"]["parameter"] if each["resource"].get("entry")]
    kinds = [each["resource"]["resourceType"] for each in bundle["entry"]]
    assert kinds[0] == "Questionnaire"
    assert {"QuestionnaireResponse", "ValueSet"} <= set(kinds)


def test_a_client_goes_through_a_form_one_question_at_a_time(seen: Any) -> None:
    assert [each["status"] for each in seen["steps"]] == ["in-progress", "in-progress", "completed"]
    asked = [len(each["contained"][0]["item"]) for each in seen["steps"]]
    assert asked == sorted(set(asked))


def test_a_client_understands_what_is_refused(seen: Any) -> None:
    statuses = {name: each["status"] for name, each in seen["refused"].items()}
    assert statuses == {
        "an unknown form": 404,
        "an unknown kind": 404,
        "a change": 405,
        "a deletion": 405,
        "an unsigned call": 401,
    }
    for each in seen["refused"].values():
        assert each["body"]["resourceType"] == "OperationOutcome"


@pytest.fixture(scope="module")
def client(unregistered: Running) -> FHIRClient:
    return FHIRClient(settings={"app_id": "tests", "api_base": f"{unregistered.address}/fhir/"})


def test_a_client_in_python_reads_every_form_and_value_set(client: FHIRClient) -> None:
    """Its models refuse elements, types and cardinalities that are not those of R4."""
    assert client.server.capabilityStatement.fhirVersion == "4.0.1"
    forms = list(Questionnaire.where({}).perform_resources_iter(client.server))
    assert len(forms) >= 10
    for each in forms:
        again = Questionnaire.read(each.id, client.server)
        assert again.as_json() == each.as_json()
        (found,) = Questionnaire.where({"url": each.url, "version": each.version}).perform_resources_iter(
            client.server
        )
        assert found.id == each.id
    for each in ValueSet.where({}).perform_resources_iter(client.server):
        expanded = ValueSet(client.server.request_json(f"ValueSet/$expand?url={each.url}"))
        assert expanded.expansion.contains
    with pytest.raises(FHIRNotFoundException):
        Questionnaire.read("nothing", client.server)


def test_a_client_in_python_gets_a_package_and_the_next_question(client: FHIRClient) -> None:
    sent = Parameters(package()).as_json()
    found = Parameters(client.server.post_json(PACKAGE.removeprefix("/fhir/"), sent).json())
    entries = [
        entry.resource for each in found.parameter if each.resource.entry for entry in each.resource.entry
    ]
    form = next(each for each in entries if isinstance(each, Questionnaire))
    draft = next(each for each in entries if isinstance(each, QuestionnaireResponse))
    assert draft.questionnaire.startswith(form.url)
    assert draft.as_json() == QuestionnaireResponse(draft.as_json()).as_json()
    name = {"name": "questionnaire", "valueCanonical": f"{client.server.base_uri}Questionnaire/{FORM}"}
    asked = {**sent, "parameter": [*sent["parameter"], name]}
    both = Parameters(client.server.post_json(PACKAGE.removeprefix("/fhir/"), asked).json())
    begun = next(
        entry.resource
        for each in both.parameter
        if each.resource.entry
        for entry in each.resource.entry
        if isinstance(entry.resource, QuestionnaireResponse) and entry.resource.contained
    )
    following = client.server.post_json(NEXT.removeprefix("/fhir/"), begun.as_json()).json()
    assert QuestionnaireResponse(following).contained[0].item
