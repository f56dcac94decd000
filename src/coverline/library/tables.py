"""A policy's own case tables, decided and compared with what their rows expect."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coverline.codesets.form import normalize
from coverline.decide.determine import inquire
from coverline.decide.facts import Undecidable
from coverline.decide.parts import parts_of_case
from coverline.decide.referrals import local_name
from coverline.decide.separating import turned
from coverline.language.tables import CaseRow, CaseTable, Expectations
from coverline.library.answering import Library
from coverline.model.determination import Determination, Explanation
from coverline.model.policy import NamedDocument, PolicyVersion
from coverline.model.truth import Truth


@dataclass(frozen=True, slots=True)
class RowResult:
    """One row and every way in which its answer is not the expected one; none where it passes."""

    table: str
    row: CaseRow
    failures: tuple[str, ...]


def results(policy: PolicyVersion, tables: Iterable[CaseTable], library: Library) -> Iterator[RowResult]:
    """The result of every row, in order."""
    for table in tables:
        for row in table.rows:
            yield RowResult(table.id, row, tuple(_failures(policy, row, library)))


def _failures(policy: PolicyVersion, row: CaseRow, library: Library) -> Iterator[str]:
    try:
        found = library.decide(row.case)
    except Undecidable as undecidable:
        yield f"expected {row.expects.outcome.value}, got no answer: {undecidable}"
        return
    yield from _differences(row.expects, found, policy)
    for name in row.expects.because:
        if _turned(name, policy, row, found, library) is not Truth.YES:
            yield f"expected that {name} alone keeps the case from being met, got another reason"
    for name in row.expects.shows:
        if _turned(name, policy, row, found, library) in (Truth.YES, None):
            yield f"expected that the case is met only by {name}, got it met without"


def _differences(expects: Expectations, found: Determination, policy: PolicyVersion) -> Iterator[str]:
    yield from _unlike("outcome", expects.outcome.value, found.outcome.value)
    category = found.category.value if found.category else "none printed"
    if expects.category is not None:
        named = expects.category if isinstance(expects.category, str) else expects.category.value
        yield from _unlike("category", named, category)
    if expects.action is not None:
        yield from _unlike("action", expects.action.value, found.action.value)
    if expects.prior_authorization is not None:
        answer = found.prior_authorization.value
        yield from _unlike("prior authorization", expects.prior_authorization.value, answer)
    if expects.assumes is not None:
        yield from _unlike("assumed", _listed(expects.assumes), _listed(found.assumed))
    missing = [each.fact for each in found.missing]
    yield from (
        f"expected {name} in what is missing, got {_listed(missing)}"
        for name in expects.asks
        if name not in missing
    )
    yield from (f"expected no question on {name}, got one" for name in expects.never_asks if name in missing)
    yield from _warned(expects, found, policy)
    if expects.version is not None:
        yield from _unlike("version", expects.version, found.policy.version or "none")
    if expects.refers_to is not None:
        yield from _referred(expects.refers_to, [each.what for each in found.refer_to], policy)
    yield from _coded(expects, found)


def _unlike(what: str, expected: str, got: str) -> Iterator[str]:
    if expected != got:
        yield f"expected {what} {expected}, got {got}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _warned(expects: Expectations, found: Determination, policy: PolicyVersion) -> Iterator[str]:
    # What the code systems warn of is no matter of the policy's table.
    own = {each.id for each in policy.warnings}
    if expects.warns is not None:
        got = _listed(sorted(each.id for each in found.warnings if each.id in own))
        yield from _unlike("warnings", _listed(sorted(expects.warns)), got)
    if expects.names_day is not None and not any(
        f"({expects.names_day})" in each.text for each in found.warnings
    ):
        yield f"expected a warning that names {expects.names_day}, got none"


def _referred(expected: tuple[str, ...], got: list[str], policy: PolicyVersion) -> Iterator[str]:
    documents = {name: _titles(policy.documents[name]) for name in expected}
    for name, titles in documents.items():
        if not titles & set(got):
            yield f"expected a referral to {name}, got {_listed(got)}"
    for what in got:
        if not any(what in titles for titles in documents.values()):
            yield f"expected no referral to {what}, got it"


def _titles(document: NamedDocument) -> set[str]:
    """What a referral to a document can be called: its title, or a determination of a contractor."""
    own = document.by_contractor or {}
    return {
        document.title,
        *(local_name(number, name) for name, each in own.items() for number in each.numbers),
    }


def _coded(expects: Expectations, found: Determination) -> Iterator[str]:
    for code, findings in expects.codes:
        got = {each.finding for each in found.code_findings if normalize(each.code) == code}
        expected = _listed(sorted(each.value for each in findings))
        yield from _unlike(f"code finding of {code}", expected, _listed(sorted(each.value for each in got)))


def _turned(
    name: str, policy: PolicyVersion, row: CaseRow, found: Determination, library: Library
) -> Truth | None:
    """What the criteria come to where the named criterion alone is the other way; None without such a one."""
    explained = found.services[0].explanation
    node = _named(explained, name) if explained else None
    if explained is None or node is None or node.result is Truth.UNKNOWN:
        return None
    plan = library.plan(policy.id)
    consequences = plan.of(policy).domains.consequences
    part = parts_of_case(row.case, library.procedure_codes, consequences)[0]
    return turned(node, explained, inquire(part, row.case, plan).situations, library.vocabulary)


def _named(explained: Explanation, name: str) -> Explanation | None:
    if explained.criterion.id == name:
        return explained
    return next((found for child in explained.children if (found := _named(child, name))), None)
