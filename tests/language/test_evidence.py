"""The example evidence as the model has it."""

from coverline.document import read_file
from coverline.language.evidence import read_evidence
from coverline.model.evidence import Account, Direction, Oddity, Study, StudyKind
from tests.language.example_files import CRITERIA, DOCUMENTS, FOLDER

EVIDENCE = read_evidence(read_file(FOLDER / "evidence.yaml"), DOCUMENTS, CRITERIA)


def test_a_study_has_everything_that_is_said_of_it() -> None:
    assert EVIDENCE.topics == {"cement": "cement alone", "balloon": "a balloon"}
    assert EVIDENCE.studies["first-2009"] == Study(
        id="first-2009",
        by="First",
        year=2009,
        kind=StudyKind.SHAM_RCT,
        topic="cement",
        population="painful fracture",
        n=78,
        comparator="sham",
        finding="no difference",
        direction=Direction.AGAINST,
        cited_in={"doc": ((12, 12), (14, 16)), "other": ((3, 3),)},
        bears_on={"policy": ("six-weeks", "painful")},
    )


def test_what_is_not_printed_is_not_made_up() -> None:
    second = EVIDENCE.studies["second"]
    assert (second.year, second.n, second.comparator, second.bears_on) == (None, None, None, {})


def test_an_oddity_keeps_every_account() -> None:
    assert EVIDENCE.oddities == {
        "first-count": Oddity(
            "first-count",
            ("first-2009",),
            "The groups do not add up",
            "The total is kept",
            (Account("doc", (14, 16), "40 and 39"), Account("other", (3, 3), "78 in all")),
        )
    }
