"""What the fields of a case can be, and whether the conditions of scope, codes and warnings hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coverline.decide.meaning import Situation, test_truth, truth
from coverline.model.criteria import Among, Dated, Includes, Test
from coverline.model.quantity import Span
from coverline.model.truth import Truth, every
from coverline.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Fields:
    """The possible values of each field of a part, its diagnoses and the span of its date of service."""

    possible: Mapping[str, frozenset[str]]
    diagnoses: frozenset[str] | None
    date_of_service: Span

    def being(self, **values: str) -> "Fields":
        """The same fields with some of them known."""
        known = {field: frozenset({value}) for field, value in values.items()}
        return Fields({**self.possible, **known}, self.diagnoses, self.date_of_service)

    def truth(self, test: Test) -> Truth | None:
        """The truth of a test of a field; None where the test is of a fact."""
        match test.relation:
            case Among(values) if test.fact in self.possible:
                possible = self.possible[test.fact]
                if possible and possible <= values:
                    return Truth.YES
                return Truth.UNKNOWN if possible & values or not possible else Truth.NO
            case Includes() if test.fact == "diagnoses":
                if self.diagnoses is None:
                    return Truth.UNKNOWN
                return truth(test.relation, self.diagnoses, self.date_of_service.last)
            case Dated() if test.fact == "date_of_service":
                return truth(test.relation, self.date_of_service, self.date_of_service.last)
        return None


def holds(
    tests: Iterable[Test], fields: Fields, situations: tuple[Situation, ...], vocabulary: Vocabulary
) -> bool:
    """Whether all tests are known to hold, on every possible day of service."""
    return all(_truth(test, fields, situations, vocabulary) is Truth.YES for test in tests)


def can_hold(
    tests: Iterable[Test], fields: Fields, situations: tuple[Situation, ...], vocabulary: Vocabulary
) -> bool:
    """Whether no test is known to fail."""
    return all(_truth(test, fields, situations, vocabulary) is not Truth.NO for test in tests)


def _truth(test: Test, fields: Fields, situations: tuple[Situation, ...], vocabulary: Vocabulary) -> Truth:
    known = fields.truth(test)
    if known is None:
        return every(test_truth(test, situation, vocabulary) for situation in situations)
    return known
