"""What a determination asserts of one order, in the codes of CRD: never that it is not covered.

Software asserts what the policy says yes to. Everything else is conditional: on what is still to be
documented, on a person's judgement, or on whatever decides instead.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from coverline.decide.usefulness import DATE_OF_SERVICE, TECHNIQUE
from coverline.intake.gaps import Wanting
from coverline.model.case import Case
from coverline.model.determination import Determination, Outcome
from coverline.model.policy import Authorization
from coverline.publish.answers import authorization_words, subject, verdict
from coverline.publish.wording import in_words

_SILENT = "The EHR gave nothing of the chart that it was asked for, so that it could not be judged"


class Covered(Enum):
    """Whether the service is covered; that it is not is for people to say, and has no code here.

    Indeterminate is what could not be judged, since nothing of the chart was to be had.
    """

    COVERED = "covered"
    CONDITIONAL = "conditional"
    INDETERMINATE = "indeterminate"


class AuthorizationNeeded(Enum):
    """Whether the plan must agree before the service."""

    NO_AUTHORIZATION = "no-auth"
    NEEDED = "auth-needed"
    CONDITIONAL = "conditional"


class Purpose(Enum):
    """What documents are for."""

    WITH_AUTHORIZATION = "withpa"
    RETAINED = "retain-doc"


class Information(Enum):
    """What would have to be known first, where something is conditional."""

    LOCATION = "location"
    TIME = "timeframe"
    CONTRACT = "contract-window"
    CODE = "detail-code"
    OTHER = "OTH"


class Cause(Enum):
    """Why something is open, in the codes that the standard has for it."""

    TECHNICAL = "technical"
    NO_ACTIVE_COVERAGE = "no-active-coverage"


@dataclass(frozen=True, slots=True)
class Form:
    """The form that gathers what a policy version asks for."""

    policy: str
    version: str | None


@dataclass(frozen=True, slots=True)
class Assertion:
    """What is asserted of one order under one coverage.

    `form` is given where documents are needed. `cause` is the code of the first reason, if it has one.
    `expires` is the last day, YYYY-MM-DD, on which it can hold, empty where that is open.
    """

    covered: Covered
    authorization: AuthorizationNeeded
    form: Form | None
    purpose: Purpose
    information: tuple[Information, ...]
    code: str
    cause: Cause | None
    reasons: tuple[str, ...]
    expires: str


def assertion(
    parts: tuple[Determination, ...],
    case: Case,
    settled_by_setting: bool,
    scheduled: bool,
    silent: bool = False,
) -> Assertion:
    """The assertion of one order from all its parts; a part that is not met makes it conditional.

    `settled_by_setting` says that authorization is open only until the setting is known, `scheduled` that the
    order names a day; without one the assertion is on any day of the case's, and ends with them. `silent`
    says that nothing of the chart was to be had, so that what it would have told is no fault of its.
    """
    first = parts[0]
    assert first.part is not None
    covered = _covered(parts, silent)
    needed = _authorization(first.prior_authorization)
    open_questions = [*_information(parts)] if covered is Covered.CONDITIONAL else []
    if needed is AuthorizationNeeded.CONDITIONAL:
        open_questions.append(Information.LOCATION if settled_by_setting else Information.OTHER)
    asked = any(part.missing for part in parts)
    with_authorization = needed is AuthorizationNeeded.NEEDED
    documents = asked or (with_authorization and any(part.documents for part in parts))
    return Assertion(
        covered=covered,
        authorization=needed,
        form=Form(first.policy.id, first.policy.version) if documents else None,
        purpose=Purpose.WITH_AUTHORIZATION if with_authorization else Purpose.RETAINED,
        information=tuple(dict.fromkeys(open_questions)),
        code=case.services[first.part.index].code,
        cause=Cause.TECHNICAL if covered is Covered.INDETERMINATE else None,
        reasons=(
            *((_SILENT,) if covered is Covered.INDETERMINATE else ()),
            *_reasons(parts, case),
            *(() if scheduled else (_any_day(case),)),
        ),
        expires=min(_ends(parts, case, scheduled), default=""),
    )


def open_assertion(code: str, wanting: frozenset[Wanting], problems: tuple[str, ...]) -> Assertion:
    """The assertion of an order that no case could be made of: all is open until that is mended."""
    ended = Wanting.COVERAGE in wanting
    needed = {
        Information.CONTRACT: ended,
        Information.CODE: Wanting.CODE in wanting,
        Information.OTHER: not ended and Wanting.CODE not in wanting,
    }
    return Assertion(
        covered=Covered.CONDITIONAL,
        authorization=AuthorizationNeeded.CONDITIONAL,
        form=None,
        purpose=Purpose.RETAINED,
        information=tuple(each for each, is_so in needed.items() if is_so),
        code=code,
        cause=Cause.NO_ACTIVE_COVERAGE if ended else None,
        reasons=problems,
        expires="",
    )


def _covered(parts: tuple[Determination, ...], silent: bool) -> Covered:
    if all(part.outcome is Outcome.MET for part in parts):
        return Covered.COVERED
    unasked = silent and any(part.outcome is Outcome.NEEDS_INFORMATION for part in parts)
    return Covered.INDETERMINATE if unasked else Covered.CONDITIONAL


def _authorization(answer: Authorization) -> AuthorizationNeeded:
    match answer:
        case Authorization.REQUIRED:
            return AuthorizationNeeded.NEEDED
        case Authorization.NOT_REQUIRED:
            return AuthorizationNeeded.NO_AUTHORIZATION
        case Authorization.UNKNOWN:
            return AuthorizationNeeded.CONDITIONAL
        case _:
            assert_never(answer)


def _information(parts: Iterable[Determination]) -> Iterator[Information]:
    for part in parts:
        if part.outcome is Outcome.MET:
            continue
        named = {each.fact for each in part.missing}
        if TECHNIQUE in named:
            yield Information.CODE
        if DATE_OF_SERVICE in named:
            yield Information.TIME
        if not named or named - {TECHNIQUE, DATE_OF_SERVICE}:
            yield Information.OTHER


def _reasons(parts: tuple[Determination, ...], case: Case) -> Iterator[str]:
    """One reason for each level, and one on authorization."""
    for part in parts:
        yield f"{subject(part, case)}: {verdict(part)}{_because(part)}"
    yield f"Prior authorization: {authorization_words(parts[0].prior_authorization)}"


def _any_day(case: Case) -> str:
    days = case.date_of_service
    return f"No day of service is ordered: this is on any day from {days.first} to {days.last}"


def _ends(parts: Iterable[Determination], case: Case, scheduled: bool) -> Iterator[str]:
    yield from (part.policy.effective_to for part in parts if part.policy.effective_to)
    if not scheduled:
        yield case.date_of_service.last.isoformat()


def _because(part: Determination) -> str:
    said = [f"{each.what} decides ({each.why})" for each in part.refer_to]
    if part.missing:
        said.append(f"not documented: {', '.join(in_words(each.fact) for each in part.missing)}")
    return f": {'; '.join(said)}" if said else ""
