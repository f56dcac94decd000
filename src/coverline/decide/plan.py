"""A policy made ready to decide with: its versions, trees, domains and code lists, built once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from coverline.decide.authorization import FIELDS, prior_authorization
from coverline.decide.codes import CodeLists
from coverline.decide.domains import Domains
from coverline.decide.exact import Question
from coverline.decide.fields import Fields
from coverline.decide.scope import handed_over
from coverline.decide.tree import Tree
from coverline.model.criteria import Among, Criterion, Test, walk
from coverline.model.policy import Authorization, HandOver, PolicyVersion
from coverline.model.vocabulary import Vocabulary

ELSEWHERE = Question(None)
# A policy that is asked more often than this is worth generating code for.
WALKED_CASES = 8


@dataclass(frozen=True, slots=True)
class Lead:
    """Where one technique leads on a day: `handed` names what the scope leaves it to."""

    technique: str
    question: Question
    handed: HandOver | None = None


def tests_of(policy: PolicyVersion) -> tuple[Test, ...]:
    """The tests that decide under a policy version: what clinicians judge, then the criteria as printed."""
    judged = tuple(Test(each.question, Among(frozenset({True}))) for each in policy.clinician_judges)
    nodes = (node for each in policy.positions for node in walk(each.criteria))
    return (*judged, *(node.body for node in nodes if isinstance(node.body, Test)))


class VersionPlan:
    """One policy version with its trees by position, and the question that each technique leads to."""

    def __init__(self, policy: PolicyVersion, vocabulary: Vocabulary) -> None:
        self.policy = policy
        self.vocabulary = vocabulary
        self._trees: dict[str, Tree] = {}
        self._questions: dict[str, Question] = {}
        self._leads: dict[object, tuple[Lead, ...]] = {}
        self._asked = 0
        self._authorizations: dict[object, Authorization] = {}

    @cached_property
    def domains(self) -> Domains:
        """The facts as this version's criteria read them."""
        return Domains(self.vocabulary, tests_of(self.policy))

    @cached_property
    def lists(self) -> CodeLists:
        """The version's code lists."""
        return CodeLists.of(self.policy)

    def leads(self, techniques: tuple[str, ...], fields: Fields, in_force: bool) -> tuple[Lead, ...]:
        """Where the techniques lead, for all products and states that the fields can be."""
        self._asked += 1
        if self._asked == WALKED_CASES:
            self._quicken()
        key = techniques, fields.possible["product"], fields.possible["state"], in_force
        if key not in self._leads:
            self._leads[key] = tuple(
                Lead(each, self.question(each) if handed is None and in_force else ELSEWHERE, handed)
                for each in techniques
                for handed in handed_over(self.policy, each, fields, self.vocabulary)
            )
        return self._leads[key]

    def _quicken(self) -> None:
        from coverline.decide.generated import quicken

        for each in self.policy.positions:
            quicken(self.tree(each.id, each.criteria))

    def prior_authorization(self, fields: Fields) -> Authorization:
        """The answer of the authorization table."""
        key = tuple(fields.possible[field] for field in FIELDS)
        if key not in self._authorizations:
            self._authorizations[key] = prior_authorization(self.policy, fields, self.vocabulary)
        return self._authorizations[key]

    def question(self, technique: str) -> Question:
        """Where a technique leads if the policy decides it."""
        if technique not in self._questions:
            self._questions[technique] = self._ask(technique)
        return self._questions[technique]

    def _ask(self, technique: str) -> Question:
        position = self.policy.position_for(technique)
        if position is not None:
            return Question(self.tree(position.id, position.criteria))
        judged = self.policy.judged(technique)
        if judged is None:
            return ELSEWHERE
        criteria = next(each.criteria for each in self.policy.positions if each.id == judged.if_yes)
        return Question(self.tree(judged.if_yes, criteria), judged.question)

    def tree(self, position: str, criteria: Criterion) -> Tree:
        """The tree of a position."""
        if position not in self._trees:
            self._trees[position] = Tree(criteria, self.vocabulary)
        return self._trees[position]


class PolicyPlan:
    """All versions of one policy, oldest first."""

    def __init__(self, versions: Sequence[PolicyVersion], vocabulary: Vocabulary) -> None:
        self.versions = tuple(versions)
        self.vocabulary = vocabulary
        self._plans = {id(each): VersionPlan(each, vocabulary) for each in self.versions}

    def of(self, version: PolicyVersion) -> VersionPlan:
        """The plan of one of the versions."""
        return self._plans[id(version)]

    def domains(self, *versions: PolicyVersion) -> Domains:
        """The facts as any of some versions reads them."""
        distinct = tuple({id(each): each for each in versions}.values())
        if len(distinct) == 1:
            return self.of(distinct[0]).domains
        return Domains(self.vocabulary, [test for each in distinct for test in tests_of(each)])
