"""Where Kleene's reading of a tree is exact by itself, whatever is known: proved from its tests alone.

A node is unknown in Kleene's reading though it is decided only if two of its open tests depend on each other,
or if what is known leaves an open fact some but not all of its values.
"""

from collections import Counter
from itertools import combinations

from coverline.decide.consequences import Consequences, domain
from coverline.decide.domains import Domains
from coverline.decide.tree import Tree
from coverline.model.vocabulary import Kind


def is_exact(tree: Tree, domains: Domains, root: int = 0) -> bool:
    """Whether Kleene's reading of a node is always exact: facts are read once, and none narrows another."""
    variables = Counter(_below(tree, root))
    tied = domains.consequences.tied
    return (
        all(count == 1 for count in variables.values())
        and not any(other in tied.get(one, ()) for one, other in combinations(variables, 2))
        and not any(_can_be_narrowed(each, domains.consequences) for each in variables)
    )


def _below(tree: Tree, root: int) -> list[str]:
    variable = tree.variables[root]
    own = [variable] if variable is not None else []
    return own + [each for child in tree.children[root] for each in _below(tree, child)]


def _can_be_narrowed(variable: str, consequences: Consequences) -> bool:
    """Whether a known fact can leave a fact several of its values, but not all."""
    fact = consequences.vocabulary.facts[variable]
    if fact.kind is Kind.YES_NO or variable not in consequences.tied:
        return False
    if fact.kind is not Kind.CHOICE:
        return True
    partners = [consequences.vocabulary.facts[each] for each in consequences.tied[variable]]
    if any(each.kind not in (Kind.YES_NO, Kind.CHOICE) for each in partners):
        return True
    left = (
        sum(consequences.allows({partner.name: value}, variable, own) for own in domain(fact))
        for partner in partners
        for value in domain(partner)
    )
    return any(1 < count < len(domain(fact)) for count in left)
