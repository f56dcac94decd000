"""An answer as a coordinator reads it: each level first, then what to do, then every reason."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from coverline.cli.criteria import checklist
from coverline.cli.paths import path_lines
from coverline.cli.terminal import bad, faint, good, heading, open_question
from coverline.model.case import Case
from coverline.model.determination import Determination, Outcome
from coverline.publish.answers import ASSUMED, authorization_words, policy_words, subject, verdict
from coverline.publish.citation import Source
from coverline.publish.wording import in_words
from coverline.search.paths import Paths


def answer_lines(name: str, case: Case, answer: Determination, source: Source, paths: Paths) -> Iterator[str]:
    """The lines that people read of one case."""
    parts = answer.services or (answer,)
    yield heading(name)
    yield from _levels(parts, case)
    yield ""
    yield f"Policy         {policy_words(answer.policy)}"
    yield f"Authorization  {authorization_words(answer.prior_authorization)}"
    for assumed in answer.assumed:
        yield f"Assumed        {ASSUMED.get(assumed, in_words(assumed))}"
    yield from _block("To ask next", _questions(parts))
    yield from _block("It would be met", path_lines(paths, [subject(part, case) for part in parts]))
    yield from _block("See", _referrals(answer, source))
    yield from _criteria(parts, case, source)
    yield from _block("Codes", _codes(answer, source))
    yield from _block(
        "Take care", (f"! {each.text}  {faint(source.where(each.cite))}" for each in answer.warnings)
    )
    yield from _block(
        "To send", (f"[ ] {each.what}  {faint(source.where(each.cite))}" for each in answer.documents)
    )
    yield ""
    yield faint(f"Content {answer.content_hash[:12]}. Not medical advice and not a coverage decision.")


def _block(title: str, lines: Iterable[str]) -> Iterator[str]:
    shown = tuple(lines)
    if shown:
        yield ""
        yield heading(title)
        yield from (f"  {line}" for line in shown)


def _levels(parts: tuple[Determination, ...], case: Case) -> Iterator[str]:
    named = [(subject(part, case), part) for part in parts]
    width = max(len(name) for name, _ in named)
    for name, part in named:
        yield f"  {name:<{width}}  {_coloured_verdict(part)}"
    met = [name for name, part in named if part.outcome is Outcome.MET]
    if 0 < len(met) < len(parts):
        yield f"  Meets the policy although another part does not: {'; '.join(met)}"


def _coloured_verdict(part: Determination) -> str:
    category = f" (the policy's words: {in_words(part.category.value)})" if part.category else ""
    said = f"{verdict(part)}{category}" if part.outcome is Outcome.NOT_MET else verdict(part)
    return coloured(said, part.outcome)


def coloured(text: str, outcome: Outcome) -> str:
    """Text in the colour of an outcome."""
    if outcome is Outcome.MET:
        return good(text)
    return bad(text) if outcome is Outcome.NOT_MET else open_question(text)


def _questions(parts: tuple[Determination, ...]) -> Iterator[str]:
    # A question that several levels share is asked once, for all of them.
    asked: dict[tuple[str, str], list[str]] = {}
    for part in parts:
        for each in part.missing:
            level = (part.part.level if part.part else None) or ""
            asked.setdefault((each.question, each.fact), []).append(level)
    for number, ((question, fact), levels) in enumerate(asked.items(), 1):
        of_levels = f" for {', '.join(levels)}" if len(parts) > 1 and all(levels) else ""
        yield f"{number}. {question}  {faint(f'{fact}{of_levels}')}"


def _referrals(answer: Determination, source: Source) -> Iterator[str]:
    for each in answer.refer_to:
        yield f"{each.what}  {faint(source.where(each.cite))}"
        yield f"  {each.why}"


def _criteria(parts: tuple[Determination, ...], case: Case, source: Source) -> Iterator[str]:
    for explanation, group in groupby(parts, key=lambda part: part.explanation):
        if explanation is not None:
            subjects = "; ".join(subject(part, case) for part in group)
            yield from _block(f"Criteria for {subjects}", checklist(explanation, source))


def _codes(answer: Determination, source: Source) -> Iterator[str]:
    # Findings that share their words are said together.
    said: dict[tuple[str, str], list[str]] = {}
    for each in answer.code_findings:
        cite = f" {faint(source.where(each.cite))}" if each.cite else ""
        said.setdefault((each.finding.value, each.note), []).append(f"{each.code} ({each.system}){cite}")
    for (finding, note), codes in said.items():
        yield f"{in_words(finding)}: {', '.join(codes)}"
        if note:
            yield f"  {note}"
