"""Words, amounts, techniques and facts that drafts are made of."""

import pytest

from coverline.drafting.document import Statement
from coverline.drafting.draft_amounts import durations, shares
from coverline.drafting.draft_facts import Suggestions
from coverline.drafting.draft_verdicts import Verdict, ruling, techniques_in
from coverline.drafting.draft_words import stem, stems, without_asides
from coverline.library import Library
from coverline.model.policy import Category

VOCABULARY = Library.load().vocabulary
SUGGESTIONS = Suggestions(VOCABULARY)


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("healed healing heals", "heal"),
        ("hospitalized hospitalization", "hospit"),
        ("metastasis metastatic", "metast"),
        ("sacrum sacral", "sacr"),
        ("vertebra vertebral vertebrae", "verteb"),
        ("fails failed failing", "fail"),
    ],
)
def test_forms_of_a_word_have_one_stem(words: str, one: str) -> None:
    assert {stem(each) for each in words.split()} == {one}


def test_words_for_the_same_thing_are_one() -> None:
    assert stems("conservative therapy") == stems("conservative treatment")
    assert stems("non-healing") == stems("nonhealing")


def test_examples_are_left_out() -> None:
    assert without_asides("treatment (e.g., rest) of, but not limited to, pain").split() == [
        "treatment", "of,", ",", "pain"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("for at least 6 weeks", ["at least 6 weeks"]),
        ("less than six weeks in duration", ["less than 6 weeks"]),
        ("within 4 months of onset", ["at most 4 months"]),
        ("(i.e., < 3 months)", ["less than 3 months"]),
        ("no more than 12 weeks old", ["at most 12 weeks"]),
        ("for two weeks or more", ["at least 2 weeks"]),
        ("a 6-week trial", ["at least 6 weeks"]),
        ("more than 1 year, or over 90 days", ["more than 1 year", "more than 90 days"]),
        ("L1 weeks", []),
        ("6 studies", []),
    ],
)
def test_durations_in_the_words_of_the_language(text: str, said: list[str]) -> None:
    assert list(durations(text)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("less than one-third of its height", ["less than one third"]),
        ("at least 50% is left", ["at least 50 percent"]),
        ("33 percent or more", ["at least 33 percent"]),
        ("in 30 patients", []),
    ],
)
def test_shares_in_the_words_of_the_language(text: str, said: list[str]) -> None:
    assert list(shares(text)) == said


@pytest.mark.parametrize(
    ("text", "techniques"),
    [
        ("Percutaneous vertebroplasty", ("vertebroplasty",)),
        ("vertebroplasty and kyphoplasty", ("vertebroplasty", "any_kyphoplasty")),
        ("Balloon kyphoplasty", ("balloon_kyphoplasty",)),
        ("mechanical vertebral augmentation", ("mechanical_augmentation",)),
        ("injection of the knee", ()),
    ],
)
def test_techniques_by_their_words(text: str, techniques: tuple[str, ...]) -> None:
    assert techniques_in(text, VOCABULARY) == techniques


def said(text: str) -> dict[str, tuple[str, bool]]:
    return {each.fact: (each.test, each.sure) for each in SUGGESTIONS.on(text)}


def test_all_words_of_a_name_are_sure_and_some_are_not() -> None:
    found = said("Compression of the spinal cord as confirmed by CT")
    assert found["spinal_cord_compression"] == ("yes", True)
    assert found["imaging"] == ("{includes_any_of: [ct]}", False)


def test_a_value_of_a_choice() -> None:
    assert said("multiple myeloma of the spine")["indication"] == ("multiple_myeloma", True)
    both = said("from multiple myeloma or an osteoporotic fracture")["indication"]
    assert both == ("{one_of: [osteoporotic_fracture, multiple_myeloma]}", True)


def test_what_stands_for_the_rest_gives_way() -> None:
    assert said("osteolytic metastasis")["indication"] == ("osteolytic_metastasis", True)


def test_a_word_behind_a_prefix_that_denies_it() -> None:
    assert said("asymptomatic fractures")["symptomatic"] == ("no", True)


def test_what_follows_from_another_fact_is_not_proposed() -> None:
    found = said("failed to respond to conservative treatment")
    assert found["conservative_treatment_failed"] == ("yes", True)
    assert "responding_to_conservative_treatment" not in found


def test_a_duration_is_that_of_the_fact_of_which_most_is_said() -> None:
    found = said("a fracture with conservative treatment for at least 6 weeks")
    assert found["conservative_treatment_duration"] == ("at least 6 weeks", True)
    assert found["fracture_age"] == ("at least 6 weeks", False)


def test_a_duration_of_two_facts_alike_is_that_of_neither() -> None:
    found = said("pain from a fracture for at least 6 weeks")
    assert (found["pain_duration"][1], found["fracture_age"][1]) == (False, False)


def test_words_that_say_nothing_of_a_patient() -> None:
    assert said("see the handbook") == {}


@pytest.mark.parametrize(
    ("text", "verdict", "category"),
    [
        ("Sacroplasty is medically necessary.", Verdict.FOR, None),
        ("Sacroplasty is not medically necessary.", Verdict.AGAINST, Category.NOT_MEDICALLY_NECESSARY),
        ("Sacroplasty is unproven and not considered medically necessary.",
         Verdict.AGAINST, Category.NOT_MEDICALLY_NECESSARY),
        ("Sacroplasty is experimental.", Verdict.AGAINST, Category.INVESTIGATIONAL),
        ("Sacroplasty will not be covered.", Verdict.AGAINST, Category.NOT_COVERED),
        ("And when the pain is severe:", Verdict.GOES_ON, None),
    ],
)  # fmt: skip
def test_what_a_statement_says(text: str, verdict: Verdict, category: Category | None) -> None:
    found = ruling(Statement(text, (1, 1), ""), "", VOCABULARY)
    assert found is not None
    assert (found.verdict, found.category) == (verdict, category)


@pytest.mark.parametrize(
    "text",
    [
        "Codes 0200T and 0201T are among those that are all considered not medically necessary.",
        "Medical necessity is decided by a nurse.",
    ],
)
def test_what_is_about_something_else(text: str) -> None:
    assert ruling(Statement(text, (1, 1), ""), "", VOCABULARY) is None
