"""What the form of a policy version asks, in order: the request, the facts, and what settles facts."""

from collections.abc import Iterator
from dataclasses import dataclass

from coverline.decide.missing import LEVELS
from coverline.decide.plan import VersionPlan
from coverline.decide.usefulness import DATE_OF_SERVICE, TECHNIQUE
from coverline.forms.fields import MEANINGS, PRODUCT, SERVICE, SETTING, STATE, WORDING
from coverline.library import Library
from coverline.model.criteria import Criterion, Test, walk
from coverline.model.policy import PolicyVersion
from coverline.model.vocabulary import Fact, Kind, Vocabulary

INDICATION = "indication"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form, under the name of the fact or of the field of a case that it asks for.

    `kind` is None where the answer is a text. `asked_by` are the criteria that test the fact. `of` names the
    date that a duration is another way of stating.
    """

    name: str
    kind: Kind | None
    text: str
    meaning: str
    values: tuple[str, ...] = ()
    asked_by: tuple[Criterion, ...] = ()
    of: str | None = None

    @property
    def asked(self) -> str:
        """The question as a form and a response to it print it."""
        return f"Only where the day is not known. {self.text}" if self.of else self.text


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a form in its three groups.

    `beside` are facts that no criterion tests, from which a fact that one tests can follow.
    """

    request: tuple[Question, ...]
    facts: tuple[Question, ...]
    beside: tuple[Question, ...]

    @property
    def all(self) -> tuple[Question, ...]:
        """Every question, in the order of the form."""
        return (*self.request, *self.facts, *self.beside)

    def named(self, name: str) -> Question | None:
        """The question of a fact or field, None where the form does not ask for it."""
        return next((each for each in self.all if each.name == name), None)


def questions_of(policy: PolicyVersion, library: Library) -> Questions:
    """What the form of a policy version asks."""
    vocabulary = library.vocabulary
    domains = VersionPlan(policy, vocabulary).domains
    read = sorted(domains.read, key=lambda each: each != INDICATION)
    tied = [each for name in read for each in domains.consequences.tied.get(name, ())]
    beside = [each for each in dict.fromkeys(tied) if each not in read]
    return Questions(
        tuple(field_question(each, vocabulary) for each in _fields(policy)),
        tuple(_stated(read, policy, vocabulary)),
        tuple(_stated(beside, policy, vocabulary)),
    )


def _fields(policy: PolicyVersion) -> Iterator[str]:
    """The fields of a case that decide which criteria hold, and those that the policy's tables read."""
    yield from (SERVICE, TECHNIQUE, LEVELS, DATE_OF_SERVICE)
    rules = policy.prior_authorization.rules if policy.prior_authorization else ()
    conditions = (*(each.when for each in policy.scope.hands_over), *(each.when for each in rules))
    read = {test.fact for when in conditions for test in when}
    if policy.scope.states is not None:
        read.add(STATE)
    yield from (each for each in (SETTING, PRODUCT, STATE) if each in read)


def field_question(name: str, vocabulary: Vocabulary) -> Question:
    """The question for a field of a case that is no fact."""
    kinds = {SERVICE: None, LEVELS: Kind.SET, DATE_OF_SERVICE: Kind.DATE}
    values = {
        TECHNIQUE: vocabulary.techniques,
        LEVELS: tuple(vocabulary.levels),
        SETTING: vocabulary.settings,
        PRODUCT: vocabulary.products,
        STATE: vocabulary.states,
    }
    text = vocabulary.questions.get(name) or WORDING[name]
    return Question(name, kinds.get(name, Kind.CHOICE), text, MEANINGS[name], values.get(name, ()))


def _stated(variables: list[str], policy: PolicyVersion, vocabulary: Vocabulary) -> Iterator[Question]:
    """A question for each way of stating a variable; what follows from the level alone is not asked."""
    for variable in variables:
        for fact in vocabulary.facts.values():
            if vocabulary.variable(fact.name) == variable and not fact.derived:
                yield fact_question(fact, tuple(_asking(variable, policy, vocabulary)))


def fact_question(fact: Fact, asked_by: tuple[Criterion, ...] = ()) -> Question:
    """The question for a fact, with the criteria that ask for it."""
    return Question(fact.name, fact.kind, fact.question, fact.meaning, fact.values, asked_by, fact.elapsed_of)


def _asking(variable: str, policy: PolicyVersion, vocabulary: Vocabulary) -> Iterator[Criterion]:
    for position in policy.positions:
        for node in walk(position.criteria):
            if isinstance(node.body, Test) and vocabulary.variable(node.body.fact) == variable:
                yield node
