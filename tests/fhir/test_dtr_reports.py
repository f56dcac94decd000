"""Reports of forms that failed: taken, checked, answered, and logged without a word that somebody wrote."""

import json
from typing import Any

import pytest

from tests.fhir.models import require_valid
from tests.fhir.packages import examples
from tests.fhir.refused import told
from tests.server.running import Running

PATH = "/fhir/Questionnaire/$log-questionnaire-errors"
MARK = "canary4417"
OUTCOME = {
    "resourceType": "OperationOutcome",
    "issue": [
        {"severity": "error", "code": "not-found", "diagnostics": MARK, "expression": [MARK]},
        {"severity": "error", "code": "not-found", "details": {"text": MARK}},
        {"severity": "warning", "code": "value"},
    ],
}


def _report(form: str, **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "questionnaire", "valueCanonical": form},
            {"name": "operationOutcome", "resource": {**OUTCOME, **changes}},
        ],
    }


def test_a_report_is_logged_by_its_form_and_codes_and_by_nothing_else(unregistered: Running) -> None:
    form = unregistered.get("/fhir/Questionnaire").json()["entry"][0]["resource"]
    reported = _report(f"{form['url']}|{form['version']}")
    reported["parameter"].append({"name": "questionnaire", "valueCanonical": f"http://{MARK}"})
    response = unregistered.post(PATH, reported)
    require_valid(response.json())
    assert [each["severity"] for each in response.json()["issue"]] == ["information", "warning"]
    (line,) = [each for each in unregistered.logged() if each["event"] == "form"][-1:]
    assert line["codes"] == {"error not-found": 2, "warning value": 1}
    assert (len(line["forms"]), line["unknown"]) == (1, 1)
    assert MARK not in unregistered.errors.read_text(encoding="utf-8")


def test_the_packages_own_report_is_taken(unregistered: Running) -> None:
    (report,) = [each for name, each in examples().items() if "LogQuestionnaireErrors" in name]
    response = unregistered.post(PATH, report)
    assert response.status_code == 200
    assert "none of this server" in response.text


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "another resource": ({"resourceType": "Bundle"}, ""),
    "no parameters": ({"resourceType": "Parameters"}, "Parameters.parameter"),
    "no list": ({"resourceType": "Parameters", "parameter": {}}, "Parameters.parameter"),
    "a parameter without a name": (
        {"resourceType": "Parameters", "parameter": [1]},
        "Parameters.parameter[0]",
    ),
    "no outcome": (
        {"resourceType": "Parameters", "parameter": [{"name": "questionnaire", "valueCanonical": "x"}]},
        "Parameters.parameter",
    ),
    "a form that is no canonical": (
        {"resourceType": "Parameters", "parameter": [{"name": "questionnaire", "valueString": "x"}]},
        "Parameters.parameter[0]",
    ),
    "no issues": (_report("x", issue=[]), "Parameters.parameter[1].resource.issue"),
    "a severity of none": (
        _report("x", issue=[{"severity": ["error"], "code": "value"}]),
        "Parameters.parameter[1].resource.issue[0].severity",
    ),
    "a code of its own": (
        _report("x", issue=[{"severity": "error", "code": MARK}]),
        "Parameters.parameter[1].resource.issue[0].code",
    ),
    "another kind of resource": (
        _report("x", resourceType="Patient"),
        "Parameters.parameter[1].resource",
    ),
}


@pytest.mark.parametrize("way", list(WRONG))
def test_what_is_no_report_is_told_where(unregistered: Running, way: str) -> None:
    body, place = WRONG[way]
    told(unregistered.post(PATH, body), 400, place)


def test_nothing_of_a_refused_report_is_logged(unregistered: Running) -> None:
    before = len([each for each in unregistered.logged() if each["event"] == "form"])
    unregistered.post(PATH, json.loads(json.dumps(WRONG["a code of its own"][0])))
    assert len([each for each in unregistered.logged() if each["event"] == "form"]) == before
