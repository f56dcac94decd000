"""What stands in an address behind its question mark: nothing of it is overlooked."""

from collections.abc import Mapping

from coverline.api.refusals import Reason, Refused

FORMAT = "_format"
# The last is what remains of a plus that was not escaped.
FORMATS = frozenset({"json", "application/json", "application/fhir+json", "application/fhir json"})
MOST_DIGITS = 9


def require_known(given: Mapping[str, str], known: tuple[str, ...]) -> None:
    """Refuses a parameter that would be overlooked, and a format that is not written."""
    unknown = sorted(set(given) - {*known, FORMAT})
    if unknown:
        expected = f"only {', '.join(known)}" if known else "none"
        detail = f"found a parameter that is not known; expected {expected}"
        raise Refused(Reason.WRONG_PARAMETERS, detail)
    if given.get(FORMAT, "json") not in FORMATS:
        raise Refused(Reason.WRONG_PARAMETERS, f"{FORMAT}: found a format that is not written; expected json")


def whole_number(given: Mapping[str, str], name: str, otherwise: int) -> int:
    """The whole number under a name, or another where there is none; raises Refused."""
    text = given.get(name)
    if text is None:
        return otherwise
    if not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS:
        detail = "found no whole number from 0; expected one"
        raise Refused(Reason.WRONG_PARAMETERS, f"{name}: {detail}", [{"expression": name, "detail": detail}])
    return int(text)
