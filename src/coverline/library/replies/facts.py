"""What a case may state of a patient, as data."""

from typing import Any

from coverline.model.vocabulary import Fact, Vocabulary

Data = dict[str, Any]


def facts_data(vocabulary: Vocabulary) -> list[Data]:
    """Every fact of the vocabulary with its form and the question that asks for it."""
    return [_entry(each) for each in vocabulary.facts.values()]


def _entry(fact: Fact) -> Data:
    return {
        "fact": fact.name,
        "type": fact.kind.value,
        "values": list(fact.values),
        "question": fact.question,
        "meaning": fact.meaning,
        "elapsed_of": fact.elapsed_of,
        "derived": fact.derived,
        "judged": fact.judged,
        "fixed": fact.fixed,
    }
