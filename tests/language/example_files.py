"""The example vocabulary and policy that the tests of the language start from."""

from pathlib import Path

from coverline.document import read_file, read_text
from coverline.language.policies import check_policy
from coverline.language.terms import read_terms
from coverline.language.vocabulary import read_vocabulary
from coverline.model.policy import PolicyVersion

FOLDER = Path(__file__).parent / "example"
VOCABULARY = read_vocabulary(read_file(FOLDER / "vocabulary.yaml"))
TERMS = read_terms(read_file(FOLDER / "valuesets.yaml"), VOCABULARY)
COMPLETE_CODES = (
    "C412", "M4850XA", "M4850XD", "M4851XA", "M4851XD", "M8008XA", "M8008XD", "M8008XG", "M8008XS",
)  # fmt: skip
# What evidence may cite and bear on: documents with their numbers of lines, policies with their criteria.
DOCUMENTS = {"doc": 40, "other": 8}
CRITERIA = {"policy": ("six-weeks", "painful")}


def expand(first: str, last: str) -> tuple[str, ...]:
    """The complete codes from one to another in a list of nine."""
    return tuple(code for code in COMPLETE_CODES if first <= code <= last)


def policy_text() -> str:
    """The example policy as it is written."""
    return (FOLDER / "policy.yaml").read_text()


def read(text: str) -> PolicyVersion:
    """A policy that must be without problems."""
    policy, problems, _ = check_policy(read_text(text, "policy.yaml"), VOCABULARY, expand)
    assert policy is not None, "\n".join(map(str, problems))
    return policy
