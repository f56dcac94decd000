"""Positions of a draft: what the statements hold of each technique."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from coverline.document import Entries, Items, Node, Scalar
from coverline.drafting.blocks import is_joiner
from coverline.drafting.document import ReadDocument, Statement
from coverline.drafting.draft_criteria import Drafter
from coverline.drafting.draft_facts import Suggestions
from coverline.drafting.draft_nodes import at, cited, names, record, rows, text, todo
from coverline.drafting.draft_verdicts import Ruling, Verdict, ruling
from coverline.language.grammar.leaves import NONE_PRINTED
from coverline.model.vocabulary import Vocabulary
from coverline.sources.register import Lines

_OR = re.compile(r"\W*or\b", re.IGNORECASE)
_ABSENT = re.compile(r"\bnot\s+present\b|\bnone\s+of\b|\babsence\b|\bcontraindicat|\bexclu", re.IGNORECASE)


@dataclass(slots=True)
class Holding:
    """The statements on some techniques: each with those that go on with it, and what they say otherwise."""

    techniques: tuple[str, ...]
    allowed: list[list[Ruling]] = field(default_factory=list)
    refused: list[Ruling] = field(default_factory=list)

    @property
    def lines(self) -> Lines:
        """From the first statement to the last."""
        every = [*(each for group in self.allowed for each in group), *self.refused]
        lines = [each.statement.lines for each in every]
        return min(first for first, _ in lines), max(last for _, last in lines)


def holdings(document: ReadDocument, vocabulary: Vocabulary) -> tuple[list[Holding], list[Statement]]:
    """What the document holds of each group of techniques, and the statements that are about neither."""
    found: list[Holding] = []
    left: list[Statement] = []
    for statement in document.statements:
        said = ruling(statement, document.title, vocabulary)
        if said is None or not _held(said, found):
            left.append(statement)
    return found, left


def positions(found: Sequence[Holding], document: ReadDocument, vocabulary: Vocabulary) -> Node:
    """The positions as they stand in a policy."""
    drafter = Drafter(Suggestions(vocabulary))
    used: set[str] = set()
    return rows(_position(each, document, drafter, used) for each in found)


def _held(said: Ruling, found: list[Holding]) -> bool:
    """Add a statement to what it belongs to; False where it belongs to nothing."""
    if said.verdict is Verdict.GOES_ON:
        if not found or not found[-1].allowed or found[-1].refused:
            return False
        found[-1].allowed[-1].append(said)
        return True
    if said.same and found:
        _add(said, found[-1])
        return True
    if not said.techniques and said.verdict is Verdict.AGAINST and found:
        for each in found:
            if not each.refused:
                each.refused.append(said)
        return True
    parts = [each for each in found if set(each.techniques) < set(said.techniques)]
    if said.verdict is Verdict.AGAINST and _union(parts) == set(said.techniques):
        for each in parts:
            each.refused.append(said)
        return True
    holding = next((each for each in found if each.techniques == said.techniques), None)
    if holding is None:
        holding = Holding(said.techniques)
        found.append(holding)
    _add(said, holding)
    return True


def _union(found: Sequence[Holding]) -> set[str]:
    return {technique for each in found for technique in each.techniques}


def _add(said: Ruling, holding: Holding) -> None:
    if said.verdict is Verdict.FOR:
        holding.allowed.append([said])
    else:
        holding.refused.append(said)


def _position(holding: Holding, document: ReadDocument, drafter: Drafter, used: set[str]) -> Entries:
    name = _name(holding, used)
    head = (
        ("id", text(name)),
        ("for", names(holding.techniques) if holding.techniques else todo("which techniques")),
        ("label", todo(at(holding.lines))),
        ("cite", cited(holding.lines)),
    )
    if not holding.allowed:
        return record(*head, ("never_met", _unmet(holding)))
    met_when, advice = _met_when(holding, drafter)
    label = ("label", todo(f"{at(holding.lines)}{advice}"))
    head = (*head[:2], label, head[3])
    met_when = _with_unread(met_when, holding, document)
    return record(*head, ("met_when", met_when), ("otherwise", _unmet(holding)))


def _name(holding: Holding, used: set[str]) -> str:
    said = "-".join(each.removeprefix("any_").replace("_", "-") for each in holding.techniques)
    name = said or f"position-{holding.lines[0]}"
    name = name if name not in used else f"{name}-{holding.lines[0]}"
    used.add(name)
    return name


def _met_when(holding: Holding, drafter: Drafter) -> tuple[Entries, str]:
    """The one group of a position, and what is doubtful about it."""
    ways = [(_way(each, drafter), each) for each in holding.allowed]
    excluded = [drafter.excluded(each) for each in holding.refused if each.is_exclusion]
    if len(ways) == 1 and not excluded:
        return _only(ways[0][0])
    if len(ways) == 1:
        return record(("all_of", rows([*ways[0][0], *excluded]))), ""
    parts = [_joined(way, group, drafter) for way, group in ways]
    if not excluded:
        return record(("any_of", rows(parts))), ""
    lines = (holding.lines[0], max(group[-1].statement.lines[1] for _, group in ways))
    return record(("all_of", rows([drafter.group("any_of", parts, lines), *excluded]))), ""


def _only(way: list[Entries]) -> tuple[Entries, str]:
    """The parts of the one way, which may be a group already."""
    if len(way) > 1:
        return record(("all_of", rows(way))), ""
    group = next((each for each in way[0].entries if each[0].text in ("all_of", "any_of")), None)
    if group is None:
        more = todo("what else is required, or another way to meet it")
        return record(("all_of", rows([way[0], more]))), ""
    label = way[0].get("label")
    said = label.text if isinstance(label, Scalar) else ""
    return record((group[0].text, group[1])), said[said.index(";") :] if ";" in said else ""


def _with_unread(met_when: Entries, holding: Holding, document: ReadDocument) -> Entries:
    """The group with a todo for the lines between its statements that none of them holds."""
    unread = ", ".join(map(at, _unread(holding, document)))
    if not unread:
        return met_when
    ((key, parts),) = met_when.entries
    assert isinstance(parts, Items)
    advice = f"no criterion is drafted from {unread}"
    return record((key.text, rows([*parts.items, todo(advice)])))


def _unread(holding: Holding, document: ReadDocument) -> Iterator[Lines]:
    """Runs of lines with words from the first statement to the last, outside of all statements."""
    inside = {line for each in document.statements for line in range(each.lines[0], each.lines[1] + 1)}
    first, last = holding.lines
    left = [
        line
        for line in range(first, last + 1)
        if line not in inside and document.lines[line - 1].strip() and not is_joiner(document.lines[line - 1])
    ]
    # Lines with nothing but blank ones between them are one run.
    for _, run in groupby(left, key=lambda line: sum(each < line for each in inside)):
        lines = tuple(run)
        yield lines[0], lines[-1]


def _joined(way: list[Entries], group: Sequence[Ruling], drafter: Drafter) -> Entries:
    if len(way) == 1:
        return way[0]
    lines = (group[0].statement.lines[0], max(each.statement.lines[1] for each in group))
    return drafter.group("all_of", way, lines)


def _way(group: Sequence[Ruling], drafter: Drafter) -> list[Entries]:
    """What one statement asks, with all that goes on with it."""
    parts: list[Entries] = []
    for each in group:
        excluded = (
            each.verdict is Verdict.GOES_ON
            and _ABSENT.search(each.rest) is not None
            and not each.statement.items
        )
        found = drafter.of_ruling(each, excluded)
        if _OR.match(each.rest) and parts:
            lines = (group[0].statement.lines[0], each.statement.lines[1])
            parts = [drafter.group("any_of", [_joined(parts, group, drafter), *found], lines)]
        else:
            parts += found
    return parts


def _unmet(holding: Holding) -> Entries:
    """What the policy calls a service that is not met; doubtful where it only says what must not be."""
    general = [each for each in holding.refused if not each.is_exclusion or not holding.allowed]
    said = next(iter(general or holding.refused), None)
    if said is None:
        return record(
            ("category", todo(NONE_PRINTED)), ("cite", todo("what the policy calls it then")), flow=True
        )
    assert said.category is not None
    sure = general and not (said.is_exclusion and said.statement.items)
    category = text(said.category.value) if sure else todo(f"perhaps {said.category.value}")
    return record(("category", category), ("cite", cited(said.statement.lines)), flow=True)
