"""What a chart and an answered form tell differently: neither is believed, and both are shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from coverline.decide.consequences import Consequences
from coverline.decide.days import Days
from coverline.decide.facts import Contradiction, close
from coverline.decide.missing import LEVELS
from coverline.forms import Answers, Said
from coverline.intake.agreement import Agreed
from coverline.intake.chart import Told
from coverline.model.case import Known
from coverline.model.quantity import Duration, Span
from coverline.model.vocabulary import Vocabulary

# How an answer is marked that was taken from a chart and that a person then changed.
OVERRIDDEN = "override"


@dataclass(frozen=True, slots=True)
class Contested:
    """A fact that an answer states, and one of the chart that cannot be so beside it, mostly the same."""

    level: str | None
    charted: Agreed
    known: Known
    said: Said

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of both, the answer's first."""
        return tuple(dict.fromkeys((self.known.fact, *(each.fact for each in self.charted.findings))))


def contested(answers: Answers, told: Told, service: Span, vocabulary: Vocabulary) -> Iterator[Contested]:
    """The answers that the chart contradicts, but for those with which a person changed what it says."""
    consequences = Consequences(vocabulary)
    said = {each.name: each for each in answers.provenance if each.origin != OVERRIDDEN}
    for level, name, charted in told.agreed:
        for fact in said.keys() & answers.facts.keys() if _is_about(level, answers) else ():
            known = answers.facts[fact]
            recorded = Known(name, charted.value)
            if _disagree(recorded, known) if fact == name else _clash(recorded, known, service, consequences):
                yield Contested(level, charted, known, said[fact])


def _is_about(level: str | None, answers: Answers) -> bool:
    """Whether a form is about a level; without levels it is about all of them."""
    named = answers.fields.get(LEVELS)
    levels = named.value if named is not None else None
    return level is None or not isinstance(levels, frozenset) or not levels or level in levels


def _disagree(recorded: Known, known: Known) -> bool:
    """Whether one fact cannot be both; a chart need not hold every study, nor all of a treatment."""
    one, other = recorded.value, known.value
    match one, other:
        case Span(), Span():
            return one.overlap(other) is None
        case (Duration() | frozenset(), _):
            return False
        case _:
            return one != other


def _clash(recorded: Known, known: Known, service: Span, consequences: Consequences) -> bool:
    """Whether two facts exclude each other: by what follows from them, or as a time stated in two ways."""
    one, other = (consequences.variables[each.fact] for each in (recorded, known))
    if one != other and other not in consequences.tied.get(one, ()):
        return False
    facts = {each.fact: each for each in (recorded, known)}
    try:
        return not Days(close(facts, consequences, {}), service).situations
    except Contradiction:
        return True
