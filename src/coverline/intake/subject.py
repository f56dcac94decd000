"""Whose chart it is: one patient, and what is recorded of that patient."""

from coverline.intake.elements import Resource, items, references
from coverline.intake.kinds import KINDS, REFUTED, changed_meaning, verification
from coverline.intake.records import Record, Records
from coverline.problem import Problem, Unreadable

_OTHER_ROLES = ("subscriber", "policyHolder")


class Chart:
    """The records of one patient; raises Unreadable where it is not clear who that is."""

    def __init__(self, records: Records, name: str) -> None:
        self.records = records
        self.name = name
        self.patient = _patient(records, name)

    def is_of_patient(self, record: Record) -> bool:
        """Whether a record says that it is about the patient."""
        path = KINDS[record.kind].patient
        return any(
            self.records.resolve(each, record) is self.patient for each in references(record.resource, path)
        )

    def linked(self, record: Record, path: str) -> list[Record]:
        """The records of the patient that a record refers to and that are no mistake."""
        found = (self.records.resolve(each, record) for each in references(record.resource, path))
        return [each for each in found if each is not None and self.may_be_told(each)]

    def may_be_told(self, record: Record) -> bool:
        """Whether what a record says may be told in another record's name."""
        if "#" not in record.name and record.kind in KINDS and not self.is_of_patient(record):
            return False
        if changed_meaning(record.resource) is not None:
            return False
        mistaken = (REFUTED, "entered-in-error")
        return verification(record.resource) not in mistaken and record.resource.get("status") != mistaken[1]

    def follow(self, reference: str, record: Record) -> Resource | None:
        """What `resolve()` means in a path: the resource referred to, where it may be told."""
        found = self.records.resolve(reference, record)
        return found.resource if found is not None and self.may_be_told(found) else None


def _patient(records: Records, name: str) -> Record:
    found = [each for each in records.of("Patient") if not _is_replaced(each)]
    others = {id(each) for each in _in_other_roles(records)}
    treated = [each for each in found if id(each) not in others] or found
    if len(treated) == 1:
        return treated[0]
    names = ", ".join(f"{each.place}{each.name}" for each in treated)
    said = f"{len(treated)} patients: {names}" if treated else "no Patient"
    raise Unreadable((Problem(name, 0, said, "the chart of one patient, with its Patient resource"),))


def _is_replaced(patient: Record) -> bool:
    """Whether a patient's record is kept only to lead to another one."""
    return any(each == "replaced-by" for each in items(patient.resource, "link.type"))


def _in_other_roles(records: Records) -> list[Record]:
    """Patients whom a coverage names as another's subscriber."""
    found = []
    for coverage in records.of("Coverage"):
        beneficiaries = [
            records.resolve(each, coverage) for each in references(coverage.resource, "beneficiary")
        ]
        for role in _OTHER_ROLES:
            for each in references(coverage.resource, role):
                other = records.resolve(each, coverage)
                if other is not None and all(other is not one for one in beneficiaries):
                    found.append(other)
    return found
