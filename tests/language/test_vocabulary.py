"""The example vocabulary and procedure codes as the model has them."""

from datetime import date

from coverline.document import read_file
from coverline.language.diagnosis_codes import read_diagnosis_codes
from coverline.language.procedure_codes import read_procedure_codes
from coverline.model.code import SourceLines
from coverline.model.vocabulary import Contractor, Kind
from tests.language.example_files import FOLDER, VOCABULARY


def test_names() -> None:
    assert VOCABULARY.products == ("ppo", "hmo", "medicare")
    assert VOCABULARY.commercial_products == ("ppo", "hmo")
    assert VOCABULARY.levels == {"L1": "lumbar", "L2": "lumbar", "S1": "sacral"}
    assert VOCABULARY.regions == ("lumbar", "sacral")
    assert VOCABULARY.contractors == (Contractor("NGS", ("MA", "NH")), Contractor("CGS", ("OH",)))
    assert VOCABULARY.technique_groups == {"any_balloon": ("balloon", "stent")}


def test_facts() -> None:
    age, region, stent = (VOCABULARY.facts[name] for name in ("fracture_age", "region", "stent_counts"))
    assert (age.kind, age.elapsed_of) == (Kind.DURATION, "fracture_date")
    assert (region.derived, region.judged, region.values) == (True, False, ("lumbar", "sacral"))
    assert (stent.derived, stent.judged) == (False, True)
    assert [rule.unless_stated for rule in VOCABULARY.follows] == [False, False, True]


def test_diagnosis_codes() -> None:
    table = read_diagnosis_codes(read_file(FOLDER / "diagnoses.yaml"), VOCABULARY)
    assert table.fact == "indication"
    assert table.values("M4850XA") == table.values("M4851XA") == frozenset({"fracture", "other"})
    assert table.values("C7951") == frozenset({"tumor"})
    assert table.values("C7952") is None


def test_procedure_codes() -> None:
    table = read_procedure_codes(read_file(FOLDER / "procedures.yaml"), VOCABULARY)
    assert set(table.codes) == {"22510", "22511", "C7504", "22520"}
    known = table.codes["22511"]
    assert (known.first_day, known.last_day, known.dates_cite) == (
        date(2015, 1, 1),
        None,
        SourceLines("doc", (5, 6)),
    )
    assert known.regions == ("lumbar",)
    assert table.codes["C7504"].first_regions == ("lumbar",)
    assert table.codes["C7504"].add_on_to == ("22511",)
    assert known.add_on_to == ()
    found = table.find("0QU03JZ")
    assert found is not None
    assert found.techniques == ("cement", "balloon")
    assert table.find("0QU13JZ") is None
