"""The policies that a table is answered by: their trees, and every test that their criteria make."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from coverline.decide.consequences import Consequences
from coverline.decide.domains import Domains
from coverline.decide.plan import PolicyPlan
from coverline.decide.tree import Tree
from coverline.library import Library
from coverline.model.criteria import Criterion, Elapsed, Test, walk
from coverline.model.policy import PolicyVersion
from coverline.model.quantity import Duration
from coverline.model.vocabulary import Kind


@dataclass(frozen=True)
class Policies:
    """A library's policies, ready for rows."""

    library: Library

    @cached_property
    def plans(self) -> dict[str, PolicyPlan]:
        """The policy of each payer."""
        names = self.library.policies
        return {versions[-1].payer: self.library.plan(name) for name, versions in names.items()}

    @cached_property
    def versions(self) -> tuple[tuple[PolicyPlan, PolicyVersion], ...]:
        """Every version with its policy."""
        return tuple((plan, version) for plan in self.plans.values() for version in plan.versions)

    @cached_property
    def trees(self) -> dict[int, tuple[str, Tree, Domains]]:
        """Every tree by its identity, with its policy and the facts as its version reads them."""
        found = {}
        for plan, version in self.versions:
            for position in version.positions:
                tree = plan.of(version).tree(position.id, position.criteria)
                found[id(tree)] = version.id, tree, plan.of(version).domains
        return found

    @cached_property
    def consequences(self) -> Consequences:
        """What follows from what."""
        return Consequences(self.library.vocabulary)

    @cached_property
    def times(self) -> tuple[str, ...]:
        """The facts that are times, each by the name that it is stored under."""
        facts = self.library.vocabulary.facts.values()
        return tuple(
            each.name for each in facts if each.kind in (Kind.DATE, Kind.DURATION) and each.elapsed_of is None
        )

    @cached_property
    def bounds(self) -> tuple[Duration, ...]:
        """Every length of time that a test compares with."""
        return tuple(dict.fromkeys(each for bounds in self.bounds_of.values() for each in bounds))

    @cached_property
    def bounds_of(self) -> dict[str, tuple[Duration, ...]]:
        """The lengths of time that tests compare each time with."""
        found: dict[str, dict[Duration, None]] = {name: {} for name in self.times}
        for node in self.criteria:
            if isinstance(node.body, Test) and isinstance(node.body.relation, Elapsed):
                found[self.library.vocabulary.variable(node.body.fact)][node.body.relation.bound] = None
        return {name: tuple(bounds) for name, bounds in found.items()}

    @cached_property
    def uneven_bounds(self) -> tuple[tuple[Duration, Duration], ...]:
        """Lengths in days and in months that one version compares one time with: the calendar orders them."""
        found: dict[tuple[Duration, Duration], None] = {}
        for _, _, domains in self.trees.values():
            for relations in domains.relations.values():
                bounds = dict.fromkeys(each.bound for each in relations if isinstance(each, Elapsed))
                pairs = combinations(bounds, 2)
                found.update(dict.fromkeys(each for each in pairs if _is_uneven(*each)))
        return tuple(found)

    @cached_property
    def turns(self) -> tuple[int, ...]:
        """The days on which a version begins, and those after its last, as numbers in order."""
        found = set()
        for _, version in self.versions:
            first, last = version.version.first_day, version.version.last_day
            found |= {first.toordinal()} if first is not None else set()
            found |= {last.toordinal() + 1} if last is not None else set()
        return tuple(sorted(found))

    @property
    def criteria(self) -> Iterator[Criterion]:
        """Every criterion of every version."""
        for _, version in self.versions:
            for position in version.positions:
                yield from walk(position.criteria)


def _is_uneven(one: Duration, other: Duration) -> bool:
    return (one.days is None) != (other.days is None)
