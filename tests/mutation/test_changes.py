"""The changes to a policy file: each is one change, what decides is changed, what explains is not."""

import pytest
from tools.mutation.changes import Change, changes

from coverline.document import Entries, Items, Node, Scalar, read_text
from tests.language.example_files import VOCABULARY, policy_text

TREE = read_text(policy_text(), "policy.yaml")
CHANGES = tuple(changes(TREE, VOCABULARY))


def line_of(words: str) -> int:
    """The only line of the example that holds these words."""
    (number,) = (at for at, line in enumerate(policy_text().splitlines(), start=1) if words in line)
    return number


def becomes(words: str) -> set[str]:
    """What the changes on the line with these words make of it."""
    return {each.becomes for each in CHANGES if each.line == line_of(words)}


def differences(one: Node, other: Node) -> int:
    """In how many places two trees differ; a list of another length, or other keys, counts once."""
    match one, other:
        case Scalar(), Scalar():
            return int(one.text != other.text)
        case Items(), Items() if len(one.items) == len(other.items):
            return sum(map(differences, one.items, other.items))
        case Entries(), Entries() if _keys(one) == _keys(other):
            return sum(
                differences(value, changed)
                for (_, value), (_, changed) in zip(one.entries, other.entries, strict=True)
            )
    return 1


def _keys(node: Entries) -> tuple[str, ...]:
    return tuple(key.text for key, _ in node.entries)


def test_each_change_is_one_change_and_no_two_are_the_same() -> None:
    assert [differences(TREE, each.applied(TREE)) for each in CHANGES] == [1] * len(CHANGES)
    applied = [each.applied(TREE) for each in CHANGES]
    assert all(applied.index(each) == at for at, each in enumerate(applied))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("first_day:", {"2020-01-02", "2019-12-31", "open", "not printed"}),
        ("printed_on:", {"2021-06", "2019-06"}),
        ("products: [ppo, hmo]", {"[hmo]", "[ppo]", "[ppo, hmo, medicare]"}),
        ("never_met: {category: none printed", {"not_covered", "not_medically_necessary", "investigational"}),
        ("count: 2", {"3", "1"}),
        ("- {answer: required", {"{setting: outpatient}", "not_required", "always"}),
        (
            "id: sacral, when",
            {"{technique: cement}", "{technique: {one_of: [sacral_cement, stent]}}", "successor"},
        ),
        ("id: seen", {"{imaging: {includes_all_of: [mri, ct]}}", "{imaging: {includes_any_of: [ct]}}"}),
        ("id: high", {"{height: at least one third}", "{height: more than 34 percent}"}),
        ("id: lumbar", {"{region: {one_of: [sacral]}}"}),
        ("id: collapsed", {"{collapse: no}", "earlier-text"}),
        ("NGS: {lcd", {"[L2]", "L2", "L3"}),
        ("ask: stent_counts", {"balloon"}),
        (
            "id: treated,",
            {
                "{treatment_duration: more than 6 weeks}",
                "{treatment_duration: at least 7 weeks}",
                "{treatment_duration: at least 41 days}",
                "{treatment_duration: at least 6 months}",
            },
        ),
        ("needs: {indication: fracture, painful: yes}", {"{indication: fracture}", "{painful: yes}"}),
    ],
)
def test_what_decides_is_changed(words: str, expected: set[str]) -> None:
    assert expected <= becomes(words)


@pytest.mark.parametrize(
    "words", ["title: Cement", "source: ", "use: a listed", "say: ", "label: Cement for"]
)
def test_what_explains_is_left_as_it_is(words: str) -> None:
    lines = [at for at, line in enumerate(policy_text().splitlines(), start=1) if words in line]
    assert lines
    spoken = {line.partition(": ")[2] for at, line in enumerate(policy_text().splitlines(), 1) if at in lines}
    assert not {each.was for each in CHANGES if each.line in lines} & spoken


def test_groups_are_joined_the_other_way() -> None:
    groups = [tuple(_keys(each.node)) for each in CHANGES if isinstance(each.node, Entries)]
    assert ("id", "label", "cite", "all_of") in groups
    assert ("id", "label", "cite", "not") in groups
    assert ("any_of",) in groups


def test_no_id_and_no_citation_is_changed() -> None:
    assert not {
        each.path for each in CHANGES if each.path and _key_at(each) in ("id", "cite", "notes", "why")
    }


def _key_at(change: Change) -> str:
    """The key under which the changed node stands, or nothing in a list."""
    node: Node = TREE
    key = ""
    for at in change.path:
        match node:
            case Items(items):
                key, node = "", items[at]
            case Entries(entries):
                key, node = entries[at][0].text, entries[at][1]
    return key
