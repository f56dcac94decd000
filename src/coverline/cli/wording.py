"""Names, codes and days as people write them."""


def in_words(name: str) -> str:
    """A vocabulary name with spaces."""
    return name.replace("_", " ")


def spelled(code: str, system: str) -> str:
    """A normalized code as its system prints it: diagnoses have a dot after three characters."""
    return f"{code[:3]}.{code[3:]}" if system == "ICD-10-CM" and len(code) > 3 else code


def services(first: str | None, last: str | None) -> str:
    """The dates of service between two days, either of which may be open."""
    if first is None and last is None:
        return "services of any date"
    begins = f" from {first}" if first else ""
    return f"services{begins} to {last}" if last else f"services{begins}"
