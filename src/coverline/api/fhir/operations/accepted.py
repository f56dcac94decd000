"""Whether an answer in JSON is accepted, as the header Accept says it."""

from coverline.api.refusals import Reason, Refused

JSON = frozenset({"*/*", "application/*", "application/json", "application/fhir+json"})
# Of FHIR's versions R4 alone is written, which a reader may ask for by name.
R4 = "4.0"


def require_json(accept: str | None) -> None:
    """Refuses a request whose header allows no answer in JSON; without one, everything is allowed."""
    if accept and not any(_allows(each) for each in accept.split(",")):
        detail = "Accept: found no kind of answer that is written here; expected application/fhir+json"
        raise Refused(Reason.NOT_ACCEPTABLE, detail)


def _allows(entry: str) -> bool:
    kind, *parameters = (each.strip().lower() for each in entry.split(";"))
    given = {
        name.strip(): value.strip(' "') for name, _, value in (each.partition("=") for each in parameters)
    }
    return kind in JSON and given.get("fhirversion", R4) == R4 and given.get("q", "1").strip("0.") != ""
