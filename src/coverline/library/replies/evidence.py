"""Evidence as data: the studies, who cites them where, what they bear on, and what is reported oddly."""

from typing import Any

from coverline.library.answering import Library
from coverline.library.evidence import cited_by
from coverline.model.evidence import Evidence, Oddity, Study

Data = dict[str, Any]


def evidence_data(evidence: Evidence, library: Library) -> Data:
    """The studies and the oddities about them."""
    return {
        "studies": [_study(each, evidence, library) for each in evidence.studies.values()],
        "oddities": [_oddity(each) for each in evidence.oddities.values()],
    }


def _study(study: Study, evidence: Evidence, library: Library) -> Data:
    return {
        "study": study.id,
        "by": study.by,
        "year": study.year,
        "kind": study.kind.value,
        "topic": study.topic,
        "population": study.population,
        "n": study.n,
        "comparator": study.comparator,
        "finding": study.finding,
        "direction": study.direction.value,
        "cited_by": [
            {
                "payer": each.payer,
                "policy": each.policy,
                "source": each.source,
                "lines": [list(lines) for lines in each.lines],
            }
            for each in cited_by(study, library)
        ],
        "bears_on": [
            {"policy": policy, "criterion": each}
            for policy, criteria in study.bears_on.items()
            for each in criteria
        ],
        "oddities": [each.id for each in evidence.oddities.values() if study.id in each.about],
    }


def _oddity(oddity: Oddity) -> Data:
    return {
        "oddity": oddity.id,
        "about": list(oddity.about),
        "says": oddity.says,
        "reading": oddity.reading,
        "accounts": [
            {"source": each.source, "lines": list(each.lines), "prints": each.prints}
            for each in oddity.accounts
        ],
    }
