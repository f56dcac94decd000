"""Why a question is asked: the criteria that it can still settle, and how many questions may follow."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from coverline.decide.determine import inquire
from coverline.decide.inquiry import Inquiry, questions
from coverline.decide.missing import LEVELS
from coverline.decide.tree import Tree
from coverline.library import Library
from coverline.model.case import Case
from coverline.model.criteria import Citation, Criterion
from coverline.publish.citation import Source
from coverline.search.alone import parts_under
from coverline.search.expected import Expectation
from coverline.search.knowing import Place, place_of
from coverline.web.reading import policy_address
from coverline.web.worksheet import own_places


@dataclass(frozen=True, slots=True)
class Reason:
    """A criterion that a question can settle, its policy, and where the policy's source says it."""

    address: str
    label: str
    cite: Citation
    source: Source


def reasons_for(place: Place, case: Case, library: Library) -> tuple[Reason, ...]:
    """The open criteria that the answer bears on, each once; none for a date or a procedure."""
    found = {
        each.address: each
        for inquiry in _open(place, case, library)
        for each in _reasons(place.fact, inquiry, library)
    }
    return tuple(found.values())


def still_to_come(case: Case, library: Library) -> int:
    """About how many questions are still expected; levels that wait for the same share them."""
    inquiries = [each for each in _inquiries(case, library) if len(each.outcomes) > 1]
    expected = [Expectation(each).questions(each.prospects) for each in inquiries]
    return ceil(max(expected, default=0))


def _inquiries(case: Case, library: Library) -> Iterator[Inquiry]:
    plan = library.plan_for(case)
    for part in parts_under(case, plan, library.procedure_codes):
        yield inquire(part, case, plan)


def _open(place: Place, case: Case, library: Library) -> Iterator[Inquiry]:
    own = own_places(place, case)
    for inquiry in _inquiries(case, library):
        if len(inquiry.outcomes) > 1 and place_of(place.fact, inquiry.part, case) in own:
            yield inquiry


def _reasons(fact: str, inquiry: Inquiry, library: Library) -> Iterator[Reason]:
    variable = "region" if fact == LEVELS else library.vocabulary.variable(fact)
    for prospect in inquiry.prospects:
        policy = prospect.standing.version
        source = Source(library.register, policy.source)
        for question in questions(prospect):
            if question.tree is None:
                continue
            results = question.outcome(prospect.situation)[1]
            for leaf in question.tree.open_leaves(results) if results else ():
                if question.tree.variables[leaf] == variable:
                    named = _named(leaf, question.tree)
                    address = policy_address(policy, library, named.id)
                    yield Reason(address, named.label, named.cite, source)


def _named(leaf: int, tree: Tree) -> Criterion:
    """The criterion of a test: one line of several is told by the criterion that holds them."""
    if "/" not in tree.nodes[leaf].id:
        return tree.nodes[leaf]
    return next(tree.nodes[each] for each, below in enumerate(tree.children) if leaf in below)
