"""The evidence that someone asks for: on a criterion, in a policy, on a topic."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from coverline.library.answering import Library
from coverline.model.criteria import walk
from coverline.model.evidence import Evidence, Lines, Oddity, Study, StudyKind
from coverline.problem import Problem, Unreadable, nearest

STRONGEST_FIRST = tuple(StudyKind)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which evidence: what bears on a criterion, what a policy cites, what concerns a topic.

    With a criterion, the policy says whose criterion is meant; what bears on a part of it bears on it.
    """

    criterion: str | None = None
    policy: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """Where the source document of a policy reports or lists a study."""

    policy: str
    payer: str
    source: str
    lines: tuple[Lines, ...]


def evidence_on(asked: Asked, library: Library) -> Evidence:
    """The studies asked for, the strongest kind first and then the newest, with the oddities about them.

    Raises Unreadable where there is no such policy, criterion or topic.
    """
    evidence = library.content.evidence
    _known("--policy", asked.policy, "a policy", library.policies)
    _known("--topic", asked.topic, "a topic", evidence.topics)
    criteria = frozenset(_criteria(asked, library))
    studies = [each for each in evidence.studies.values() if _is_asked(each, asked, criteria, library)]
    studies.sort(key=lambda each: (STRONGEST_FIRST.index(each.kind), -(each.year or 0)))
    everything = asked == Asked()
    return _with_oddities(evidence, studies, evidence.oddities if everything else {})


def named(studies: Iterable[str], evidence: Evidence) -> Evidence:
    """These studies alone, with the oddities about them; Unreadable where there is none of a name."""
    for each in studies:
        _known(each, each, "a study", evidence.studies)
    return _with_oddities(evidence, [evidence.studies[each] for each in studies], {})


def _with_oddities(evidence: Evidence, studies: Iterable[Study], also: Mapping[str, Oddity]) -> Evidence:
    chosen = {each.id: each for each in studies}
    oddities = {
        name: each
        for name, each in evidence.oddities.items()
        if name in also or not chosen.keys().isdisjoint(each.about)
    }
    return Evidence(evidence.topics, chosen, oddities)


def cited_by(study: Study, library: Library) -> tuple[Cited, ...]:
    """The policies that cite a study, each with the lines of its source document."""
    return tuple(
        Cited(policy, versions[-1].payer, source, study.cited_in[source])
        for policy, versions in library.policies.items()
        for source in dict.fromkeys(each.source for each in versions)
        if source in study.cited_in
    )


def _is_asked(study: Study, asked: Asked, criteria: frozenset[tuple[str, str]], library: Library) -> bool:
    if asked.topic not in (None, study.topic):
        return False
    if asked.criterion is not None:
        linked = {(policy, each) for policy, names in study.bears_on.items() for each in names}
        return not criteria.isdisjoint(linked)
    return asked.policy is None or any(each.policy == asked.policy for each in cited_by(study, library))


def _criteria(asked: Asked, library: Library) -> Iterator[tuple[str, str]]:
    """The criterion asked about with all below it, each with its policy."""
    if asked.criterion is None:
        return
    policies = library.policies if asked.policy is None else {asked.policy: library.policies[asked.policy]}
    known = {
        (policy, each.id): each
        for policy, versions in policies.items()
        for version in versions
        for position in version.positions
        for each in walk(position.criteria)
    }
    _known("--criterion", asked.criterion, "a criterion", tuple(dict.fromkeys(name for _, name in known)))
    for (policy, name), criterion in known.items():
        if name == asked.criterion:
            yield from ((policy, each.id) for each in walk(criterion))


def _known(option: str, name: str | None, what: str, known: Iterable[str]) -> None:
    names = tuple(known)
    if name is not None and name not in names:
        expected = f"{what}: {', '.join(names)}" if len(names) <= 12 else what
        raise Unreadable((Problem(option, 0, f'"{name}"', expected, hint=nearest(name, names)),))
