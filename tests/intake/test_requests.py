"""What is asked for, and who pays."""

from typing import Any

import pytest

from coverline.model.case import Case
from coverline.model.quantity import year
from tests.fhir.resources import (
    SYSTEMS,
    asked,
    bundle,
    concept,
    condition,
    coverage,
    order,
    organization,
    patient,
)
from tests.fhir.taking import LIBRARY, told

Data = dict[str, Any]


def case(chart: Data) -> Case:
    found = told(chart)
    assert found.case is not None, found.problems
    return found.case


def problems(chart: Data) -> str:
    found = told(chart)
    assert found.case is None
    return "\n".join(map(str, found.problems))


def test_an_order_gives_service_day_and_diagnoses() -> None:
    found = case(
        asked(
            technique="vertebroplasty",
            reasonCode=[concept("ICD-10-CM|M80.08XA"), concept("SNOMED CT|42942008")],
        )
    )
    (service,) = found.services
    assert (service.code, service.technique, service.levels) == ("22511", "vertebroplasty", ("L1",))
    assert (str(found.date_of_service), found.diagnoses) == ("2024-09-10", ("M80.08XA",))
    assert (found.payer, found.product, found.identifier) == (
        "cigna",
        "commercial_ppo",
        "ServiceRequest/order",
    )


@pytest.mark.parametrize(
    "change",
    [{"status": "revoked"}, {"status": "entered-in-error"}, {"intent": "option"}, {"doNotPerform": True},
     {"subject": {"reference": "Patient/x"}}],
)  # fmt: skip
def test_an_order_that_does_not_count_is_told(change: Data) -> None:
    assert "no order that counts: ServiceRequest/order" in problems(asked(**change))


def test_an_order_of_another_field_is_left_for_one_of_this_field() -> None:
    chart = asked(order("CPT|99213", name="visit", on="2024-01-01"))
    assert [each.code for each in case(chart).services] == ["22511"]
    assert [each.code for each in case(asked(code="CPT|99213")).services] == ["99213"]


def test_an_order_without_a_procedure_code() -> None:
    assert "ServiceRequest/order without such a code" in problems(asked(code="SNOMED CT|25267002"))


BILLING = "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-billing-options"


@pytest.mark.parametrize(
    ("own", "options", "code"),
    [
        (["SNOMED CT|392010000"], ["CPT|22511"], "22511"),
        (["SNOMED CT|392010000"], ["CPT|22511", "CPT|99213"], "22511"),  # a policy speaks of one
        (["CPT|22510"], ["CPT|22511"], "22510"),  # what is ordered goes before what may be billed
        (["CPT|22511", "CPT|99213"], [], "22511"),
        (["SNOMED CT|392010000"], ["CPT|22511", "CPT|22510"], None),
        (["CPT|22511", "CPT|22510"], [], None),
    ],
)
def test_the_code_of_an_order_and_those_as_which_it_may_be_billed(
    own: list[str], options: list[str], code: str | None
) -> None:
    billed = [{"url": BILLING, "valueCodeableConcept": concept(each)} for each in options]
    ordered = order() | {"code": {**concept(*own), **({"extension": billed} if billed else {})}}
    chart = bundle(patient(), organization("cigna"), coverage(), ordered)
    if code is None:
        assert "expected one code of CPT, HCPCS or ICD-10-PCS for each order" in problems(chart)
    else:
        assert [each.code for each in case(chart).services] == [code]


def test_a_replaced_order_does_not_count() -> None:
    later = order(
        "CPT|22510", name="later", replaces=[{"reference": "ServiceRequest/order"}], levels=("T12",)
    )
    assert [each.code for each in case(asked(later)).services] == ["22510"]


@pytest.mark.parametrize(
    ("occurrence", "day"),
    [
        ({"occurrenceDateTime": "2024-09"}, "2024-09"),
        ({"occurrencePeriod": {"start": "2024-09-10", "end": "2024-09-10"}}, "2024-09-10"),
        ({"occurrenceTiming": {"event": ["2024-09-10"]}}, "2024-09-10"),
        ({"occurrencePeriod": {"start": "2024-09-10"}}, None),
        ({"occurrencePeriod": {"start": "2024-09-10", "end": "2024-09-12"}}, None),
        ({}, None),
    ],
)
def test_the_day_of_the_service(occurrence: Data, day: str | None) -> None:
    chart = asked(on=None, **occurrence)
    if day is not None:
        assert str(case(chart).date_of_service) == day
    else:
        assert "ServiceRequest/order without the day of the service" in problems(chart)
        assert told(chart, day=year(2024)).case is not None


def test_orders_for_two_days_need_a_choice() -> None:
    chart = asked(order("CPT|22512", "2024-10-01", name="second"))
    assert "orders for different days" in problems(chart)
    chosen = told(chart, only=["ServiceRequest/second"]).case
    assert chosen is not None
    assert [each.code for each in chosen.services] == ["22512"]


def test_an_alternative_that_the_order_leaves_open_stays_open() -> None:
    chart = asked(orderDetail=[concept("Coverline|vertebroplasty"), concept("Coverline|sacroplasty")])
    assert case(chart).services[0].technique is None


@pytest.mark.parametrize(
    ("payer", "named"),
    [
        ({"name": "CIGNA Healthcare"}, "cigna"),
        ({"name": "Other", "alias": ["Florida Blue"]}, "floridablue"),
        ({"identifier": [{"system": "urn:oid:2.16.840.1.113883.6.300", "value": "54291"}]}, "bcbsm"),
        ({"name": "Cigna", "identifier": [{"system": SYSTEMS["Coverline"], "value": "uhcwest"}]}, "uhcwest"),
    ],
)
def test_a_payer_is_known_by_its_identifier_else_by_its_name(payer: Data, named: str) -> None:
    plan = {"resourceType": "Organization", "id": "payer", **payer}
    assert case(bundle(patient(), plan, coverage(), order())).payer == named


def test_a_payer_may_be_named_in_the_coverage_itself() -> None:
    named = coverage() | {"payor": [{"display": "Cigna"}]}
    assert case(bundle(patient(), named, order())).payer == "cigna"


@pytest.mark.parametrize(
    ("coverages", "words"),
    [
        ([], "no Coverage"),
        ([coverage() | {"status": "cancelled"}], "no coverage that counts: Coverage/coverage"),
        ([coverage() | {"beneficiary": {"reference": "Patient/x"}}], "no coverage that counts"),
        ([coverage(period={"end": "2024-09-09"})], "no coverage that counts"),
        ([coverage(period={"start": "2024-09-11"})], "no coverage that counts"),
        (
            [coverage() | {"payor": [{"reference": "Organization/gone"}]}],
            "Organization/gone, which is not there",
        ),
        ([coverage() | {"payor": []}], "Coverage/coverage of no payor"),
        ([coverage() | {"payor": [{"display": "Aetna"}]}], "Coverage/coverage of Aetna; expected a payer"),
        ([coverage(type=concept("payment type|1"))], "a public program"),
        ([coverage(type=concept("payment type|23"))], "a public program"),
    ],
)
def test_a_coverage_that_names_no_payer_is_told(coverages: list[Data], words: str) -> None:
    assert words in problems(bundle(patient(), organization("cigna"), order(), *coverages))


def test_an_unknown_payer_is_told_with_its_place() -> None:
    plan = {"resourceType": "Organization", "id": "payer", "name": "Some Other Plan"}
    said = problems(bundle(patient(), plan, coverage(), order()))
    assert (
        "Coverage/coverage of Organization/payer (Some Other Plan); expected a payer whose identifier" in said
    )


def test_of_two_payers_the_order_or_the_rank_chooses() -> None:
    both = [patient(), organization("cigna"), organization("bcbsma", "second"), order()]
    second = coverage(name="second") | {"payor": [{"reference": "Organization/second"}]}
    assert "coverages of several payers" in problems(bundle(*both, coverage(), second))
    ranked = bundle(*both, coverage() | {"order": 2}, second | {"order": 1})
    assert case(ranked).payer == "bcbsma"
    ranked["entry"][3]["resource"]["insurance"] = [{"reference": "Coverage/coverage"}]
    assert case(ranked).payer == "cigna"


@pytest.mark.parametrize(
    ("code", "product"),
    [
        ("payment type|511", "commercial_hmo"),
        ("payment type|112", "medicare_advantage_ppo"),
        ("HL7 act|HMO", None),
    ],
)
def test_the_product_is_told_only_by_types_that_leave_no_choice(code: str, product: str | None) -> None:
    assert (
        case(bundle(patient(), organization("cigna"), coverage(type=concept(code)), order())).product
        == product
    )


@pytest.mark.parametrize(
    ("addresses", "state"),
    [
        ([{"state": "ma"}], "MA"),
        ([{"state": "MA"}, {"state": "CA", "use": "old"}], "MA"),
        ([{"state": "MA"}, {"state": "CA"}], None),
        ([{"state": "MA"}, {"state": "Bayern"}], None),
        ([{"city": "Boston"}], None),
        ("nowhere", None),
    ],
)
def test_the_state_is_where_the_patient_lives(addresses: object, state: str | None) -> None:
    chart = bundle(patient(address=addresses), organization("cigna"), coverage(), order())
    assert case(chart).state == state


def test_every_problem_is_told_at_once() -> None:
    said = problems(bundle(patient(), order(on=None)))
    assert "without the day" in said
    assert "no Coverage" in said


def test_the_case_is_decided_as_it_stands() -> None:
    fracture = condition("ICD-10-CM|M80.08XA", "fracture", "L1", "2024-08-01")
    answer = LIBRARY.decide(case(asked(fracture)))
    assert answer.outcome.value == "needs_information"
    assert "fracture_date" not in {each.fact for each in answer.missing}
