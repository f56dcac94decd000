"""What becomes of a change: the same policy, refused, caught by a row, or none of these."""

import json

import pytest
from tools.mutation import content
from tools.mutation.changes import Change
from tools.mutation.trial import Trial, Verdict, trial

from coverline.library import Library


@pytest.fixture(scope="module")
def michigan() -> Trial:
    """The shortest of the shipped policies."""
    return trial(Library.load(), "bcbsm-sacral-augmentation")


def verdict(tried: Trial, was: str, becomes: str) -> Verdict:
    (change,) = (each for each in tried.changes if (each.was, each.becomes) == (was, becomes))
    return tried.verdict(change)


def test_a_change_is_caught_refused_or_survives(michigan) -> None:
    assert verdict(michigan, "not_covered", "investigational") is Verdict.FAILED
    assert (
        verdict(michigan, "{product: medicare_complementary}", "{product: commercial_hmo}") is Verdict.REFUSED
    )
    assert verdict(michigan, "2024", "2025") is Verdict.SURVIVED
    spelled = "{technique: {one_of: [any_kyphoplasty, balloon_kyphoplasty]}}"
    assert verdict(michigan, "{technique: any_kyphoplasty}", spelled) is Verdict.SAME


def test_a_caution_of_the_checker_refuses_too() -> None:
    massachusetts = trial(Library.load(), "bcbsma-484")
    longer = [each for each in massachusetts.changes if each.becomes == "[A, D, G, S, K]"]
    assert {massachusetts.verdict(each) for each in longer} == {Verdict.REFUSED}


def test_the_unchanged_file_is_the_same_policy(michigan) -> None:
    assert michigan.verdict(Change((), michigan.tree, 1, "", "")) is Verdict.SAME


def test_the_row_that_caught_a_change_is_tried_first_next_time(michigan) -> None:
    before = {row.id + row.rows[0].id for row in michigan.rows}
    assert verdict(michigan, "not_covered", "investigational") is Verdict.FAILED
    first = michigan.rows[0]
    assert verdict(michigan, "not_covered", "investigational") is Verdict.FAILED
    assert michigan.rows[0] is first
    assert {row.id + row.rows[0].id for row in michigan.rows} == before


@pytest.mark.parametrize("as_json", [False, True])
def test_the_report_counts_and_lists_the_survivors(michigan, as_json, capsys, monkeypatch) -> None:
    monkeypatch.setitem(content.TRIALS, michigan.policy.id, michigan)
    found = dict.fromkeys(range(len(michigan.changes)), Verdict.FAILED) | {0: Verdict.SURVIVED}
    content.report(michigan.policy.id, found, as_json)
    out, first = capsys.readouterr().out, michigan.changes[0]
    if as_json:
        (survivor,) = json.loads(out)["survivors"]
        assert survivor == {
            "file": "policies/bcbsm-sacral-augmentation/2024-01-01.yaml",
            "line": first.line,
            "was": first.was,
            "becomes": first.becomes,
        }
        return
    assert f"2024-01-01.yaml:{first.line}: {first.was}\n    becomes {first.becomes}\n" in out
    assert f"{len(michigan.changes)} changes" in out
    assert "1 survived" in out


def test_every_change_is_tried_once_in_two_processes(michigan, monkeypatch) -> None:
    few = trial(michigan.library, michigan.policy.id)
    few.changes = michigan.changes[:20]
    monkeypatch.setitem(content.TRIALS, few.policy.id, few)
    found = list(content.verdicts((few.policy.id,)))
    assert [number for _, number, _ in found] == list(range(20))
    assert {each for _, _, each in found} <= set(Verdict)
