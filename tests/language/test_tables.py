"""Case tables: each row is a whole case with what is expected of its answer."""

import pytest

from coverline.document import read_text
from coverline.language.tables import CaseRow, CaseTable, read_tables
from coverline.model.case import Known
from coverline.model.determination import Action, Outcome
from coverline.model.policy import Authorization, Category, Finding
from coverline.model.quantity import Duration, Unit
from coverline.problem import Unreadable
from tests.language.example_files import VOCABULARY, policy_text


# Read anew in each test, so that a mutated reader meets them.
@pytest.fixture
def tables() -> tuple[CaseTable, ...]:
    return read_tables(read_text(policy_text(), "policy.yaml"), VOCABULARY)


def test_the_typical_case_is_the_first_row(tables) -> None:
    usual, days, *_ = tables[0].rows
    assert (usual.id, usual.expects.outcome, usual.case.payer) == ("usual", Outcome.MET, "plan")
    assert usual.case.services[0].levels == ("L1",)
    assert usual.case.state == "MA"
    assert policy_text().splitlines()[days.line - 1].lstrip().startswith("- {id: 41-days")


def test_a_row_changes_what_it_names(tables) -> None:
    usual, days, _, codes = tables[0].rows
    changed = {
        "treatment_duration": Known("treatment_duration", Duration(41, Unit.DAYS)),
        "imaging": Known("imaging", frozenset()),
    }
    assert days.case.facts == {**usual.case.facts, **changed}
    assert codes.case.services[0].code == "0200T"
    assert codes.case.diagnoses == ("C41.2", "Z00")


def test_not_documented_takes_a_value_away(tables) -> None:
    usual, _, silent, _ = tables[0].rows
    assert silent.case.product is None
    assert set(usual.case.facts) - set(silent.case.facts) == {"painful"}


def test_expectations(tables) -> None:
    days, silent, codes = (row.expects for row in tables[0].rows[1:])
    assert (days.because, days.category, days.action) == (
        ("one-way",), Category.INVESTIGATIONAL, Action.CLINICAL_REVIEW,
    )  # fmt: skip
    assert (silent.asks, silent.never_asks, silent.assumes, silent.warns) == (
        ("painful",), ("product",), ("product",), ("always-so",),
    )  # fmt: skip
    assert codes.codes == (("0200T", (Finding.INVESTIGATIONAL,)), ("C412", (Finding.LISTED,)), ("Z00", ()))
    assert (codes.prior_authorization, codes.warns) == (Authorization.NOT_REQUIRED, None)


def test_no_category_and_no_referral_can_be_expected(tables) -> None:
    (row,) = tables[1].rows
    assert isinstance(row, CaseRow)
    assert (row.expects.category, row.expects.refers_to) == ("none printed", ())


def test_a_file_that_is_no_policy() -> None:
    with pytest.raises(Unreadable):
        read_tables(read_text("[a]", "policy.yaml"), VOCABULARY)
