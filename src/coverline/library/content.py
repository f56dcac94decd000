"""A content folder: the vocabulary, the codes, the register and every policy version in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from coverline.model.code import ProcedureCodes
from coverline.model.diagnosis import DiagnosisCodes
from coverline.model.evidence import Evidence
from coverline.model.policy import PolicyVersion
from coverline.model.terms import Terms
from coverline.model.vocabulary import Vocabulary
from coverline.problem import Problem
from coverline.sources.register import Register

SHIPPED = Path(__file__).parent.parent / "content"
VOCABULARY = Path("vocabulary", "vocabulary.yaml")
PROCEDURE_CODES = Path("codes", "procedures.yaml")
DIAGNOSIS_CODES = Path("codes", "diagnoses.yaml")
REGISTER = Path("sources.yaml")
EVIDENCE = Path("evidence", "evidence.yaml")
VALUE_SETS = Path("valuesets", "valuesets.yaml")
POLICIES = "policies/*/*.yaml"


@dataclass(frozen=True)
class Content:
    """Everything that a content folder holds; policies by id, oldest version first.

    `files` gives each version's file, in the same order, relative to the folder; `cautions` are what the
    checker noticed that is no error. A folder need not have evidence, nor value sets (`terms`).
    """

    vocabulary: Vocabulary
    procedure_codes: ProcedureCodes
    diagnosis_codes: DiagnosisCodes
    register: Register
    policies: Mapping[str, tuple[PolicyVersion, ...]]
    files: Mapping[str, tuple[str, ...]]
    cautions: tuple[Problem, ...]
    evidence: Evidence
    terms: Terms


def files_of(folder: Path) -> tuple[Path, ...]:
    """The files that make up a content folder, in a fixed order."""
    return (
        folder / VOCABULARY,
        folder / PROCEDURE_CODES,
        folder / DIAGNOSIS_CODES,
        folder / REGISTER,
        folder / EVIDENCE,
        folder / VALUE_SETS,
        *sorted(folder.glob(POLICIES)),
    )


def digest(files: tuple[Path, ...], folder: Path) -> str:
    """The fingerprint of these files' names and bytes; files that are not there are left out."""
    total = sha256()
    for file in files:
        if file.is_file():
            total.update(f"{file.relative_to(folder).as_posix()}\0".encode())
            total.update(sha256(file.read_bytes()).digest())
    return total.hexdigest()
