"""Drafts of documents made of many kinds of lines: what always holds, and what passages become."""

from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from coverline.codesets import icd10cm
from coverline.document import Entries, Items, Node, Scalar, read_text
from coverline.drafting.draft import draft
from coverline.drafting.extract import Extract
from coverline.drafting.reading import found_in, read_document
from coverline.language.formatter import format_policy
from coverline.language.policies import check_policy
from coverline.language.words import Place, read_test
from coverline.library import Library
from coverline.problem import Todo, Unreadable
from tests.content.own_words import borrowed, runs_of

VOCABULARY = Library.load().vocabulary
OWN = Path(__file__).parent / "documents"
STATEMENTS = (
    "Vertebroplasty is considered medically necessary when ALL of the following are met:",
    "Kyphoplasty may be covered for any of the following:",
    "Balloon kyphoplasty is medically necessary for the treatment of a painful osteoporotic fracture.",
    "Sacroplasty is investigational for all indications.",
    "Vertebroplasty is not medically necessary for all other indications.",
    "Both are not covered in any of these situations:",
    "The procedure is medically necessary for severe pain from multiple myeloma.",
    "And when the following are not present:",
    "The following were tried without success, including but not limited to:",
    "At least two of the following were done:",
)
ENTRIES = (
    "- Severe pain from an osteolytic metastasis, or",
    "- A symptomatic fracture that is less than 6 weeks old, and",
    "  - conservative treatment has failed for at least six weeks",
    "  - imaging shows a recent fracture",
    "1. No compression of the spinal cord; and",
    "2. ONE of the following:",
    "   a. the fracture led to hospitalization, or",
    "   b. the pain prevents ambulation",
    "- less than one-third of the original height",
)
OTHERS = (
    "",
    "COVERAGE",
    "Definitions",
    "Policy History",
    "Effective Date: 03/01/2025",
    "Next Review: 11/2025",
    "Policy Number: 12-34",
    "CPT Codes",
    "22510\tof the neck",
    "22511*\tof the lower back",
    "ICD-10-CM Codes",
    "C90.00 - C90.02\tmyeloma",
    "M80.O8XA\tfracture",
    "Prior authorization is required for commercial HMO members.",
    "Medicare members: see LCD L33569.",
    "and",
    "Nothing of note stands here: #, \"quoted\", {braced}, 'odd' & so on.",
)
DOCUMENTS = st.lists(st.sampled_from((*STATEMENTS, *ENTRIES, *OTHERS)), max_size=40)


def drafted(lines: list[str]) -> str:
    return draft(found_in(Path("new.txt"), Extract(tuple(lines))), "cigna", "new-1", VOCABULARY)


def proposals(node: Node) -> list[tuple[Scalar, Scalar]]:
    """Every fact with the test that is proposed for it."""
    if isinstance(node, Scalar):
        return []
    if isinstance(node, Items):
        return [each for item in node.items for each in proposals(item)]
    found = []
    for key, value in node.entries:
        if key.text in ("needs", "present_when") and isinstance(value, Entries):
            found += [(fact, test) for fact, test in value.entries if isinstance(test, Scalar)]
        else:
            found += proposals(value)
    return found


@given(DOCUMENTS)
def test_a_draft_has_nothing_wrong_but_its_todos(lines: list[str]) -> None:
    """And it is tidy, has no sentence of its document, and proposes tests that the language can read."""
    try:
        text = drafted(lines)
    except Unreadable as refused:
        event(refused.problems[0].found)
        return
    node = read_text(text, "draft.yaml")
    policy, problems, _ = check_policy(node, VOCABULARY, icd10cm.between)
    assert policy is None
    assert [each for each in problems if not isinstance(each, Todo)] == []
    assert format_policy(text) == text
    assert borrowed(text, runs_of(["\n".join(lines)])) == []
    for fact, test in proposals(node):
        read_test(fact, proposed(test), Place.CRITERION, VOCABULARY)


def proposed(test: Scalar) -> Node:
    """What a todo proposes, as it stands once the todo is taken away."""
    said = test.text.removeprefix("todo: ").removeprefix("perhaps ")
    node = read_text(f"test: {said}", "proposed")
    assert isinstance(node, Entries)
    return node.entries[0][1]


def position(*lines: str) -> str:
    """The first position of a draft of these lines."""
    text = drafted(list(lines))
    return text[text.index("positions:") : text.index("\ncodes:")]


def test_a_list_says_how_it_is_joined() -> None:
    for lead, join in (
        ("when ALL of the following are met:", "all_of"),
        ("when any of the following criteria is met:", "any_of"),
        ("for the following indications:", "any_of"),
        ("for the treatment of:", "any_of"),
    ):
        found = position(f"Sacroplasty is covered {lead}", "- severe pain", "- no healed fracture")
        assert f"met_when:\n      {join}:" in found, lead
        assert "or is one enough" not in found


def test_the_words_at_the_ends_of_entries_join_them_too() -> None:
    assert "any_of:" in position("Sacroplasty is covered if:", "- severe pain, or", "- a healed fracture")
    assert "all_of:" in position("Sacroplasty is covered if:", "- severe pain; AND", "- a healed fracture")


def test_a_list_that_does_not_say_is_doubted() -> None:
    found = position("Sacroplasty is covered if:", "- severe pain", "- a healed fracture")
    assert 'label: "todo: lines 1-3; all of them, or is one enough"' in found


def test_so_many_of_a_list() -> None:
    entries = ("- severe pain", "- a healed fracture", "- pain that prevents ambulation")
    found = position("Sacroplasty is covered if at least two of these are present:", *entries)
    assert "at_least:" in found
    assert "count: 2" in found


def test_what_must_be_absent() -> None:
    found = position(
        "Sacroplasty is covered if:",
        "- severe pain",
        "- debilitating pain",
        "",
        "The following are not present:",
        "- spinal cord compression",
        "- a healed fracture",
    )
    assert "none_of:" in found
    assert found.count("present_when:") == 2
    assert 'spinal_cord_compression: "todo: yes"' in found


def test_a_denied_fact_is_proposed_as_no_in_its_own_clause_only() -> None:
    found = position(
        "Sacroplasty is medically necessary when treatment has failed, and the fracture has not healed."
    )
    assert 'fracture_healed: "todo: no"' in found
    assert 'conservative_treatment_failed: "todo: perhaps yes"' in found


def test_examples_are_no_criteria() -> None:
    lines = (
        "Sacroplasty is covered if:",
        "- severe pain",
        "- treatment that failed, including:",
        "  - rest",
        "  - braces",
    )
    assert "rest" not in position(*lines)
    assert position(*lines).count("cite:") == position(*lines[:3]).count("cite:")


def test_what_is_never_met() -> None:
    found = position("Sacroplasty is experimental for all uses.")
    assert "never_met: {category: investigational, cite: 1}" in found


def test_a_service_of_no_technique_is_asked_for() -> None:
    found = position(
        "The implant is covered if all of these are met:", "- severe pain", "- a healed fracture"
    )
    assert 'for: "todo: which techniques"' in found


def test_lines_that_no_criterion_is_drafted_from_are_left_to_do() -> None:
    found = position(
        "Sacroplasty is covered if all of these are met:",
        "- severe pain",
        "- a healed fracture",
        "",
        "A letter of the surgeon",
        "",
        "Sacroplasty is not covered for any other reason.",
    )
    assert '- "todo: no criterion is drafted from line 5"' in found


def test_a_statement_that_fits_nowhere_is_named() -> None:
    text = drafted(["Sacroplasty is not covered.", "", "Medical necessity is reviewed by a nurse."])
    assert "# Not drafted, though it speaks of coverage: line 3.\n" in text


def test_a_document_without_a_statement_is_refused() -> None:
    with pytest.raises(Unreadable, match="found no criteria; expected a statement of coverage"):
        draft(read_document(OWN / "checklist.txt"), "cigna", "new-1", VOCABULARY)


def test_what_was_not_found_is_not_said_to_be_absent() -> None:
    text = drafted(["Sacroplasty is not covered."])
    for words in ("not printed", "none printed", "not addressed"):
        assert f'"todo: {words}"' in text
        assert f": {words}\n" not in text


def test_dates_are_those_of_the_edition() -> None:
    text = drafted(
        [
            "Effective Date: 06/15/2024",
            "Next Review Date: 06/15/2025",
            "Retired 11/01/2024",
            "",
            "Sacroplasty is not covered.",
        ]
    )
    assert "printed_on: 2024-06-15\n  next_review: 2025-06-15\n  cite: 1-2\n" in text
    assert 'first_day: "todo: perhaps 2024-06-15 (effective, line 1)"' in text
    assert 'last_day: "todo: perhaps 2024-10-31 or 2024-11-01 (line 3)"' in text


def test_plans_and_determinations_are_pointed_to() -> None:
    text = drafted(
        [
            "Commercial PPO members.",
            "Medicare Advantage: see LCD L33569.",
            "Precertification is required.",
            "",
            "Sacroplasty is not covered.",
        ]
    )
    assert 'products: "todo: perhaps [commercial_ppo]"' in text
    assert 'products_cite: "todo: 1"' in text
    assert "perhaps LCD L33569 (line 2), Medicare or federal plans (line 2)" in text
    assert 'prior_authorization: "todo: techniques and rules; see line 3"' in text


def test_codes_are_listed_with_what_their_table_says() -> None:
    text = drafted(
        [
            "Sacroplasty is not covered.",
            "",
            "Experimental CPT Codes",
            "",
            "0200T\tone side",
            "",
            "ICD-10-CM Codes",
            "",
            "C90.00 - C90.02\tmyeloma",
            "M80.O8XA\tfracture",
        ]
    )
    assert "{codes: [0200T], finding: investigational, cite: 5}" in text
    assert (
        "{range: {from: C90.00, to: C90.02}, finding: listed, cite: 9, printed_as: C90.00 - C90.02}" in text
    )
    assert '{printed: M80.O8XA, meant: "todo: perhaps M80.08XA", cite: 10}' in text


def test_a_code_with_a_mark_is_doubted() -> None:
    text = drafted(["Sacroplasty is not covered.", "", "CPT Codes", "", "22511*\tof the lower back"])
    assert 'finding: "todo: perhaps listed; a mark stands beside it, which may say otherwise"' in text


def test_a_finding_is_doubted_where_only_other_words_tell_it() -> None:
    coded = ("", "CPT Codes", "", "22511\tof the lower back")
    above = drafted(["Sacroplasty is investigational.", *coded])
    assert 'finding: "todo: perhaps investigational; see the lines above"' in above
    beside = drafted(["Sacroplasty is medically necessary.", *coded[:3], "0200T\tnot covered"])
    assert 'finding: "todo: perhaps not_listed; it is called not covered"' in beside


def test_nothing_that_is_refused_is_lost() -> None:
    found = position(
        "Kyphoplasty is medically necessary for severe pain.",
        "",
        "Kyphoplasty is investigational for a hemangioma.",
        "",
        "Kyphoplasty is not medically necessary for any other reason.",
    )
    assert "not:\n" in found
    assert "hemangioma" in found
    assert "otherwise: {category: not_medically_necessary, cite: 5}" in found


def test_a_refusal_of_one_thing_does_not_name_the_rest() -> None:
    found = position(
        "Kyphoplasty is medically necessary for severe pain.",
        "",
        "Kyphoplasty is investigational for a hemangioma.",
    )
    assert 'otherwise: {category: "todo: perhaps investigational", cite: 3}' in found


def test_a_refusal_of_the_rest_is_that_of_every_position() -> None:
    found = position(
        "Kyphoplasty is medically necessary for severe pain.",
        "",
        "Vertebroplasty is medically necessary for severe pain.",
        "",
        "All other indications are investigational.",
    )
    assert found.count("otherwise: {category: investigational, cite: 5}") == 2


def test_or_joins_what_goes_on_to_what_was_said() -> None:
    found = position(
        "Kyphoplasty is covered for:",
        "- severe pain",
        "- a healed fracture",
        "",
        "Or for any of the following:",
        "- pregnancy",
        "- multiple myeloma",
    )
    assert "    met_when:\n      any_of:\n        - id: lines-2-3\n" in found
    assert "        - id: lines-6-7\n" in found


def test_a_service_refused_in_some_situations_is_not_surely_never_met() -> None:
    found = position("Sacroplasty is not covered in these situations:", "- a healed fracture", "- pregnancy")
    assert 'never_met: {category: "todo: perhaps not_covered", cite: 1-3}' in found


def test_words_above_a_list_are_a_criterion_where_they_say_something() -> None:
    entries = ("- severe pain", "- a healed fracture")
    lead = "Sacroplasty is covered after a letter of the surgeon, and all of these are met:"
    assert 'label: "todo: line 1"' in position(lead, *entries)
    assert 'label: "todo: line 1"' not in position(
        "Sacroplasty is covered if all of these are met:", *entries
    )
