"""The form of a code: how it is spelled for comparison, and what system its characters belong to."""

import re

# Category I is five digits; categories II (F) and III (T), administration (A), multianalyte (M) and
# proprietary (U) codes end in a letter.
_CPT = re.compile(r"[0-9]{4}[0-9AFMTU]")
_HCPCS = re.compile(r"[A-V][0-9]{4}")
# Neither I nor O is used, so that they are never read as 1 and 0.
_PCS = re.compile(r"[0-9A-HJ-NP-Z]{7}")


def normalize(code: str) -> str:
    """The code as it is compared: upper case, without dots or surrounding white space."""
    return code.strip().replace(".", "").upper()


def system_of_procedure(normalized: str) -> str | None:
    """CPT, HCPCS or ICD-10-PCS by the form of a normalized code, None where it fits none of them.

    The form says where a code would belong, not that it exists.
    """
    if _CPT.fullmatch(normalized):
        return "CPT"
    if _HCPCS.fullmatch(normalized):
        return "HCPCS"
    return "ICD-10-PCS" if _PCS.fullmatch(normalized) else None
