"""The form of codes."""

import pytest

from coverline.codesets.form import normalize, system_of_procedure


@pytest.mark.parametrize(
    ("code", "normalized"),
    [("m80.08xa", "M8008XA"), (" 22511\n", "22511"), ("0200t", "0200T"), ("M80 08XA", "M80 08XA"), ("", "")],
)
def test_a_code_is_compared_without_case_or_dots(code: str, normalized: str) -> None:
    assert normalize(code) == normalized


@pytest.mark.parametrize(
    ("code", "system"),
    [
        ("22511", "CPT"),
        ("00100", "CPT"),
        ("0200T", "CPT"),
        ("1234F", "CPT"),
        ("0001U", "CPT"),
        ("C7504", "HCPCS"),
        ("A0001", "HCPCS"),
        ("V2020", "HCPCS"),
        ("0PU33JZ", "ICD-10-PCS"),
        ("2251100", "ICD-10-PCS"),
        ("0PU3IJZ", None),
        ("0PU3OJZ", None),
        ("W0001", None),
        ("0200X", None),
        ("2251", None),
        ("225111", None),
        ("22511\n", None),
        ("\u0662\u0662511", None),
        ("", None),
    ],
)
def test_the_form_tells_the_system(code: str, system: str | None) -> None:
    assert system_of_procedure(code) == system
