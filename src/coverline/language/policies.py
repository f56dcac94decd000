"""Reads a policy file into a policy version, collecting every problem in it."""

from collections.abc import Iterator

from coverline.document import Entries, Node, Scalar
from coverline.language import rules, statements
from coverline.language.code_lists import Expand, code_problems, codes, range_problems, unlisted
from coverline.language.conform import Conformance
from coverline.language.criteria import DEEPEST_GROUPS, count_problems, group_depth
from coverline.language.fates import fate_problems
from coverline.language.fields import Fields
from coverline.language.grammar.policy import POLICY
from coverline.language.messages import Message, listed, problem, shortened
from coverline.language.tables import table_problems
from coverline.language.words import Place
from coverline.model.criteria import Elapsed
from coverline.model.policy import PolicyVersion
from coverline.model.vocabulary import Kind, Vocabulary
from coverline.problem import Problem, Todo, Unreadable, nearest


def read_policy(node: Node, vocabulary: Vocabulary, expand: Expand) -> PolicyVersion:
    """The policy version of a file; Unreadable with every problem in it.

    `expand` gives all complete ICD-10-CM codes between two normalized ones.
    """
    policy, problems, _ = check_policy(node, vocabulary, expand)
    if policy is None:
        raise Unreadable(_without_todos(problems))
    return policy


def _without_todos(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems, with one in the place of all todos: who decides with a draft needs no list of them."""
    todos = [each for each in problems if isinstance(each, Todo)]
    others = tuple(each for each in problems if not isinstance(each, Todo))
    if not todos:
        return others
    found = "1 todo" if len(todos) == 1 else f"{len(todos)} todos"
    expected = "a finished policy: nothing decides with a draft"
    return (*others, Problem(todos[0].file, 0, found, expected, hint="coverline check lists them"))


def check_policy(
    node: Node, vocabulary: Vocabulary, expand: Expand
) -> tuple[PolicyVersion | None, tuple[Problem, ...], tuple[Problem, ...]]:
    """The policy version, or None and every problem; beside it what deserves caution."""
    conformance = Conformance(vocabulary, draft=True)
    conformance.check(node, POLICY)
    conformance.resolve()
    conformance.report_unused("note")
    conformance.report_unused("named document")
    problems = conformance.problems
    if isinstance(node, Entries):
        fields = Fields(node)
        problems = [*problems, *_meaning_problems(fields, vocabulary, expand, _Faulty(fields, problems))]
    if problems:
        return None, tuple(sorted(problems, key=lambda each: (each.line, each.column))), ()
    assert isinstance(node, Entries)
    policy = _policy(Fields(node), vocabulary, expand)
    return policy, (), tuple(_cautions(Fields(node), policy, expand))


class _Faulty:
    """Which sections of a file have problems, so that nothing is built from them."""

    def __init__(self, fields: Fields, problems: list[Problem]) -> None:
        self.starts = [(name.line, name.text) for name, _ in fields.node.entries]
        self.sections = {self._section(each) for each in problems}
        self.missing = {key for key, each in POLICY.keys.items() if each.required and not fields.has(key)}

    def _section(self, found: Problem) -> str:
        return next((name for line, name in reversed(self.starts) if line <= found.line), "")

    def clean(self, *sections: str) -> bool:
        """Whether all these sections are there, where they must be, and have no problem."""
        return self.missing.isdisjoint(sections) and self.sections.isdisjoint(sections)


def _meaning_problems(
    fields: Fields, vocabulary: Vocabulary, expand: Expand, faulty: _Faulty
) -> Iterator[Problem]:
    if faulty.clean("scope", "positions", "clinician_judges"):
        yield from fate_problems(fields, vocabulary)
    if faulty.clean("positions"):
        for each in fields.records("positions"):
            met_when = each.record("met_when")
            yield from count_problems(met_when) if met_when is not None else ()
    if faulty.clean("clinician_judges"):
        yield from _question_problems(fields, vocabulary)
    if faulty.clean("codes"):
        codes_fields = fields.record("codes")
        assert codes_fields is not None
        found = tuple(code_problems(codes_fields))
        yield from found or range_problems(codes_fields, expand)
    if faulty.clean("warnings"):
        yield from _warning_problems(fields, vocabulary)
    if faulty.clean("payer", "cases"):
        yield from table_problems(fields, vocabulary)


def _question_problems(fields: Fields, vocabulary: Vocabulary) -> Iterator[Problem]:
    judged = tuple(
        fact.name for fact in vocabulary.facts.values() if fact.judged and fact.kind is Kind.YES_NO
    )
    for row in fields.records("clinician_judges"):
        asked = row.scalar("ask")
        if asked.text not in judged:
            hint = nearest(asked.text, judged)
            name = shortened(asked.text)
            yield problem(asked, Message.NOT_JUDGED, name=name, known=listed(judged), hint=hint)


def _warning_problems(fields: Fields, vocabulary: Vocabulary) -> Iterator[Problem]:
    for row in fields.records("warnings"):
        tests = row.tests("names_day_when", Place.CRITERION, vocabulary)
        if tests and (len(tests) > 1 or not isinstance(tests[0].relation, Elapsed)):
            yield problem(row.value("names_day_when"), Message.NOT_ELAPSED, name=tests[0].fact)


def _policy(fields: Fields, vocabulary: Vocabulary, expand: Expand) -> PolicyVersion:
    version, scope, code_lists = fields.record("version"), fields.record("scope"), fields.record("codes")
    assert version is not None
    assert scope is not None
    assert code_lists is not None
    return PolicyVersion(
        id=fields.text("policy"),
        title=fields.text("title"),
        payer=fields.text("payer"),
        source=fields.text("source"),
        version=rules.version(version),
        documents={name: rules.named_document(name, each) for name, each in fields.named("named_documents")},
        scope=rules.scope(scope, vocabulary),
        prior_authorization=rules.prior_authorization(fields.record("prior_authorization"), vocabulary),
        positions=tuple(rules.position(each, vocabulary) for each in fields.records("positions")),
        clinician_judges=tuple(
            rules.clinician_judges(each, vocabulary) for each in fields.records("clinician_judges")
        ),
        codes=codes(code_lists, vocabulary, expand),
        warnings=tuple(statements.warning(each, vocabulary) for each in fields.records("warnings")),
        documentation=statements.documentation(fields.record("documentation")),
        definitions=tuple(statements.definition(each) for each in fields.records("definitions")),
        statements=statements.statements(fields),
        notes={name: statements.note(name, each) for name, each in fields.named("notes")},
    )


def _cautions(fields: Fields, policy: PolicyVersion, expand: Expand) -> Iterator[Problem]:
    for row, position in zip(fields.records("positions"), policy.positions, strict=True):
        depth = group_depth(position.criteria)
        if depth > DEEPEST_GROUPS:
            label = row.value("label")
            assert isinstance(label, Scalar)
            yield problem(label, Message.DEEP_GROUPS, depth=depth, deepest=DEEPEST_GROUPS)
    code_lists = fields.record("codes")
    assert code_lists is not None
    yield from unlisted(code_lists, expand)
