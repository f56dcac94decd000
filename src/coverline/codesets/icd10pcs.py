"""What the characters of an ICD-10-PCS code say, as far as they mean the same for every body part."""

SECTIONS = {
    "0": "surgical",
    "1": "obstetric",
    "2": "placement",
    "3": "administration",
    "4": "measurement and monitoring",
    "5": "assistance outside the body",
    "6": "therapy outside the body",
    "7": "osteopathic",
    "8": "other procedures",
    "9": "chiropractic",
    "B": "imaging",
    "C": "nuclear medicine",
    "D": "radiation therapy",
    "F": "rehabilitation and audiology",
    "G": "mental health",
    "H": "substance use",
    "X": "new technology",
}
# In the sections of surgery and of new technology the fifth character is the approach.
APPROACHES = {
    "0": "open",
    "3": "through the skin",
    "4": "through the skin with an endoscope",
    "7": "through an opening of the body",
    "8": "through an opening of the body with an endoscope",
    "F": "through an opening with help through the skin",
    "X": "from outside",
}
WITH_APPROACH = ("0", "X")


def approach(code: str) -> str | None:
    """How the site is reached; None where the code has no approach or none that is known."""
    return APPROACHES.get(code[4]) if code[0] in WITH_APPROACH else None
