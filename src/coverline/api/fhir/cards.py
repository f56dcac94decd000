"""Cards: one for each order, with reasons level by level, what is missing, and where the policy says so."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from coverline.api.fhir.assertions import Covered
from coverline.api.fhir.coverage_information import CODES
from coverline.api.fhir.discovery import GUIDELINE
from coverline.api.fhir.orders import Answered, Open
from coverline.api.fhir.places import form_page, policy_page
from coverline.api.fhir.registered import is_whole
from coverline.api.fhir.requests import name_of
from coverline.library import Library
from coverline.model.criteria import Citation
from coverline.model.determination import Determination, Outcome
from coverline.model.vocabulary import Vocabulary
from coverline.publish.answers import authorization_words, policy_words, subject, verdict
from coverline.publish.citation import Source, source_of
from coverline.publish.standing import Row, Standing, rows
from coverline.publish.wording import in_words

Data = dict[str, Any]

LONGEST_SUMMARY = 139
MOST_LISTED = 8
KIND = re.compile(r"[/?]")
TOPIC = {"system": CODES, "code": GUIDELINE, "display": "Guideline"}
AGAINST = frozenset({Standing.NOT_MET, Standing.PRESENT})


@dataclass(frozen=True, slots=True)
class Telling:
    """Who tells: the address of the pages, what could not be read, and the library that answers."""

    address: str
    unread: tuple[str, ...]
    library: Library


def card(answered: Answered, telling: Telling) -> Data:
    """The card of one order."""
    library = telling.library
    version = library.version(answered.parts[0].policy.id, answered.on)
    payer = library.vocabulary.payers.get(answered.case.payer, answered.case.payer)
    page = policy_page(version, library, telling.address)
    return {
        "uuid": str(uuid4()),
        "summary": _summary(answered),
        "indicator": "info" if answered.said.covered is Covered.COVERED else "warning",
        "detail": "\n".join(_detail(answered, telling)),
        "source": {"label": payer, "url": page, "topic": TOPIC},
        "links": list(_links(answered, page, telling)),
        "extension": _about([name_of(answered.order)]),
    }


def open_card(opened: Open, telling: Telling) -> Data:
    """The card of orders that no case could be made of: what would have to be there."""
    codes = dict.fromkeys(each.code for each in opened.said if each.code)
    subject = f"{', '.join(codes)}: " if codes else ""
    told = [f"- {_plain(each)}" for each in opened.question.problems]
    summary = f"{subject}no answer yet, since what the question rests on is lacking"
    return _plain_card(summary, told, [name_of(each) for each in opened.orders], telling, opened.payer)


def lost_card(orders: tuple[str, ...], telling: Telling) -> Data:
    """The card of orders that were neither sent nor to be had."""
    told = [f"- {_plain(each)} is not answered: it was neither sent nor to be had." for each in orders]
    return _plain_card("Some orders are not answered", told, list(orders), telling)


def uninsured_card(orders: list[str], telling: Telling) -> Data:
    """The card of orders for a patient of whom the EHR says that there is no coverage."""
    told = ["- found no active Coverage of the patient; expected one, under which the orders are answered."]
    return _plain_card("No answer: the patient has no active coverage", told, orders, telling)


def _plain_card(summary: str, told: list[str], orders: list[str], telling: Telling, payer: str = "") -> Data:
    return {
        "uuid": str(uuid4()),
        "summary": _short(summary),
        "indicator": "warning",
        "detail": "\n".join(told),
        "source": {"label": payer or "Coverline", "url": telling.address, "topic": TOPIC},
        "extension": _about(orders),
    }


def _about(orders: list[str]) -> Data:
    return {"davinci-crd.associated-resource": orders}


def _links(answered: Answered, page: str, telling: Telling) -> Iterator[Data]:
    yield {"label": f"The policy {answered.parts[0].policy.id}", "url": page, "type": "absolute"}
    if answered.said.form:
        form = form_page(answered.said.form.policy, telling.address)
        yield {"label": "The form that asks for what is missing", "url": form, "type": "absolute"}


def _summary(answered: Answered) -> str:
    """What is to be done, in fewer than 140 characters."""
    said = list(dict.fromkeys(verdict(part) for part in answered.parts))
    verdicts = said[0] if len(said) == 1 else "the levels differ"
    authorization = authorization_words(answered.parts[0].prior_authorization)
    return _short(f"{_subjects(answered)}: {verdicts}. Prior authorization: {authorization}.")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SUMMARY else f"{text[: LONGEST_SUMMARY - 1].rstrip()}…"


def _subjects(answered: Answered) -> str:
    levels = [part.part.level for part in answered.parts if part.part and part.part.level]
    return " ".join((answered.said.code, *([", ".join(levels)] if levels else [])))


def _detail(answered: Answered, telling: Telling) -> Iterator[str]:
    """What matters first: each level, what is missing, the criteria that decide, and what else to know."""
    library = telling.library
    for part in answered.parts:
        yield f"**{_plain(subject(part, answered.case))}**: {verdict(part)}."
        yield ""
        yield from _referred(part)
        source = source_of(library, part)
        yield from _missing(part, source, library.vocabulary)
        yield from _criteria(part, source)
    yield f"Prior authorization: {authorization_words(answered.parts[0].prior_authorization)}."
    yield from _documents(answered, library)
    yield from _warnings(answered.parts)
    yield from _day(answered)
    yield from _conflicts(answered)
    yield from _unread(telling.unread)
    yield ""
    yield f"{policy_words(answered.parts[0].policy)}. Software does not decide against care: a person does."


def _referred(part: Determination) -> Iterator[str]:
    for each in part.refer_to:
        yield f"- {each.what} decides: {each.why}."
    if part.refer_to:
        yield ""


def _missing(part: Determination, source: Source, vocabulary: Vocabulary) -> Iterator[str]:
    """What is not documented, most useful first, each with the place that asks for it."""
    if not part.missing:
        return
    cites = dict(_wanted(part, vocabulary))
    yield "Not documented, and it can still decide:"
    yield ""
    for each in part.missing[:MOST_LISTED]:
        place = f" [{source.where(cites[each.fact])}]" if each.fact in cites else ""
        yield f"- {in_words(each.fact)}: {each.question}{place}"
    yield from _more(len(part.missing))


def _wanted(part: Determination, vocabulary: Vocabulary) -> Iterator[tuple[str, Citation]]:
    """The first place that asks for each fact; a time is asked for by its date."""
    names = {in_words(fact): vocabulary.variable(fact) for fact in vocabulary.facts}
    for row in reversed(rows(part.explanation)) if part.explanation else ():
        if row.wants:
            yield names[row.wants], row.cite


def _criteria(part: Determination, source: Source) -> Iterator[str]:
    """The criteria that speak against what is asked for; where it is met, those that speak for it.

    What is still open is told by what is missing: the alternatives that are out by then would only distract.
    """
    if part.explanation is None or part.outcome is Outcome.NEEDS_INFORMATION:
        return
    telling = frozenset({Standing.SHOWN}) if part.outcome is Outcome.MET else AGAINST
    shown = [row for row in rows(part.explanation) if not row.folded and row.standing in telling]
    if shown:
        yield from (_criterion(row, source) for row in shown[:MOST_LISTED])
        yield from _more(len(shown))


def _more(count: int) -> Iterator[str]:
    if count > MOST_LISTED:
        yield f"- and {count - MOST_LISTED} more"
    yield ""


def _criterion(row: Row, source: Source) -> str:
    facts = "; ".join(_plain(str(fact)) for fact in row.facts)
    told = f" ({facts})" if facts else ""
    return f"- {row.label}: {row.standing.value}{told}, {source.where(row.cite)}"


def _documents(answered: Answered, library: Library) -> Iterator[str]:
    documents = {each.what: each for part in answered.parts for each in part.documents}
    if documents:
        yield ""
        yield "To send with a request:"
        yield ""
        source = source_of(library, answered.parts[0])
        for each in documents.values():
            yield f"- {each.what}, {source.where(each.cite)}"


def _warnings(parts: Iterable[Determination]) -> Iterator[str]:
    texts = dict.fromkeys(each.text for part in parts for each in part.warnings)
    if texts:
        yield ""
        yield from (f"- {text}" for text in texts)


def _day(answered: Answered) -> Iterator[str]:
    if not answered.case.date_of_service.is_exact:
        yield ""
        yield f"Day of service: {answered.case.date_of_service}."


def _conflicts(answered: Answered) -> Iterator[str]:
    if answered.conflicts:
        yield ""
        yield "The chart says different things, so these stay open:"
        yield ""
        yield from (f"- {_plain(each)}" for each in answered.conflicts)


def _unread(queries: tuple[str, ...]) -> Iterator[str]:
    if queries:
        # The next page of a search has an address in which nothing names what is on it.
        kinds = dict.fromkeys("more pages" if is_whole(each) else KIND.split(each)[0] for each in queries)
        yield ""
        yield f"The EHR did not give these, so what they hold is not known: {', '.join(kinds)}."


def _plain(text: str) -> str:
    """Text of the chart, without anything that Markdown would read as more than text."""
    return "".join(f"\\{each}" if each in "\\`*_[]<>#!|" else each for each in text).replace("\n", " ")
