"""How much of a finished policy its draft has: what was found, what was missed, what was made up.

Both are policy files. A finished one may hold only the sections that are compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from coverline.codesets import icd10cm
from coverline.codesets.form import normalize
from coverline.document import Entries, Items, Node, Scalar
from coverline.model.vocabulary import Vocabulary

Lines = tuple[int, int]
GROUPS = ("all_of", "any_of", "none_of", "not", "at_least")
SYSTEMS = ("CPT", "HCPCS", "ICD-10-PCS", "ICD-10-CM")
DATES = ("first_day", "last_day", "printed_on", "next_review")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A criterion without parts: where it stands, its facts, and the groups around it from the outside."""

    position: str
    lines: Lines
    sure: frozenset[str]
    unsure: frozenset[str]
    path: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Right ones of so many, and how many were made up."""

    right: int
    of: int
    wrong: int = 0

    def __str__(self) -> str:
        if not self.of:
            return f"none; {self.wrong} made up" if self.wrong else "none to find"
        return f"{self.right} of {self.of}" + (f"; {self.wrong} made up" if self.wrong else "")


def leaves(policy: Entries) -> list[Leaf]:
    found: list[Leaf] = []
    for position in _items(policy.get("positions")):
        met_when = position.get("met_when")
        if isinstance(met_when, Entries):
            found += _leaves(met_when, _text(position.get("id")), ())
    return found


def _leaves(node: Entries, position: str, path: tuple[tuple[str, str], ...]) -> Iterator[Leaf]:
    for key, value in node.entries:
        if key.text in GROUPS:
            inner = value.get("of") if key.text == "at_least" and isinstance(value, Entries) else value
            parts = [inner] if isinstance(inner, Entries) else _items(inner)
            for part in parts:
                yield from _leaves(part, position, (*path, (_text(node.get("id")), key.text)))
        if key.text in ("needs", "present_when"):
            facts = value.entries if isinstance(value, Entries) else ()
            unsure = {fact.text for fact, test in facts if _text(test).startswith("todo: perhaps")}
            sure = {fact.text for fact, _ in facts} - unsure
            yield Leaf(position, _lines(node), frozenset(sure), frozenset(unsure), path)


def positions(draft: Entries, finished: Entries, vocabulary: Vocabulary) -> Score:
    """Positions with their techniques, whether they can be met, and what they call a service that is not."""
    given, wanted = (set(_held(each, vocabulary)) for each in (draft, finished))
    return _score(given, wanted)


def _held(policy: Entries, vocabulary: Vocabulary) -> Iterator[tuple[frozenset[str], bool, str]]:
    groups = vocabulary.technique_groups
    for each in _items(policy.get("positions")):
        techniques = {single for name in _texts(each.get("for")) for single in groups.get(name, (name,))}
        never = each.get("never_met")
        unmet = never if isinstance(never, Entries) else each.get("otherwise")
        category = _proposed(unmet.get("category")) if isinstance(unmet, Entries) else ""
        yield frozenset(techniques), never is None, "" if category in _SILENT else category


_SILENT = ("none printed", "todo: none printed", "")


def passages(draft: Entries, finished: Entries) -> Score:
    """Passages that criteria rest on and that the draft has criteria for."""
    given, wanted = leaves(draft), {each.lines for each in leaves(finished)}
    right = [lines for lines in wanted if any(_overlap(lines, each.lines) for each in given)]
    wrong = [each for each in given if not any(_overlap(each.lines, lines) for lines in wanted)]
    return Score(len(right), len(wanted), len(wrong))


def nesting(draft: Entries, finished: Entries) -> Score:
    """Pairs of passages that the draft joins as the finished policy does: all, any or none of them."""
    wanted, given = _joins(leaves(finished)), _joins(leaves(draft))
    right = sum(
        any(_overlap(a, one) and _overlap(b, other) and join == said for (one, other), said in given.items())
        for (a, b), join in wanted.items()
    )
    return Score(right, len(wanted))


def _joins(found: list[Leaf]) -> dict[tuple[Lines, Lines], str]:
    joins = {}
    for one, other in combinations(found, 2):
        if one.position == other.position and not _overlap(one.lines, other.lines):
            shared = [a for a, b in zip(one.path, other.path, strict=False) if a == b]
            joins[one.lines, other.lines] = shared[-1][1] if shared else ""
    return joins


def facts(draft: Entries, finished: Entries) -> tuple[Score, int]:
    """Facts proposed for their passage, the wrong ones without doubt, and how many are doubted."""
    given, wanted = leaves(draft), leaves(finished)
    right = unsure = 0
    for leaf in wanted:
        near = [each for each in given if _overlap(leaf.lines, each.lines)]
        sure = {fact for each in near for fact in leaf.sure & each.sure}
        perhaps = {fact for each in near for fact in leaf.sure & each.unsure} - sure
        right, unsure = right + len(sure | perhaps), unsure + len(perhaps)
    wrong = sum(
        len(each.sure.difference(*(leaf.sure for leaf in wanted if _overlap(leaf.lines, each.lines))))
        for each in given
    )
    return Score(right, sum(len(each.sure) for each in wanted), wrong), unsure


def codes(draft: Entries, finished: Entries) -> Score:
    """Codes with their system and finding."""
    given, wanted = (set(_codes(each)) for each in (draft, finished))
    return _score(given, wanted)


def misprints(draft: Entries, finished: Entries) -> Score:
    """Codes that were read wrongly, or printed wrongly."""
    given, wanted = (
        {_text(each.get("printed")) for each in _items(_section(policy, "codes").get("misprints"))}
        for policy in (draft, finished)
    )
    return _score(given, wanted)


def dates(draft: Entries, finished: Entries) -> Score:
    """Dates of the version that are written or proposed, and those that are written wrongly."""
    given, wanted = (
        {key: _text(_section(policy, "version").get(key)) for key in DATES} for policy in (draft, finished)
    )
    printed = {key: value for key, value in wanted.items() if value[:1].isdigit()}
    right = sum(value in given[key] for key, value in printed.items())
    wrong = sum(given[key][:1].isdigit() and given[key] != wanted[key] for key in DATES)
    return Score(right, len(printed), wrong)


def _score(given: set[object], wanted: set[object]) -> Score:
    return Score(len(given & wanted), len(wanted), len(given - wanted))


def _codes(policy: Entries) -> Iterator[tuple[str, str, str]]:
    section = _section(policy, "codes")
    for system in SYSTEMS:
        for entry in _items(section.get(system)):
            finding = _proposed(entry.get("finding"))
            for code in _listed(entry):
                yield system, code, finding


def _listed(entry: Entries) -> Iterator[str]:
    ends, sevenths = entry.get("range"), _texts(entry.get("sevenths"))
    if isinstance(ends, Entries):
        first, last = (normalize(_text(ends.get(each))) for each in ("from", "to"))
        yield from (code for code in icd10cm.between(first, last) if not sevenths or code[-1] in sevenths)
        return
    for code in _texts(entry.get("codes")):
        yield from (normalize(code) + seventh for seventh in sevenths or [""])


def _overlap(one: Lines, other: Lines) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _lines(node: Entries) -> Lines:
    first, _, last = _text(node.get("cite")).partition("-")
    return int(first), int(last or first)


def _section(policy: Entries, name: str) -> Entries:
    section = policy.get(name)
    assert isinstance(section, Entries), name
    return section


def _items(node: Node | None) -> list[Entries]:
    return [each for each in node.items if isinstance(each, Entries)] if isinstance(node, Items) else []


def _texts(node: Node | None) -> list[str]:
    return [each.text for each in node.items if isinstance(each, Scalar)] if isinstance(node, Items) else []


def _proposed(node: Node | None) -> str:
    """What is written, or proposed with doubt."""
    return _text(node).removeprefix("todo: perhaps ").partition(";")[0]


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""
