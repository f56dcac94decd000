"""A case with the answers of a response in it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from coverline.codesets.form import normalize
from coverline.decide.missing import LEVELS
from coverline.decide.usefulness import DATE_OF_SERVICE, TECHNIQUE
from coverline.forms.draft import parts
from coverline.forms.fields import PRODUCT, SERVICE, SETTING, STATE
from coverline.forms.questions import questions_of
from coverline.forms.reading import Answers
from coverline.library import Library
from coverline.model.case import Case, Known, Lesion, Service
from coverline.model.quantity import Span

# A service without a day is for some day soon.
SOON = timedelta(days=90)


def case_of(answers: Answers, library: Library, today: date, known: Case | None = None) -> Case:
    """The case that a response tells, of one service at its levels; `known` fills in what it does not ask.

    Facts of the form are taken from the response alone: what it leaves empty is unknown.
    """
    base = known or _empty(answers, library, today)
    said = {name: each.value for name, each in answers.fields.items()}
    service = base.services[0]
    code, technique = said.get(SERVICE, service.code), said.get(TECHNIQUE, service.technique)
    levels, day = said.get(LEVELS, frozenset(service.levels)), said.get(DATE_OF_SERVICE, base.date_of_service)
    assert isinstance(levels, frozenset)
    assert isinstance(day, Span)
    return replace(
        base,
        date_of_service=day,
        services=(Service(str(code), str(technique) if technique else None, _ordered(levels, library)),),
        setting=_text(said.get(SETTING), base.setting),
        product=_text(said.get(PRODUCT), base.product),
        state=_text(said.get(STATE), base.state),
        facts={**_unasked(base, answers, library), **answers.facts},
        lesions=(),
    )


def _empty(answers: Answers, library: Library, today: date) -> Case:
    payer = library.policies[answers.policy][-1].payer if answers.policy is not None else ""
    return Case(payer, Span(today, today + SOON), (Service(""),))


def _ordered(levels: frozenset[str], library: Library) -> tuple[str, ...]:
    return tuple(each for each in library.vocabulary.levels if each in levels)


def _text(said: object, otherwise: str | None) -> str | None:
    return said if isinstance(said, str) else otherwise


def _unasked(case: Case, answers: Answers, library: Library) -> dict[str, Known]:
    """Facts of the case that the form does not ask for."""
    return _not_in(_asked(answers, library), case.facts)


def _asked(answers: Answers, library: Library) -> frozenset[str]:
    """What the form of a response asks for; nothing where it is none of ours."""
    if answers.policy is None:
        return frozenset()
    versions = library.policies[answers.policy]
    named = next((each for each in versions if each.version.name == answers.version), versions[-1])
    return frozenset(each.name for each in questions_of(named, library).all)


def _not_in(names: frozenset[str], facts: Mapping[str, Known]) -> dict[str, Known]:
    return {name: each for name, each in facts.items() if name not in names}


def answered(case: Case, answers: Answers, library: Library) -> Case:
    """A case with what a response says at its levels, or of the whole case where it covers all of it.

    Where the case has other levels too, each level gets facts of its own. Facts of the form are taken from
    the response alone.
    """
    named = answers.fields.get(LEVELS)
    levels = named.value if named is not None else frozenset()
    assert isinstance(levels, frozenset)
    index = _service(case, answers)
    services = list(case.services)
    told = case_of(answers, library, date.min, replace(case, services=(services[index],)))
    every = {level for each in services for level in each.levels}
    if not levels or (every <= levels and not case.lesions):
        services[index] = told.services[0]
        return replace(told, services=tuple(services))
    services[index] = replace(services[index], technique=told.services[0].technique)
    asked, shared = _asked(answers, library), _unasked(case, answers, library)
    own = _by_level(case, library, frozenset(shared))
    for level in sorted(levels):
        own[level] = _not_in(asked, own.get(level, {})) | dict(answers.facts)
    lesions = tuple(Lesion((level,), facts) for level, facts in own.items())
    return replace(told, services=tuple(services), facts=shared, lesions=lesions)


def _service(case: Case, answers: Answers) -> int:
    """Which service of a case a response is about: the one whose code it names, else the first."""
    said = answers.fields.get(SERVICE)
    codes = [normalize(each.code) for each in case.services]
    wanted = normalize(str(said.value)) if said is not None else ""
    return codes.index(wanted) if wanted in codes else 0


def _by_level(case: Case, library: Library, shared: frozenset[str]) -> dict[str, Mapping[str, Known]]:
    """What is stated of each level beside the facts that are shared."""
    return {
        level: {name: each for name, each in part.stated.items() if name not in shared}
        for part, levels in parts(case, library)
        for level in levels
    }
