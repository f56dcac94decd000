"""A form as a browser posts it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from coverline.web.mistakes import Refused

MEDIA_TYPE = "application/x-www-form-urlencoded"
LARGEST_FORM = 100_000
MOST_FIELDS = 1_000
# The last field of every form; without it the form did not arrive whole.
END = "end"


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form, each with all of its values in order."""

    fields: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """The value of a field without surrounding white space; empty where it is absent."""
        return self.fields.get(name, ("",))[0].strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return self.fields.get(name, ())

    def has(self, name: str) -> bool:
        """Whether the field, or the button of that name, was sent."""
        return name in self.fields


def read_posted(content: bytes, media_type: str) -> Posted:
    """The fields of a posted form; raises Refused where it is none, too large or not whole."""
    if media_type.partition(";")[0].strip().lower() != MEDIA_TYPE:
        found = f"Found content of type “{media_type or 'none'}”; expected a form ({MEDIA_TYPE})."
        raise Refused(415, "This page takes only its own forms", (found,))
    if len(content) > LARGEST_FORM:
        found = f"Found {len(content):,} bytes; expected at most {LARGEST_FORM:,}."
        raise Refused(413, "The form is too large", (found,))
    try:
        pairs = parse_qsl(
            content.decode("ascii"), True, strict_parsing=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise Refused(400, "The form cannot be read", ("Found no form fields that can be read.",)) from None
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    if END not in fields:
        reason = "The end of the form is missing: it was cut off on its way, or changed."
        raise Refused(400, "The form did not arrive whole", (reason,))
    return Posted(fields)
