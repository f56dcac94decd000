"""`$questionnaire-package` as an application meets it: forms, value sets, drafts, warnings, versions."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fhir.dtr import PACKAGE, Resource, named, package, sent
from tests.fhir.messages import assertions, bundle, sign
from tests.fhir.models import require_valid
from tests.server.running import Running, running

GUIDE = "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition"
FLORIDA = "floridablue-02-20000-18"
NAMES = {"2.2.0": ("packagebundle", "outcome"), "2.0.1": ("PackageBundle", "operationOutcome")}


def _asked(server: Running, body: Resource) -> Resource:
    response = server.post(PACKAGE, body)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/fhir+json"
    found: Resource = response.json()
    require_valid(found)
    return found


def _packages(found: Resource) -> list[Resource]:
    """The packages of an answer, each with its resources by kind."""
    bundles = [
        each["resource"] for each in found["parameter"] if each["name"] in ("packagebundle", "PackageBundle")
    ]
    return [_by_kind(each) for each in bundles]


def _by_kind(bundle: Resource) -> Resource:
    found: dict[str, list[Resource]] = {}
    for entry in bundle["entry"]:
        found.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    return {"bundle": bundle, **found}


def _warnings(found: Resource) -> list[str]:
    if found["resourceType"] == "OperationOutcome":
        return [each["diagnostics"] for each in found["issue"]]
    told = [
        each["resource"] for each in found["parameter"] if each["name"] in ("outcome", "operationOutcome")
    ]
    return [issue["diagnostics"] for each in told for issue in each["issue"]]


def _answers(response: Resource) -> dict[str, Any]:
    """What a response says to each question."""
    found = {}
    for item in response.get("item", ()):
        found |= _answers(item)
        for answer in item.get("answer", ()):
            (value,) = (each for name, each in answer.items() if name.startswith("value"))
            found[item["linkId"]] = value["code"] if isinstance(value, dict) and "code" in value else value
    return found


@pytest.mark.parametrize("version", list(NAMES))
def test_an_order_leads_to_its_form_with_a_draft(unregistered: Running, version: str) -> None:
    found = _asked(unregistered, package(version=version))
    (one,) = _packages(found)
    assert [each["name"] for each in found["parameter"]] == [NAMES[version][0]]
    assert one["bundle"]["type"] == "collection"
    assert one["bundle"]["entry"][0]["resource"]["resourceType"] == "Questionnaire"
    (form,), (draft,) = one["Questionnaire"], one["QuestionnaireResponse"]
    assert form["url"] == f"{unregistered.address}/fhir/Questionnaire/{FLORIDA}"
    assert draft["questionnaire"] == f"{form['url']}|{form['version']}"
    assert draft["subject"] == {"reference": "Patient/p1"}
    assert (draft["status"], draft["meta"]["profile"]) == (
        "in-progress",
        [f"{GUIDE}/dtr-questionnaireresponse"],
    )
    references = [
        each["valueReference"]["reference"] for each in draft["extension"] if "valueReference" in each
    ]
    assert references == ["Coverage/c1", "ServiceRequest/o1"]


def test_the_draft_says_what_the_order_and_the_chart_say(unregistered: Running) -> None:
    (one,) = _packages(_asked(unregistered, package()))
    said = _answers(one["QuestionnaireResponse"][0])
    assert said["service"] == "22514"
    assert said["technique"] == "balloon_kyphoplasty"
    assert said["levels"] == "L1"
    assert said["date_of_service"] == "2026-03-16"
    assert said["product"] == "commercial_ppo"
    assert said["indication"] == "osteoporotic_fracture"
    assert "device_fda_cleared" not in said
    assert "conservative_treatment_failed" not in said


def test_without_a_chart_the_draft_says_what_the_order_says(unregistered: Running) -> None:
    (one,) = _packages(_asked(unregistered, package(referenced=[])))
    said = _answers(one["QuestionnaireResponse"][0])
    assert (said["service"], said["levels"]) == ("22514", "L1")
    assert not {"indication", "fracture_date", "state"} & said.keys()


def test_the_value_sets_that_questions_name_come_expanded(unregistered: Running) -> None:
    (one,) = _packages(_asked(unregistered, package()))
    sets = {f"{each['url']}|{each['version']}": each for each in one["ValueSet"]}
    wanted = set(_value_sets(one["Questionnaire"][0]))
    assert wanted == set(sets)
    for each in sets.values():
        assert each["expansion"]["total"] == len(each["expansion"]["contains"]) > 0


def _value_sets(holder: Resource) -> list[str]:
    own = [holder["answerValueSet"]] if "answerValueSet" in holder else []
    return own + [each for item in holder.get("item", ()) for each in _value_sets(item)]


def test_a_form_can_be_had_by_its_name_without_an_order(unregistered: Running) -> None:
    url = f"{unregistered.address}/fhir/Questionnaire/cigna-0040"
    found = _asked(unregistered, package(named("questionnaire", "canonical", url), order=[], referenced=[]))
    (one,) = _packages(found)
    assert one["Questionnaire"][0]["url"] == url
    assert _answers(one["QuestionnaireResponse"][0]) == {}
    versioned = f"{url}|{one['Questionnaire'][0]['version']}"
    again = _asked(unregistered, package(named("questionnaire", "canonical", versioned), order=[]))
    assert _packages(again)[0]["Questionnaire"] == one["Questionnaire"]


def test_a_form_that_is_asked_for_twice_comes_once(unregistered: Running) -> None:
    url = f"{unregistered.address}/fhir/Questionnaire/{FLORIDA}"
    twice = [named("questionnaire", "canonical", url), named("questionnaire", "canonical", url)]
    assert len(_packages(_asked(unregistered, package(*twice)))) == 1


def test_the_form_that_asks_one_by_one_takes_the_place_of_the_whole_one(unregistered: Running) -> None:
    url = f"{unregistered.address}/fhir/Questionnaire/{FLORIDA}-adaptive"
    (one,) = _packages(_asked(unregistered, package(named("questionnaire", "canonical", url))))
    (form,), (draft,) = one["Questionnaire"], one["QuestionnaireResponse"]
    assert form["url"] == url
    assert "item" not in form
    assert _answers(draft)["indication"] == "osteoporotic_fracture"
    assert draft["contained"][0]["resourceType"] == "Questionnaire"


@pytest.mark.parametrize("name", ["urn:nothing", "{}/fhir/Questionnaire/floridablue-02-20000-18|1999-01-01"])
def test_an_unknown_form_is_a_warning(unregistered: Running, name: str) -> None:
    asked = name.format(unregistered.address)
    found = _asked(unregistered, package(named("questionnaire", "canonical", asked)))
    assert len(_packages(found)) == 1
    assert any(asked in each for each in _warnings(found))


@pytest.mark.parametrize("version", list(NAMES))
def test_where_there_is_no_form_the_warnings_say_why(unregistered: Running, version: str) -> None:
    (other,) = sent("order")
    other["code"] = {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "99213"}]}
    found = _asked(unregistered, package(version=version, order=[other]))
    assert found["resourceType"] == ("Parameters" if version == "2.2.0" else "OperationOutcome")
    assert any("ServiceRequest/o1" in each for each in _warnings(found))


def test_a_policy_that_decides_no_more_leads_to_what_does(unregistered: Running) -> None:
    (coverage,) = sent("coverage")
    coverage["payor"] = [{"display": "Cigna"}]
    found = _asked(unregistered, package(coverage=[coverage]))
    assert not _packages(found)
    assert any("decides" in each for each in _warnings(found))


def test_an_unknown_payer_is_a_warning_that_names_the_coverage(unregistered: Running) -> None:
    (coverage,) = sent("coverage")
    coverage["payor"] = [{"display": "Somebody Else"}]
    found = _asked(unregistered, package(coverage=[coverage]))
    assert not _packages(found)
    assert any("Coverage/c1" in each for each in _warnings(found))


def test_a_chart_that_contradicts_itself_is_told_and_left_open(unregistered: Running) -> None:
    (pain,) = [each for each in sent("referenced") if each["id"] == "pain"]
    code = {"coding": [{"system": "urn:coverline:facts", "code": "fracture_healed"}]}
    both = [{**pain, "id": f"healed-{value}", "code": code, "valueBoolean": value} for value in (True, False)]
    for each in both:
        del each["valueQuantity"]
    found = _asked(unregistered, package(referenced=[*sent("referenced"), *both]))
    assert any("fracture healed" in each for each in _warnings(found))
    assert "fracture_healed" not in _answers(_packages(found)[0]["QuestionnaireResponse"][0])
    (order,) = sent("order")
    order["bodySite"].append({"coding": [{"system": "urn:coverline:facts", "code": "L3"}]})
    found = _asked(unregistered, package(order=[order], referenced=[*sent("referenced"), *both]))
    assert any(": L1 fracture healed" in each for each in _warnings(found))


def test_each_coverage_has_a_package_of_its_own(unregistered: Running) -> None:
    (order,), (first,) = sent("order"), sent("coverage")
    order["code"]["coding"][0]["code"] = "22511"
    order["orderDetail"][0]["coding"][0]["code"] = "vertebroplasty"
    second = {**first, "id": "c2", "payor": [{"display": "Blue Cross Blue Shield of Massachusetts"}]}
    both = package(coverage=[first, second], order=[order])
    found = _packages(_asked(unregistered, both))
    assert [each["Questionnaire"][0]["id"] for each in found] == [FLORIDA, "bcbsma-484"]
    order["insurance"] = [{"reference": "Coverage/c2"}]
    (only,) = _packages(_asked(unregistered, package(coverage=[first, second], order=[order])))
    assert only["Questionnaire"][0]["id"] == "bcbsma-484"


@pytest.mark.parametrize(("version", "packages"), [("2.2.0", 2), ("2.0.1", 1)])
def test_each_order_has_a_draft_of_its_own(unregistered: Running, version: str, packages: int) -> None:
    (first,) = sent("order")
    second = {**first, "id": "o2", "occurrenceDateTime": "2026-04-20"}
    found = _packages(_asked(unregistered, package(version=version, order=[first, second])))
    assert len(found) == packages
    drafts = [draft for each in found for draft in each["QuestionnaireResponse"]]
    assert [_answers(each)["date_of_service"] for each in drafts] == ["2026-03-16", "2026-04-20"]


def test_levels_of_which_the_chart_says_different_things_have_drafts_of_their_own(
    unregistered: Running,
) -> None:
    (order,), chart = sent("order"), sent("referenced")
    order["bodySite"].append({"coding": [{"system": "urn:coverline:facts", "code": "L3"}]})
    order["reasonReference"].append({"reference": "Condition/other"})
    (fracture,) = [each for each in chart if each["id"] == "fracture"]
    site = [{"coding": [{"system": "urn:coverline:facts", "code": "L3"}]}]
    other = {**fracture, "id": "other", "bodySite": site, "onsetDateTime": "2025-06-01"}
    found = _asked(unregistered, package(order=[order], referenced=[*chart, other]))
    said = [_answers(each["QuestionnaireResponse"][0]) for each in _packages(found)]
    assert [(each["levels"], each["fracture_date"]) for each in said] == [
        ("L1", "2026-01-20"),
        ("L3", "2025-06-01"),
    ]


def test_an_order_of_another_kind_has_no_form(unregistered: Running) -> None:
    visit = {
        "resourceType": "Encounter",
        "id": "e1",
        "status": "planned",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": {"reference": "Patient/p1"},
    }
    found = _asked(unregistered, package(order=[visit, *sent("order")]))
    assert len(_packages(found)) == 1
    assert any("Encounter/e1" in each for each in _warnings(found))


def test_a_context_alone_is_told_what_to_send(unregistered: Running) -> None:
    context = named("context", "string", "3f0e1c52-7d1b-4d6f-9a43-52c1a7b0d9e4")
    found = _asked(unregistered, package(context, order=[]))
    assert not _packages(found)
    assert any("Send the order" in each for each in _warnings(found))
    assert _warnings(_asked(unregistered, package(context))) == []


@pytest.mark.parametrize("version", list(NAMES))
def test_what_was_had_from_this_server_is_not_sent_again(unregistered: Running, version: str) -> None:
    now = datetime.now(UTC)
    since = named("changedsince", "instant", (now + timedelta(seconds=1)).isoformat())
    found = _asked(unregistered, package(since, version=version))
    assert found["resourceType"] == ("Parameters" if version == "2.2.0" else "OperationOutcome")
    assert _warnings(found) == ["Nothing has changed since then."]
    # From before the start nobody can say what has changed.
    before = named("changedsince", "instant", (now - timedelta(days=1)).isoformat())
    assert len(_packages(_asked(unregistered, package(before, version=version)))) == 1


def test_the_library_of_a_form_comes_where_the_form_names_it(tmp_path: Path) -> None:
    with running(tmp_path, form_language="cql") as server:
        found = _asked(server, package())
        (one,) = _packages(found)
        (form,), (logic,) = one["Questionnaire"], one["Library"]
        named_by = [each["valueCanonical"] for each in form["extension"] if "valueCanonical" in each]
        assert named_by == [f"{logic['url']}|{logic['version']}"]
        kinds = [each["contentType"] for each in logic["content"]]
        assert kinds[0] == "text/cql"
        # What is not compiled is told.
        assert any("ELM" in each for each in _warnings(found)) == ("application/elm+json" not in kinds)
        assert server.get(f"/fhir/Library/{logic['id']}").json() == logic


def test_an_unknown_parameter_is_told_and_passed_over(unregistered: Running) -> None:
    found = _asked(unregistered, package(named("colour", "string", "red")))
    assert len(_packages(found)) == 1
    assert any("passed over" in each for each in _warnings(found))


def test_what_a_hook_names_can_be_had(unregistered: Running) -> None:
    """The canonical name in the coverage information is that of the form."""
    (order,), (coverage,) = sent("order"), sent("coverage")
    hook = sign(order, prefetch={"patient": sent("referenced")[0], "coverage": bundle(coverage)})
    (name,) = assertions(unregistered.post("/cds-services/order-sign-crd", hook).json())["questionnaire"]
    (one,) = _packages(_asked(unregistered, package(named("questionnaire", "canonical", name), order=[])))
    form = one["Questionnaire"][0]
    assert name == f"{form['url']}|{form['version']}"
