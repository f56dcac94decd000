"""What a policy thinks of a code by itself: systems told apart, and every kind of finding."""

from dataclasses import replace

import pytest

from coverline.decide.codes import CodeLists
from coverline.decide.listing import Listing, identified, listings
from coverline.model.policy import Finding
from tests.decide.test_determinations import LIBRARY

LISTS = {name: LIBRARY.plan(name).of(versions[-1]).lists for name, versions in LIBRARY.policies.items()}


@pytest.mark.parametrize(
    ("text", "code", "system"),
    [
        ("22513", "22513", "CPT"),
        ("0200t", "0200T", "CPT"),
        ("27447", "27447", "CPT"),
        ("c7504", "C7504", "HCPCS"),
        ("S2360", "S2360", "HCPCS"),
        ("L0450", "L0450", "HCPCS"),
        ("0qu03jz", "0QU03JZ", "ICD-10-PCS"),
        ("B020ZZZ", "B020ZZZ", "ICD-10-PCS"),
        ("m80.08xa", "M8008XA", "ICD-10-CM"),
        ("M8008XA", "M8008XA", "ICD-10-CM"),
        (" C79.51 ", "C7951", "ICD-10-CM"),
        # No such code, and the form fits another system, too: section M is none of ICD-10-PCS.
        ("M8008XZ", "M8008XZ", "ICD-10-CM"),
        # The dot alone tells it from HCPCS.
        ("S99.99", "S9999", "ICD-10-CM"),
        ("S9999", "S9999", "HCPCS"),
        ("Z9", None, None),
        ("M8", None, None),
        ("", None, None),
        ("knee", None, None),
        ("225133", None, None),
        ("٢٢٥١٣", None, None),
    ],
)
def test_the_system_of_a_code(text: str, code: str | None, system: str | None) -> None:
    found = identified(text, LIBRARY.procedure_codes, LISTS.values())
    assert (found and found.code, found and found.system) == (code, system)


@pytest.mark.parametrize("printed", ["D47.29", "WI40.50XA", "M-0.00XD", "101-0.0070"])
def test_a_misprint_is_known_in_the_form_in_which_it_is_printed(printed: str) -> None:
    found = identified(printed.lower(), LIBRARY.procedure_codes, LISTS.values())
    assert found is not None
    assert (found.printed, found.system) == (printed, "ICD-10-CM")


def of(code: str, policy: str) -> tuple[Listing, ...]:
    found = identified(code, LIBRARY.procedure_codes, LISTS.values())
    assert found is not None
    return listings(found, LISTS[policy])


@pytest.mark.parametrize(
    ("code", "policy", "finding", "lines"),
    [
        ("22513", "cigna-0040", Finding.LISTED, (520, 520)),
        ("22513", "bcbsma-484", Finding.NOT_LISTED, (85, 91)),
        ("0200T", "bcbsm-sacral-augmentation", Finding.INVESTIGATIONAL, (56, 56)),
        ("0QU04JZ", "bcbsma-484", Finding.LISTED, (121, 121)),
        ("M80.08XA", "bcbsma-484", Finding.LISTED, (187, 192)),
        ("C90.01", "floridablue-02-20000-18", Finding.LISTED, (76, 76)),
        ("S32.010A", "floridablue-02-20000-18", Finding.NOT_LISTED, (72, 72)),
        ("M80.08XA", "cigna-0040", None, (508, 513)),
        ("M80.08XZ", "cigna-0040", Finding.INVALID, None),
        ("D47.29", "bcbsma-484", Finding.INVALID, (139, 139)),
    ],
)
def test_one_finding(code: str, policy: str, finding: Finding | None, lines: tuple[int, int] | None) -> None:
    (found,) = of(code, policy)
    assert (found.finding, found.cite.lines if found.cite else None) == (finding, lines)
    assert found.note


def test_a_misprint_names_the_code_that_was_meant_where_it_is_printed() -> None:
    (printed,) = of("D47.29", "bcbsma-484")
    (elsewhere,) = of("D47.29", "floridablue-02-20000-18")
    assert "D47.Z9" in printed.note
    assert "D47.Z9" not in elsewhere.note


def test_a_printed_range_is_named_as_it_is_printed() -> None:
    (found,) = of("C79.52", "floridablue-02-20000-18")
    assert "C79.51 \u2013 C79.52" in found.note


def test_an_incomplete_code_counts_the_listed_codes_below_it() -> None:
    (found,) = of("M80.08", "bcbsma-484")
    assert found.finding is Finding.NOT_LISTED
    assert "6 codes below" in found.note


def test_a_deleted_code_is_in_no_list_and_in_force_no_more() -> None:
    assert [each.finding for each in of("22520", "cigna-0040")] == [Finding.NOT_LISTED, Finding.NOT_IN_FORCE]
    assert "2014-12-31" in of("22520", "cigna-0040")[1].note


def test_the_exceptions_of_a_code_stay_with_it() -> None:
    (found,) = of("22899", "cigna-0040")
    assert (found.finding, [each.finding for each in found.exceptions]) == (
        Finding.NOT_LISTED,
        [Finding.LISTED],
    )


def test_a_policy_without_procedure_codes_has_no_finding_on_one() -> None:
    policy = LIBRARY.version("cigna-0040")
    silent = replace(policy, codes=replace(policy.codes, procedures=(), lists_procedures=False))
    found = identified("22513", LIBRARY.procedure_codes, ())
    assert found is not None
    (listing,) = listings(found, CodeLists.of(silent))
    assert (listing.finding, listing.note) == (None, "prints no procedure codes")
