"""How many questions are expected until a part of a case is decided, if they are asked in a good order."""

from collections.abc import Iterator

from coverline.decide.domains import Domains
from coverline.decide.exact import Question
from coverline.decide.inquiry import Inquiry, Prospect, questions
from coverline.decide.meaning import Situation
from coverline.search.chances import Chances
from coverline.search.every_order import EveryOrder
from coverline.search.outlook import Outlook, Outlooks, all_of

# Where so many facts are open every order of asking is tried; where there are more it is estimated.
FEW = 4
EITHER_WAY = Outlook(0.5, 1)


class Expectation:
    """What to expect of the questions on one part; what was worked out once is kept."""

    def __init__(self, inquiry: Inquiry) -> None:
        self.inquiry = inquiry
        self._asked: dict[int, Asked] = {}

    def questions(self, prospects: tuple[Prospect, ...]) -> float:
        """The questions to come where these prospects are left; telling several apart counts as one more."""
        if len(self.inquiry.outcomes_of(prospects)) == 1:
            return 0
        found = tuple(self._of_each(prospects))
        mean = sum(days * count for days, count in found) / sum(days for days, _ in found)
        return mean + (len(found) > 1)

    def _of_each(self, prospects: tuple[Prospect, ...]) -> Iterator[tuple[int, float]]:
        for each in prospects:
            for question in questions(each):
                if id(question) not in self._asked:
                    self._asked[id(question)] = Asked(question, self.inquiry.version(each).domains)
                yield each.days, self._asked[id(question)].expected(each.situation)


class Asked:
    """One question of a policy with what is expected of the facts to be asked for."""

    def __init__(self, question: Question, domains: Domains) -> None:
        self.question = question
        chances = Chances(domains)
        self._every_order = EveryOrder(question, chances)
        self._outlooks = Outlooks(question.tree, chances) if question.tree is not None else None

    def expected(self, situation: Situation) -> float:
        """The expected number of questions in a situation."""
        outcome, results = self.question.outcome(situation)
        if outcome is not None or self._outlooks is None:
            return 0
        if len(set(self.question.open_variables(situation, results))) <= FEW:
            return self._every_order.fewest(situation)
        criteria = self._outlooks.of(results, situation)
        unjudged = self.question.judge is not None and self.question.judge not in situation.values
        return all_of([EITHER_WAY, criteria] if unjudged else [criteria]).questions
