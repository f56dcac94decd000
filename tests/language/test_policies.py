"""The example policy, part by part, as the model has it."""

from datetime import date

import pytest

from coverline.document import read_text
from coverline.language.policies import check_policy, read_policy
from coverline.model.criteria import Among, AtLeast, Citation, Fixed, NoneOf, NotThis, Test, parts_of, walk
from coverline.model.policy import Authorization, Category, Finding, PolicyVersion
from coverline.model.quantity import month
from coverline.model.truth import Truth
from coverline.problem import Unreadable
from tests.language.example_files import VOCABULARY, expand, policy_text, read


# Read anew in each test, so that a mutated reader meets them.
def _policy() -> PolicyVersion:
    return read(policy_text())


def test_version() -> None:
    version = _policy().version
    assert (version.first_day, version.last_day) == (date(2020, 1, 1), date(2024, 12, 31))
    assert (version.first_day_printed, version.last_day_printed) == (True, True)
    assert (version.printed_on, version.next_review) == (month(2020, 6), None)
    assert version.beforehand is not None
    assert version.beforehand.to == "earlier-text"
    assert version.afterwards is not None
    assert version.afterwards.cite == Citation((4, 4))


@pytest.mark.parametrize(("words", "printed"), [("open", True), ("not printed", False)])
def test_open_and_not_printed_ends_differ_only_in_what_is_printed(words: str, printed: bool) -> None:
    version = read(policy_text().replace("last_day: 2024-12-31", f"last_day: {words}")).version
    assert (version.last_day, version.last_day_printed) == (None, printed)


def test_documents() -> None:
    contractors = _policy().documents["medicare-lcd"].by_contractor
    assert contractors is not None
    assert {name: each.numbers for name, each in contractors.items()} == {"NGS": ("L1", "L2"), "CGS": ("L3",)}
    assert _policy().documents["successor"].by_contractor is None
    assert _policy().documents["state-rules"].cite == Citation(None, "the text names two states")


def test_scope() -> None:
    scope = _policy().scope
    assert (scope.products, scope.states) == (("ppo", "hmo"), frozenset(["MA", "NH"]))
    assert [each.id for each in scope.hands_over] == ["medicare", "elsewhere", "sacral"]
    assert scope.hands_over[0].excepted == {"balloon"}
    assert scope.hands_over[1].when == (Test("state", Among(frozenset(["OH"]))),)
    everywhere = policy_text().replace("states: {one_of: [MA, NH], cite: 11}", "states: all")
    assert read(everywhere).scope.states is None


def test_authorization() -> None:
    table = _policy().prior_authorization
    assert table is not None
    assert table.techniques == {"cement", "balloon", "stent"}
    assert [rule.answer for rule in table.rules] == [Authorization.REQUIRED, Authorization.NOT_REQUIRED]
    start, end = policy_text().index("prior_authorization:"), policy_text().index("positions:")
    silent = policy_text()[:start] + "prior_authorization: not addressed\n" + policy_text()[end:]
    assert read(silent).prior_authorization is None


def test_criteria_keep_their_printed_order() -> None:
    assert " ".join(each.id for each in walk(_policy().positions[0].criteria)) == (
        "cement painful-fracture painful-fracture/indication painful-fracture/painful recent one-way treated "
        "two-studies seen high lumbar exclusions collapsed either preventive no-fracture not-flat flat"
    )


def test_groups() -> None:
    by_id = {each.id: each for each in walk(_policy().positions[0].criteria)}
    body = by_id["two-studies"].body
    assert isinstance(body, AtLeast)
    assert body.count == 2
    assert isinstance(by_id["exclusions"].body, NoneOf)
    assert isinstance(by_id["not-flat"].body, NotThis)
    assert by_id["collapsed"].refer_to == "successor"
    assert by_id["either"].never_decides_alone == "the first criterion asks for a fracture"
    assert by_id["recent"].notes == ("age",)


def test_a_criterion_with_several_needs_has_a_child_for_each() -> None:
    criterion = _policy().positions[0].criteria
    children = parts_of(parts_of(criterion)[0])
    assert [(each.id, each.label) for each in children] == [
        ("painful-fracture/indication", "indication: fracture"),
        ("painful-fracture/painful", "painful"),
    ]
    assert {each.cite for each in children} == {Citation((21, 21))}


def test_positions() -> None:
    cement, balloon = _policy().positions
    assert cement.otherwise.category is Category.INVESTIGATIONAL
    assert [each.category for each in cement.otherwise.exceptions] == [Category.NOT_COVERED]
    assert [each.to for each in cement.otherwise.refer_to] == ["successor"]
    assert (balloon.criteria.body, balloon.otherwise.category) == (Fixed(Truth.NO), None)
    assert _policy().clinician_judges[0].if_yes == "cement"


def test_codes_are_normalized_and_written_out() -> None:
    codes = _policy().codes
    assert [each.codes for each in codes.diagnoses] == [
        ("C412",),
        ("M4850XA", "M4850XD", "M4851XA", "M4851XD"),
        ("M8008XA", "M8008XS"),
    ]
    assert (codes.lists_procedures, codes.lists_diagnoses, codes.none_printed) == (True, True, ("HCPCS",))
    assert codes.procedures[0].exceptions[0].finding is Finding.INVESTIGATIONAL
    assert [(each.printed, each.meant) for each in codes.misprints] == [("D47.29", "D47.Z9"), ("WI40", None)]


def test_a_range_without_sevenths_keeps_every_code() -> None:
    text = policy_text().replace("to: M80.08XS}, sevenths: [A, S],", "to: M80.08XS},")
    assert read(text).codes.diagnoses[2].codes == ("M8008XA", "M8008XD", "M8008XG", "M8008XS")


def test_statements() -> None:
    assert _policy().warnings[0].when == ()
    assert len(_policy().warnings[1].when) == 4
    named = _policy().warnings[1].names_day_when
    assert named is not None
    assert named.fact == "fracture_age"
    assert _policy().documentation[0].supports == ("two-studies", "painful-fracture/painful")
    assert [(each.section, each.on) for each in _policy().statements] == [
        ("history", "2020-01"),
        ("background", None),
    ]
    assert _policy().notes["began"].confirmed is None
    confirmed = _policy().notes["age"].confirmed
    assert confirmed is not None
    assert (confirmed.by, confirmed.on) == ("Dr. A. Name", date(2026, 1, 31))


def test_documentation_that_is_not_printed() -> None:
    start, end = policy_text().index("documentation:"), policy_text().index("definitions:")
    text = policy_text()[:start] + "documentation: none printed\n" + policy_text()[end:]
    assert read(text).documentation == ()


def test_no_problem_and_no_caution() -> None:
    _, problems, cautions = check_policy(read_text(policy_text(), "policy.yaml"), VOCABULARY, expand)
    assert (problems, cautions) == ((), ())


def test_a_policy_without_problems_is_read() -> None:
    assert read_policy(read_text(policy_text(), "policy.yaml"), VOCABULARY, expand) == _policy()


def test_a_broken_policy_is_refused_with_all_its_problems() -> None:
    text = policy_text().replace("payer: plan", "payer: plam").replace("\ntitle:", "\ntitel:")
    with pytest.raises(Unreadable) as caught:
        read_policy(read_text(text, "policy.yaml"), VOCABULARY, expand)
    assert [problem.line for problem in caught.value.problems] == [3, 4, 5]


def test_a_policy_that_is_no_mapping() -> None:
    policy, problems, _ = check_policy(read_text("[policy]", "policy.yaml"), VOCABULARY, expand)
    assert (policy, len(problems)) == (None, 1)


def test_a_state_that_is_served_and_handed_over_has_two_fates() -> None:
    _, problems, _ = check_policy(
        read_text(
            policy_text().replace("{none_of: [MA, NH]}}, to: state", "{none_of: [NH]}}, to: state"),
            "policy.yaml",
        ),
        VOCABULARY,
        expand,
    )
    assert any('the state "MA" is served here and is handed over' in str(each) for each in problems)


def test_a_citation_of_a_part_has_its_reason_beside_it() -> None:
    text = policy_text().replace(
        "products_cite: 10", "products_cite: none\n  products_why: the heading says it"
    )
    assert read(text).scope.products_cite == Citation(None, "the heading says it")


def test_a_clinicians_question_keeps_its_notes() -> None:
    text = policy_text().replace("why: the text is silent}", "why: the text is silent, notes: [began]}")
    assert read(text).clinician_judges[0].notes == ("began",)


def test_every_group_is_read_as_itself() -> None:
    groups = {each.id: type(each.body).__name__ for each in walk(_policy().positions[0].criteria)}
    named = ("cement", "painful-fracture", "one-way", "two-studies", "exclusions", "either", "not-flat")
    assert [groups[name] for name in named] == [
        "AllOf", "AllOf", "AnyOf", "AtLeast", "NoneOf", "AllOf", "NotThis",
    ]  # fmt: skip


def test_positions_keep_their_ids_techniques_and_pointers() -> None:
    cement, balloon = _policy().positions
    assert (cement.id, cement.techniques) == ("cement", ("cement",))
    assert (balloon.id, balloon.techniques) == ("balloon", ("balloon",))
    assert [(each.to, each.when) for each in cement.otherwise.refer_to] == [
        ("successor", (Test("region", Among(frozenset({"sacral"}))),))
    ]


def test_documents_to_send_keep_their_parts() -> None:
    assert _policy().documentation[0].includes == ("images",)


def refusal(*edits: tuple[str, str]) -> list[str]:
    text = policy_text()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(Unreadable) as refused:
        read_policy(read_text(text, "policy.yaml"), VOCABULARY, expand)
    return [str(each) for each in refused.value.problems]


def test_nothing_decides_with_a_draft() -> None:
    title, label = (
        ("title: Cement and balloons", "title: todo"),
        ("label: A painful fracture", 'label: "todo: l. 2"'),
    )
    expected = "expected a finished policy: nothing decides with a draft; coverline check lists them"
    assert refusal(title) == [f"policy.yaml: found 1 todo; {expected}"]
    assert refusal(title, label) == [f"policy.yaml: found 2 todos; {expected}"]
    wrong = refusal(title, ("payer: plan", "payer: plane"))
    assert wrong[0].startswith('policy.yaml:5:8: found "plane"')
    assert wrong[1:] == [f"policy.yaml: found 1 todo; {expected}"]
