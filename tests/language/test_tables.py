"""Case tables: each row is a whole case with what is expected of its answer."""

import pytest

from coverline.document import read_text
from coverline.language.tables import CaseRow, read_tables
from coverline.model.case import Known
from coverline.model.determination import Action, Outcome
from coverline.model.policy import Authorization, Category, Finding
from coverline.model.quantity import Duration, Unit
from coverline.problem import Unreadable
from tests.language.example_files import VOCABULARY, policy_text

TABLES = read_tables(read_text(policy_text(), "policy.yaml"), VOCABULARY)
USUAL, DAYS, SILENT, CODES = TABLES[0].rows


def test_the_typical_case_is_the_first_row() -> None:
    assert (USUAL.id, USUAL.expects.outcome, USUAL.case.payer) == ("usual", Outcome.MET, "plan")
    assert USUAL.case.services[0].levels == ("L1",)
    assert USUAL.case.state == "MA"
    assert policy_text().splitlines()[DAYS.line - 1].lstrip().startswith("- {id: 41-days")


def test_a_row_changes_what_it_names() -> None:
    changed = {
        "treatment_duration": Known("treatment_duration", Duration(41, Unit.DAYS)),
        "imaging": Known("imaging", frozenset()),
    }
    assert DAYS.case.facts == {**USUAL.case.facts, **changed}
    assert CODES.case.services[0].code == "0200T"
    assert CODES.case.diagnoses == ("C41.2", "Z00")


def test_not_documented_takes_a_value_away() -> None:
    assert SILENT.case.product is None
    assert set(USUAL.case.facts) - set(SILENT.case.facts) == {"painful"}


def test_expectations() -> None:
    days, silent, codes = DAYS.expects, SILENT.expects, CODES.expects
    assert (days.because, days.category, days.action) == (
        ("one-way",), Category.INVESTIGATIONAL, Action.CLINICAL_REVIEW,
    )  # fmt: skip
    assert (silent.asks, silent.never_asks, silent.assumes, silent.warns) == (
        ("painful",), ("product",), ("product",), ("always-so",),
    )  # fmt: skip
    assert codes.codes == (("0200T", (Finding.INVESTIGATIONAL,)), ("C412", (Finding.LISTED,)), ("Z00", ()))
    assert (codes.prior_authorization, codes.warns) == (Authorization.NOT_REQUIRED, None)


def test_no_category_and_no_referral_can_be_expected() -> None:
    (row,) = TABLES[1].rows
    assert isinstance(row, CaseRow)
    assert (row.expects.category, row.expects.refers_to) == ("none printed", ())


def test_a_file_that_is_no_policy() -> None:
    with pytest.raises(Unreadable):
        read_tables(read_text("[a]", "policy.yaml"), VOCABULARY)
