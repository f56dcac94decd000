"""What every payer says of a case: blocks for people, one for each level."""

from collections.abc import Iterator
from textwrap import wrap

from coverline.cli.answer import coloured
from coverline.cli.terminal import faint, heading
from coverline.library import Library
from coverline.library.comparison import Compared
from coverline.model.case import Case
from coverline.model.determination import Outcome, PolicyInForce
from coverline.publish.answers import subject, verdict
from coverline.publish.citation import lines as source_lines
from coverline.publish.wording import in_words, services

Parts = tuple[tuple[Compared, ...], ...]

WIDTH = 100
MARGIN = 16
TITLE = 9
VERDICT = 45


def comparison_lines(name: str, case: Case, parts: Parts, library: Library) -> Iterator[str]:
    """A block for each part, a row for each payer, and below the row what it rests on."""
    yield heading(name)
    for payers in parts:
        yield ""
        yield heading(subject(payers[0].part, case))
        for each in payers:
            yield from _payer(each)
    yield ""
    yield heading("Policies")
    for each in parts[0]:
        yield f"  {each.payer:<{MARGIN - 4}}  {_policy(each.part.policy)}"
    yield ""
    yield faint("Authorization is per the policies; confirm it with the plan.")
    yield faint(f"Content {library.content_hash[:12]}. Not medical advice and not a coverage decision.")


def _payer(compared: Compared) -> Iterator[str]:
    part = compared.part
    said = coloured(f"{verdict(part):<{VERDICT}}", part.outcome)
    authorization = f"authorization {in_words(part.prior_authorization.value)}"
    yield f"  {compared.payer:<{MARGIN - 4}}  {said}  {authorization}"
    for title, text in _details(compared):
        first, *others = wrap(text, WIDTH - MARGIN - TITLE)
        yield f"{'':{MARGIN}}{title:<{TITLE}}{first}"
        yield from (f"{'':{MARGIN + TITLE}}{line}" for line in others)


def _details(compared: Compared) -> Iterator[tuple[str, str]]:
    part = compared.part
    if part.outcome is Outcome.NOT_MET and part.category:
        yield "called", f"{in_words(part.category.value)} (the policy's words)"
    for criterion in compared.separates:
        yield "unless", f"{criterion.label}  {source_lines(criterion.cite)}"
    if part.missing:
        yield "lacks", ", ".join(each.fact for each in part.missing)
    for what in dict.fromkeys(each.what for each in part.refer_to):
        yield "see", what
    if part.warnings:
        count = len(part.warnings)
        yield "care", f"{count} {'warning' if count == 1 else 'warnings'}; decide tells them"


def _policy(policy: PolicyInForce) -> str:
    if policy.version is None:
        return f"{policy.id}; no version is known to decide on this date"
    return f"{policy.id}, version {policy.version}; {services(policy.effective_from, policy.effective_to)}"
