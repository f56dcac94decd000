"""Every place in a policy where a statement of its source can live: a kind and an id."""

from collections.abc import Iterator, Mapping

from coverline.language.tables import CaseTable
from coverline.library.citations import cited
from coverline.model.criteria import walk
from coverline.model.policy import PolicyVersion
from coverline.publish.wording import spelled
from coverline.sources.register import Lines

# The kinds that a policy has once bear no id.
STATEMENTS = {
    "related_policies": "related",
    "history": "history",
    "devices": "device",
    "contraindications": "contraindication",
    "background": "background",
}


def places(policy: PolicyVersion, tables: tuple[CaseTable, ...]) -> Mapping[str, tuple[Lines, ...]]:
    """The lines that each place cites, by its name: `criterion early-path`, `code 22510`, `version`.

    A place without lines is one that the source text itself does not hold, such as a row of a case table.
    """
    found: dict[str, dict[Lines, None]] = {}
    for read in (_single, _scope, _criteria, _codes, _others):
        for name, part in read(policy):
            found.setdefault(name, {}).update(dict.fromkeys(cited(part)))
    rows = {f"case {table.id}/{row.id}": () for table in tables for row in table.rows}
    return {name: tuple(lines) for name, lines in found.items()} | rows


def _single(policy: PolicyVersion) -> Iterator[tuple[str, object]]:
    yield "title", None
    yield "source", None
    yield "version", policy.version
    yield "prior_authorization", policy.prior_authorization
    yield "codes", policy.codes.cite
    yield "documentation", policy.documentation


def _scope(policy: PolicyVersion) -> Iterator[tuple[str, object]]:
    yield "scope", (policy.scope.products_cite, policy.scope.states_cite)
    for each in policy.scope.hands_over:
        yield f"hand-over {each.id}", each
    for name, document in policy.documents.items():
        yield f"named-document {name}", document
    rules = policy.prior_authorization.rules if policy.prior_authorization else ()
    for number, rule in enumerate(rules, start=1):
        yield f"authorization-rule {number}", rule
    for question in policy.clinician_judges:
        yield f"clinician-question {question.question}", question


def _criteria(policy: PolicyVersion) -> Iterator[tuple[str, object]]:
    for position in policy.positions:
        yield f"position {position.id}", (position.criteria.cite, position.otherwise)
        for criterion in walk(position.criteria)[1:]:
            yield f"criterion {criterion.id}", criterion.cite


def _codes(policy: PolicyVersion) -> Iterator[tuple[str, object]]:
    for entry in (*policy.codes.procedures, *policy.codes.diagnoses):
        for code in entry.codes:
            yield f"code {spelled(code, entry.system)}", entry
    for misprint in policy.codes.misprints:
        yield f"misprint {misprint.printed}", misprint


def _others(policy: PolicyVersion) -> Iterator[tuple[str, object]]:
    for warning in policy.warnings:
        yield f"warning {warning.id}", warning
    for document in policy.documentation:
        yield f"document {document.id}", document
    for definition in policy.definitions:
        yield f"definition {definition.id}", definition
    for statement in policy.statements:
        yield f"{STATEMENTS[statement.section]} {statement.id}", statement
    for note in policy.notes.values():
        yield f"note {note.id}", note
