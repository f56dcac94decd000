"""Small generated policies and cases, for the laws."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from coverline.model.case import Case, Known, Service, Value
from coverline.model.code import ProcedureCode, ProcedureCodes
from coverline.model.criteria import (
    AllOf,
    Among,
    Amount,
    AnyOf,
    AtLeast,
    Body,
    Citation,
    Comparison,
    Criterion,
    Elapsed,
    Includes,
    Inclusion,
    NoneOf,
    NotThis,
    Test,
)
from coverline.model.policy import (
    Category,
    ClinicianJudges,
    Codes,
    HandOver,
    NamedDocument,
    PolicyVersion,
    Position,
    Scope,
    Unmet,
    Version,
)
from coverline.model.quantity import Duration, Span, Unit
from coverline.model.vocabulary import Contractor, Fact, Follows, Kind, Vocabulary

CITE = Citation((1, 1))
SERVICE_DAYS = (date(2024, 3, 30), date(2024, 2, 28), date(2023, 12, 31), date(2024, 5, 15))
YES_NO = ("calm", "cold", "deep", "dull")
FACTS = (
    *(Fact(name, Kind.YES_NO, f"{name}?", name) for name in YES_NO),
    Fact("color", Kind.CHOICE, "color?", "color", ("red", "green", "blue", "none")),
    Fact("height", Kind.PERCENT, "height?", "height"),
    Fact("tools", Kind.SET, "tools?", "tools", ("awl", "bit", "cog")),
    Fact("began", Kind.DATE, "began?", "began"),
    Fact("began_ago", Kind.DURATION, "began ago?", "began ago", elapsed_of="began"),
    Fact("tried", Kind.DURATION, "tried?", "tried"),
    Fact("judged", Kind.YES_NO, "judged?", "judged", judged=True),
    Fact("region", Kind.CHOICE, "region?", "region", ("upper", "lower"), derived=True),
)
# Every fact keeps a value that excludes nothing: no for yes/no facts, none for color, 100 for height.
PAIRS = (
    (("calm", Among(frozenset({True}))), ("cold", Among(frozenset({False})))),
    (("deep", Among(frozenset({True}))), ("color", Among(frozenset({"none", "red"})))),
    (("color", Among(frozenset({"red", "green"}))), ("dull", Among(frozenset({False})))),
    (("height", Amount(Comparison.LESS_THAN, Fraction(30))), ("cold", Among(frozenset({False})))),
    (("height", Amount(Comparison.LESS_THAN, Fraction(30))), ("color", Among(frozenset({"none", "blue"})))),
)
PRESUMED = (("height", Amount(Comparison.AT_LEAST, Fraction(60))), ("dull", Among(frozenset({False}))))
CODES = ProcedureCodes(
    {
        "11111": ProcedureCode("CPT", ("first",), ("upper", "lower")),
        "22222": ProcedureCode("CPT", ("first", "second"), ("upper", "lower")),
        "33333": ProcedureCode("CPT", ("first", "second", "third"), ("upper",)),
        "44444": ProcedureCode("CPT", ("unnamed",), ("upper", "lower")),
    },
    (),
)


@dataclass(frozen=True)
class World:
    """A vocabulary, a policy of one or two versions in it, and a case."""

    vocabulary: Vocabulary
    versions: tuple[PolicyVersion, ...]
    case: Case


def vocabulary(pairs: tuple[int, ...], presumes: bool) -> Vocabulary:
    """The vocabulary with some of the pairs that exclude each other."""
    follows = [Follows(Test(*when), Test(*then)) for when, then in (PAIRS[each] for each in pairs)]
    if presumes:
        follows.append(Follows(Test(*PRESUMED[0]), Test(*PRESUMED[1]), unless_stated=True))
    return Vocabulary(
        facts={fact.name: fact for fact in FACTS},
        follows=tuple(follows),
        products=("commercial", "medicare"),
        commercial_products=("commercial",),
        techniques=("first", "second", "third", "unnamed"),
        technique_groups={},
        levels={"U1": "upper", "L1": "lower"},
        regions=("upper", "lower"),
        settings=("inpatient", "outpatient"),
        contractors=(Contractor("one", ("AA", "BB")),),
        payers={"payer": "A payer"},
        questions={"technique": "technique?", "levels": "levels?", "date_of_service": "day?"},
    )


comparisons = st.sampled_from(Comparison)
durations = st.sampled_from(
    [Duration(3, Unit.DAYS), Duration(1, Unit.WEEKS), Duration(1, Unit.MONTHS), Duration(9, Unit.DAYS)]
)
among_colors = st.sets(st.sampled_from(["red", "green", "blue", "none"]), min_size=1, max_size=3)
tests_of_choices = st.one_of(
    st.builds(
        lambda name, value: Test(name, Among(frozenset({value}))), st.sampled_from(YES_NO), st.booleans()
    ),
    st.builds(lambda values: Test("color", Among(frozenset(values))), among_colors),
    st.builds(lambda value: Test("region", Among(frozenset({value}))), st.sampled_from(["upper", "lower"])),
)
tests = st.one_of(
    tests_of_choices,
    st.builds(
        lambda comparison, bound: Test("height", Amount(comparison, Fraction(bound))),
        comparisons,
        st.sampled_from([30, 60]),
    ),
    st.builds(
        lambda inclusion, values: Test("tools", Includes(inclusion, frozenset(values))),
        st.sampled_from(Inclusion),
        st.sets(st.sampled_from(["awl", "bit", "cog"]), min_size=1, max_size=2),
    ),
    st.builds(lambda comparison, bound: Test("began", Elapsed(comparison, bound)), comparisons, durations),
    st.builds(lambda comparison, bound: Test("tried", Elapsed(comparison, bound)), comparisons, durations),
)


def _group(parts: list[Body], operator: str, count: int) -> Body:
    below = tuple(Criterion("", "a label", CITE, part) for part in parts)
    match operator:
        case "all":
            return AllOf(below)
        case "any":
            return AnyOf(below)
        case "none":
            return NoneOf(below)
        case "not":
            return NotThis(below[0])
        case _:
            return AtLeast(min(count, len(below)), below)


def bodies_of(leaves: st.SearchStrategy[Test]) -> st.SearchStrategy[Body]:
    """Small trees of some tests."""
    return st.recursive(
        leaves,
        lambda inner: st.builds(
            _group,
            st.lists(inner, min_size=2, max_size=4),
            st.sampled_from(["all", "any", "none", "not", "at least"]),
            st.integers(1, 3),
        ),
        max_leaves=8,
    )


bodies = bodies_of(tests)


def numbered(body: Body, prefix: str) -> Criterion:
    """The criterion with an id for every node."""
    match body:
        case AllOf(parts):
            body = AllOf(_below(parts, prefix))
        case AnyOf(parts):
            body = AnyOf(_below(parts, prefix))
        case NoneOf(parts):
            body = NoneOf(_below(parts, prefix))
        case NotThis(part):
            (below,) = _below((part,), prefix)
            body = NotThis(below)
        case AtLeast(count, parts):
            body = AtLeast(count, _below(parts, prefix))
        case _:
            pass
    return Criterion(prefix, "a label", CITE, body)


def _below(parts: tuple[Criterion, ...], prefix: str) -> tuple[Criterion, ...]:
    return tuple(numbered(part.body, f"{prefix}.{number}") for number, part in enumerate(parts))


def policy(
    first: Body, second: Body | None, judged: bool, days: tuple[date | None, date | None]
) -> PolicyVersion:
    """A policy version: one technique with criteria, one with others or handed on, one judged."""
    positions = [Position("one", ("first",), numbered(first, "one"), Unmet(Category.INVESTIGATIONAL, CITE))]
    hands = []
    if second is None:
        hands.append(HandOver("second", (Test("technique", Among(frozenset({"second"}))),), "other", CITE))
    else:
        positions.append(
            Position("two", ("second",), numbered(second, "two"), Unmet(Category.NOT_COVERED, CITE))
        )
    judges = ()
    if judged:
        judges = (ClinicianJudges(("third",), "judged", "one", "other", CITE),)
    else:
        hands.append(HandOver("third", (Test("technique", Among(frozenset({"third"}))),), "other", CITE))
    hands.append(HandOver("unnamed", (Test("technique", Among(frozenset({"unnamed"}))),), "other", CITE))
    return PolicyVersion(
        id="policy",
        title="A policy",
        payer="payer",
        source="source",
        version=Version(f"from {days[0]}", days[0], days[1], True, True, None, None, CITE),
        documents={"other": NamedDocument("other", "Another policy", CITE)},
        scope=Scope(("commercial",), CITE, None, None, tuple(hands)),
        prior_authorization=None,
        positions=tuple(positions),
        clinician_judges=judges,
        codes=Codes("use", CITE, (), (), False, False, (), ()),
        warnings=(),
        documentation=(),
        definitions=(),
        statements=(),
        notes={},
    )


@st.composite
def stated_facts(draw: st.DrawFn, service: Span) -> dict[str, Known]:
    """Some known facts; dates may be partial, and a date may come with its duration."""
    facts: dict[str, Value] = {}
    for name in YES_NO:
        if draw(st.booleans()):
            facts[name] = draw(st.booleans())
    if draw(st.booleans()):
        facts["color"] = draw(st.sampled_from(["red", "green", "blue", "none"]))
    if draw(st.booleans()):
        facts["height"] = Fraction(draw(st.sampled_from([0, 29, 30, 45, 60, 61, 100])))
    if draw(st.booleans()):
        facts["tools"] = frozenset(draw(st.sets(st.sampled_from(["awl", "bit", "cog"]))))
    if draw(st.booleans()):
        facts["judged"] = draw(st.booleans())
    if draw(st.booleans()):
        first = service.last - timedelta(days=draw(st.integers(0, 40)))
        facts["began"] = Span(first, first + timedelta(days=draw(st.sampled_from([0, 0, 1, 5]))))
    if draw(st.integers(0, 2)) == 0:
        facts["began_ago"] = draw(durations)
    if draw(st.booleans()):
        facts["tried"] = draw(durations)
    return {name: Known(name, value) for name, value in facts.items()}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A vocabulary, a policy and a case."""
    pairs = tuple(sorted(draw(st.sets(st.sampled_from(range(len(PAIRS))), max_size=4))))
    words = vocabulary(pairs, draw(st.booleans()))
    first_day = draw(st.sampled_from(SERVICE_DAYS))
    service = Span(first_day, first_day + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 3]))))
    second = draw(st.one_of(st.none(), bodies))
    judged = draw(st.booleans())
    turn = first_day + timedelta(days=draw(st.integers(-1, 3)))
    kind = draw(st.sampled_from(["one", "ends", "two"]))
    versions = {
        "one": lambda: (policy(draw(bodies), second, judged, (None, None)),),
        "ends": lambda: (policy(draw(bodies), second, judged, (None, turn)),),
        "two": lambda: (
            policy(draw(bodies), second, judged, (None, turn)),
            policy(draw(bodies), second, judged, (turn + timedelta(days=1), None)),
        ),
    }[kind]()
    levels = draw(st.sampled_from([(), ("U1",), ("L1",)]))
    code = draw(st.sampled_from(["11111", "11111", "22222", "33333", "44444"]))
    case = Case(
        payer="payer",
        date_of_service=service,
        services=(Service(code, None, levels),),
        facts=draw(stated_facts(service)),
    )
    return World(words, versions, case)
