"""The capability statement says what is served, and nothing else."""

from collections.abc import Iterator
from typing import Any

from coverline import __version__
from coverline.server.application import application
from coverline.server.settings import Settings
from tests.fhir.conftest import Pair
from tests.fhir.models import require_valid
from tests.fhir.refused import told
from tests.server.running import Running


def test_the_statement_has_what_the_standard_requires(unregistered: Running) -> None:
    response = unregistered.get("/fhir/metadata")
    assert response.headers["content-type"] == "application/fhir+json"
    statement = response.json()
    require_valid(statement)
    assert (statement["kind"], statement["fhirVersion"], statement["status"]) == (
        "instance",
        "4.0.1",
        "active",
    )
    assert statement["implementation"]["url"] == f"{unregistered.address}/fhir"
    assert statement["software"] == {"name": "Coverline", "version": __version__}
    assert any(each.endswith("/CapabilityStatement/dtr-payer-service") for each in statement["instantiates"])


def test_the_statement_lists_exactly_what_is_served(unregistered: Running) -> None:
    (rest,) = unregistered.get("/fhir/metadata").json()["rest"]
    listed = {("/fhir/metadata", "GET")}
    for resource in rest["resource"]:
        at = f"/fhir/{resource['type']}"
        codes = {each["code"] for each in resource["interaction"]}
        listed |= {(f"{at}/{{name}}", "GET")} if "read" in codes else set()
        listed |= {(at, "GET")} if "search-type" in codes else set()
        listed |= {(f"{at}/${each['name']}", "POST") for each in resource.get("operation", [])}
    served = {each for each in _routes(application(Settings())._app) if each[0].startswith("/fhir")}
    # An operation that changes nothing may be called in both ways; tokens are no resources of FHIR.
    also = {("/fhir/ValueSet/$expand", "GET"), ("/fhir/token", "POST")}
    assert served == listed | also | {("/fhir/.well-known/smart-configuration", "GET")}


def _routes(app: Any) -> Iterator[tuple[str, str]]:
    """The path and method of every route, through the routers that hold them."""
    for route in app.routes:
        if hasattr(route, "original_router"):
            yield from _routes(route.original_router)
        else:
            yield from ((route.path, method) for method in route.methods)


def test_what_is_listed_answers(unregistered: Running) -> None:
    (rest,) = unregistered.get("/fhir/metadata").json()["rest"]
    for resource in rest["resource"]:
        found = unregistered.get(f"/fhir/{resource['type']}").json()
        require_valid(found)
        assert found["total"] == len(found["entry"]) > 0
        for entry in found["entry"]:
            address = entry["fullUrl"].removeprefix(unregistered.address)
            assert unregistered.get(address).json() == entry["resource"]
        for operation in resource.get("operation", []):
            response = unregistered.post(f"/fhir/{resource['type']}/${operation['name']}", {})
            assert response.status_code == 400


def test_a_server_with_ehrs_says_that_calls_are_signed(pair: Pair) -> None:
    (rest,) = pair.server.get("/fhir/metadata").json()["rest"]
    security = rest["security"]
    assert security["service"][0]["coding"][0]["code"] == "SMART-on-FHIR"
    (token,) = security["extension"][0]["extension"]
    assert (
        token["valueUri"] == pair.server.get("/fhir/.well-known/smart-configuration").json()["token_endpoint"]
    )


def test_what_is_not_there_is_told_as_fhir_tells_it(unregistered: Running) -> None:
    told(unregistered.get("/fhir/Patient/p1"), 404)
    told(unregistered.get("/fhir/Questionnaire/nothing"), 404)
    told(unregistered.get("/fhir/Questionnaire/$nothing"), 404)
    told(unregistered.post("/fhir/metadata", {}), 405)
    told(unregistered.post("/fhir/Questionnaire", {"resourceType": "Questionnaire"}), 405)
