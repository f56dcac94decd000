"""What a chart tells, as data in the form of the contract."""

from typing import Any

from coverline.intake.agreement import Disagreement
from coverline.intake.chart import Told
from coverline.intake.findings import Finding
from coverline.language.case_data import case_data

Data = dict[str, Any]


def told_data(told: Told) -> Data:
    """The case, where each part of it is recorded, and what did not count."""
    return {
        "case": case_data(told.case) if told.case is not None else None,
        "problems": [str(each) for each in told.problems],
        "provenance": _provenance(told),
        "conflicts": [_conflict(each) for each in told.conflicts],
        "set_aside": [
            {"fact": each.fact or None, "resource": each.record.name, "why": each.why}
            for each in told.set_aside
        ],
        "to_read": [
            {"resource": each.record.name, "path": each.path, "text": each.text} for each in told.to_read
        ],
    }


def _provenance(told: Told) -> Data:
    found: dict[str, list[Data]] = {}
    for source in told.sources:
        said = {"resource": source.record.name, "path": source.path, "date": None}
        found.setdefault(source.field, []).append(said)
    for level, name, agreed in told.agreed:
        for finding in agreed.findings:
            told_of = _finding(finding) | ({"level": level} if level is not None else {})
            found.setdefault(name, []).append(told_of)
    return found


def _finding(finding: Finding) -> Data:
    day = str(finding.day) if finding.day is not None else None
    return {"resource": finding.record.name, "path": finding.path, "date": day}


def _conflict(conflict: Disagreement) -> Data:
    return {
        "fact": conflict.facts[0],
        "facts": list(conflict.facts),
        "levels": list(conflict.levels),
        "records": [{"fact": each.fact, "value": each.said, **_finding(each)} for each in conflict.findings],
    }
