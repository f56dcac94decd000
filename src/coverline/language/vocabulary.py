"""Reads the vocabulary that all payers share, and holds it to what an exact engine needs."""

from dataclasses import replace

from coverline.document import Entries, Node
from coverline.language.chart import read_chart
from coverline.language.conform import Conformance
from coverline.language.consistency import exclusion_problems, fact_problems, name_problems
from coverline.language.fields import Fields
from coverline.language.grammar.chart import CHART_PLACE, YES
from coverline.language.messages import Message, refuse
from coverline.language.quantities import read_yes_no
from coverline.language.shapes import Anything, ListOf, Named, OneOf, Record, Words, may, need
from coverline.language.words import Place, read_test
from coverline.model.criteria import Among, Amount, Test
from coverline.model.vocabulary import Contractor, Fact, Follows, Kind, Vocabulary
from coverline.problem import Problem, Unreadable

_NAMES = ListOf("names", Words("a name"), least=1)
_FACT = Record(
    "a fact",
    {
        "type": need(OneOf("a type of value", tuple(kind.value for kind in Kind))),
        "values": may(_NAMES),
        "elapsed_of": may(Words("the name of a date")),
        "derived": may(YES),
        "judged": may(YES),
        "fixed": may(YES),
        "question": need(Words("a question")),
        "meaning": need(Words("a sentence")),
        "fhir": may(ListOf("places in a chart", CHART_PLACE, least=1)),
    },
)
_FOLLOWS = Record(
    "a rule of what follows",
    {"when": need(Anything("one test")), "then": need(Anything("one test")), "unless_stated": may(YES)},
)
VOCABULARY = Record(
    "the vocabulary",
    {
        "payers": need(Named("payers with their names", Words("a name"))),
        "products": need(Record("the products", {"commercial": need(_NAMES), "other": need(_NAMES)})),
        "settings": need(_NAMES),
        "techniques": need(_NAMES),
        "technique_groups": need(Named("groups of techniques", _NAMES)),
        "regions": need(Named("regions with their levels", _NAMES)),
        "contractors": need(
            Record(
                "the Medicare contractors",
                {"basis": need(Words()), "states": need(Named("contractors with their states", _NAMES))},
            )
        ),
        "questions": need(
            Record(
                "the questions on a case",
                {
                    "technique": need(Words("a question")),
                    "levels": need(Words("a question")),
                    "date_of_service": need(Words("a question")),
                },
            )
        ),
        "facts": need(Named("facts", _FACT)),
        "follows": need(ListOf("rules", _FOLLOWS)),
    },
)
EMPTY = Vocabulary({}, (), (), (), (), {}, {}, (), (), (), {}, {})


def read_vocabulary(node: Node) -> Vocabulary:
    """The vocabulary of a file; Unreadable with every problem in it."""
    conformance = Conformance(EMPTY)
    conformance.check(node, VOCABULARY)
    if conformance.problems:
        raise Unreadable(conformance.problems)
    assert isinstance(node, Entries)
    fields = Fields(node)
    vocabulary = _vocabulary(fields)
    problems = [*name_problems(fields, vocabulary), *fact_problems(fields, vocabulary)]
    if problems:
        raise Unreadable(problems)
    follows = _follows(fields, vocabulary)
    problems = list(exclusion_problems(fields, vocabulary, follows))
    if problems:
        raise Unreadable(problems)
    chart = read_chart(fields, vocabulary)
    facts = {name: replace(fact, chart=chart[name]) for name, fact in vocabulary.facts.items()}
    return replace(vocabulary, facts=facts, follows=follows)


def _vocabulary(fields: Fields) -> Vocabulary:
    products = Fields(_entries(fields, "products"))
    contractors = Fields(_entries(fields, "contractors"))
    regions = _lists(fields, "regions")
    commercial = products.texts("commercial")
    return Vocabulary(
        facts={name: _fact(name, each) for name, each in fields.named("facts")},
        follows=(),
        products=commercial + products.texts("other"),
        commercial_products=commercial,
        techniques=fields.texts("techniques"),
        technique_groups=_lists(fields, "technique_groups"),
        levels={level: region for region, levels in regions.items() for level in levels},
        regions=tuple(regions),
        settings=fields.texts("settings"),
        contractors=tuple(Contractor(*each) for each in _lists(contractors, "states").items()),
        payers=_words(fields, "payers"),
        questions=_words(fields, "questions"),
    )


def _entries(fields: Fields, key: str) -> Entries:
    value = fields.value(key)
    assert isinstance(value, Entries), key
    return value


def _lists(fields: Fields, key: str) -> dict[str, tuple[str, ...]]:
    entries = _entries(fields, key)
    return {name.text: Fields(entries).texts(name.text) for name, _ in entries.entries}


def _words(fields: Fields, key: str) -> dict[str, str]:
    entries = _entries(fields, key)
    return {name.text: Fields(entries).text(name.text) for name, _ in entries.entries}


def _fact(name: str, fields: Fields) -> Fact:
    return Fact(
        name,
        Kind(fields.text("type")),
        fields.text("question"),
        fields.text("meaning"),
        fields.texts("values"),
        fields.optional("elapsed_of"),
        fields.has("derived") and read_yes_no(fields.scalar("derived")),
        fields.has("judged") and read_yes_no(fields.scalar("judged")),
        fields.has("fixed") and read_yes_no(fields.scalar("fixed")),
    )


def _follows(fields: Fields, vocabulary: Vocabulary) -> tuple[Follows, ...]:
    """What follows from what; Unreadable with every rule that is none."""
    rules: list[Follows] = []
    problems: list[Problem] = []
    for row in fields.records("follows"):
        try:
            presumed = row.has("unless_stated") and read_yes_no(row.scalar("unless_stated"))
            rule = Follows(_one_test(row, "when", vocabulary), _one_test(row, "then", vocabulary), presumed)
            if rule.when.fact == rule.then.fact:
                raise refuse(row.node, Message.NOT_A_PAIR, name=rule.when.fact)
            rules.append(rule)
        except Unreadable as unreadable:
            problems.extend(unreadable.problems)
    if problems:
        raise Unreadable(problems)
    return tuple(rules)


def _one_test(row: Fields, key: str, vocabulary: Vocabulary) -> Test:
    node = row.value(key)
    if not isinstance(node, Entries) or len(node.entries) != 1:
        count = len(node.entries) if isinstance(node, Entries) else "no"
        raise refuse(node, Message.NOT_ONE_TEST, count=count)
    name, value = node.entries[0]
    test = read_test(name, value, Place.CRITERION, vocabulary)
    if not isinstance(test.relation, Among | Amount):
        raise refuse(name, Message.FOLLOWS_KIND, name=name.text, kind=vocabulary.facts[name.text].kind.value)
    return test
