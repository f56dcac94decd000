"""The fewest questions to expect until one question of a policy is decided, over every order of asking."""

from math import inf

from coverline.decide.exact import Question, possible_outcomes
from coverline.decide.meaning import Situation
from coverline.search.chances import Chances


class EveryOrder:
    """The expected number of questions if the best is asked each time; each state is worked out once."""

    def __init__(self, question: Question, chances: Chances) -> None:
        self.question = question
        self.chances = chances
        self._kept: dict[object, float] = {}

    def fewest(self, situation: Situation) -> float:
        """The expected number of questions from a situation on."""
        outcome, results = self.question.outcome(situation)
        if outcome is not None:
            return 0
        key = results, self._judged(situation), self.chances.matters(situation)
        if key not in self._kept:
            decided = len(possible_outcomes(self.question, situation, self.chances.domains)) == 1
            variables = dict.fromkeys(self.question.open_variables(situation, results))
            self._kept[key] = 0 if decided else min(self._asking(each, situation) for each in variables)
        return self._kept[key]

    def _judged(self, situation: Situation) -> bool:
        return self.question.judge in situation.values

    def _asking(self, variable: str, situation: Situation) -> float:
        ways = self.chances.ways(variable, situation)
        if len(ways) == 1:
            return inf
        after = (way.chance * self.fewest(situation.knowing(variable, way.value)) for way in ways)
        return 1 + sum(after)
