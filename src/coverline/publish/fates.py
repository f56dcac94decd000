"""What becomes of each product and each technique under a policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from coverline.language.words import in_words as test_in_words
from coverline.model.criteria import Among, Citation
from coverline.model.policy import HandOver, PolicyVersion
from coverline.model.vocabulary import Vocabulary
from coverline.publish.wording import in_words


@dataclass(frozen=True, slots=True)
class Fate:
    """One thing that can become of a value; `criterion` is where it is decided by this policy."""

    says: str
    cite: Citation
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Fates:
    """A product or a technique, or several, with everything that can become of it."""

    name: str
    fates: tuple[Fate, ...]


def product_fates(policy: PolicyVersion, vocabulary: Vocabulary) -> tuple[Fates, ...]:
    """The fate of each product, in the vocabulary's order."""
    return tuple(
        Fates(in_words(product), tuple(_of_product(product, policy, vocabulary)))
        for product in vocabulary.products
    )


def other_fates(policy: PolicyVersion, vocabulary: Vocabulary) -> tuple[Fates, ...]:
    """What is handed on whatever the product and the technique, such as members of other states."""
    return tuple(
        Fates(
            " and ".join(test_in_words(test, vocabulary) for test in each.when),
            (Fate(f"handed on to {policy.documents[each.to].title}", each.cite),),
        )
        for each in policy.scope.hands_over
        if not {"product", "technique"} & {test.fact for test in each.when}
    )


def technique_fates(policy: PolicyVersion, vocabulary: Vocabulary) -> tuple[Fates, ...]:
    """The fate of each technique, in the vocabulary's order."""
    return tuple(
        Fates(in_words(technique), tuple(_of_technique(technique, policy, vocabulary)))
        for technique in vocabulary.techniques
    )


def grouped(all_fates: tuple[Fates, ...]) -> tuple[Fates, ...]:
    """Neighbours that share their fates, named together."""
    runs = groupby(all_fates, key=lambda each: each.fates)
    return tuple(Fates(", ".join(each.name for each in run), fates) for fates, run in runs)


def _of_product(product: str, policy: PolicyVersion, vocabulary: Vocabulary) -> Iterator[Fate]:
    scope = policy.scope
    for each in scope.hands_over:
        if _names(each, "product", product):
            excepted = f"; except {', '.join(map(in_words, sorted(each.excepted)))}" if each.excepted else ""
            yield Fate(f"{_handed(each, 'product', policy, vocabulary)}{excepted}", each.cite)
    if product in scope.products:
        yield Fate("decided here", scope.products_cite)


def _of_technique(technique: str, policy: PolicyVersion, vocabulary: Vocabulary) -> Iterator[Fate]:
    handed = [
        each
        for each in policy.scope.hands_over
        if technique not in each.excepted and _names(each, "technique", technique)
    ]
    for each in handed:
        yield Fate(_handed(each, "technique", policy, vocabulary), each.cite)
    position, judged = policy.position_for(technique), policy.judged(technique)
    if position is not None:
        yield Fate(position.criteria.label, position.criteria.cite, position.criteria.id)
    if judged is not None:
        yield Fate("a clinician judges", judged.cite, f"judged-{judged.question}")


def _names(each: HandOver, fact: str, value: str) -> bool:
    """Whether a hand-over asks for this value of a fact."""
    return any(
        test.fact == fact and isinstance(test.relation, Among) and value in test.relation.values
        for test in each.when
    )


def _handed(each: HandOver, fact: str, policy: PolicyVersion, vocabulary: Vocabulary) -> str:
    further = [test_in_words(test, vocabulary) for test in each.when if test.fact != fact]
    where = f" where {' and '.join(further)}" if further else ""
    return f"handed on{where} to {policy.documents[each.to].title}"
