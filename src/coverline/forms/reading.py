"""A response, whole or in part, back into facts: each with the place where it is answered.

What is not answered is unknown. What cannot be read is a problem that names its item, and unknown too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coverline.decide.missing import LEVELS
from coverline.decide.usefulness import DATE_OF_SERVICE, TECHNIQUE
from coverline.document import Items, Scalar
from coverline.forms.fields import PRODUCT, SERVICE, SETTING, STATE
from coverline.forms.questionnaire import BESIDE, FACTS_ASKED, REQUEST
from coverline.forms.questions import Question, fact_question, field_question
from coverline.forms.response_items import Given, changed_at, form_named, given_answers, origin_of
from coverline.forms.urls import adaptive_id
from coverline.forms.values import Unsuited, text_of
from coverline.forms.words import NONE_OF_THESE
from coverline.language.answers import answer_of
from coverline.language.quantities import read_span
from coverline.library import Library
from coverline.model.case import Known
from coverline.model.quantity import Span
from coverline.model.vocabulary import Kind
from coverline.problem import Problem, Unreadable, nearest

Data = Mapping[str, Any]

FIELDS = (SERVICE, TECHNIQUE, LEVELS, DATE_OF_SERVICE, SETTING, PRODUCT, STATE)
STATUSES = ("in-progress", "completed", "amended", "stopped")
_OF_VOCABULARY = (TECHNIQUE, LEVELS, DATE_OF_SERVICE)
_CODE = re.compile(r"[A-Za-z0-9.]{4,10}")


@dataclass(frozen=True, slots=True)
class Said:
    """Where a fact or field is answered; `origin` is auto, override or manual where the answer says so."""

    name: str
    resource: str
    path: str
    date: str | None
    origin: str | None


@dataclass(frozen=True, slots=True)
class Answers:
    """What a response says: fields of the request and facts, by name, and where it says each of them.

    `policy` and `version` are those of the form that it names, None where it names none of ours.
    """

    name: str
    policy: str | None
    version: str | None
    status: str
    subject: str | None
    fields: Mapping[str, Known] = field(default_factory=dict)
    facts: Mapping[str, Known] = field(default_factory=dict)
    provenance: tuple[Said, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(response: Data, library: Library, patient: str | None = None) -> Answers:
    """What a response says; `patient` is the reference of the patient that it must be about.

    Raises Unreadable where it is no response, was entered in error, may mean something else than it says, or
    is another patient's.
    """
    name = _name(response)
    status, subject = _usable(response, name, patient)
    policy, version, odd = _form(response, library, name)
    reader = _Reader(name, _day(response.get("authored")), library)
    for given in given_answers(response):
        reader.take(given)
    return Answers(
        name, policy, version, status, subject, reader.fields, reader.facts,
        tuple(reader.provenance), (*odd, *reader.problems),
    )  # fmt: skip


def _name(response: Data) -> str:
    """What a response is called; raises Unreadable where it is none."""
    kind = response.get("resourceType") if isinstance(response, Mapping) else None
    if kind != "QuestionnaireResponse":
        raise Unreadable([Problem("response", 0, f"resource {kind}", "a QuestionnaireResponse")])
    name = response.get("id")
    return f"QuestionnaireResponse/{name}" if isinstance(name, str) else "QuestionnaireResponse"


def _usable(response: Data, name: str, patient: str | None) -> tuple[str, str | None]:
    status = response.get("status")
    if status not in STATUSES:
        raise Unreadable([Problem(f"{name} status", 0, f"{status}", f"one of {', '.join(STATUSES)}")])
    changed = changed_at(response)
    if changed is not None:
        expected = "nothing that changes what the response means"
        raise Unreadable([Problem(name, 0, changed, expected)])
    subject = response.get("subject")
    said = subject.get("reference") if isinstance(subject, Mapping) else None
    reference = said if isinstance(said, str) else None
    if patient is not None and _last(reference) != _last(patient):
        raise Unreadable([Problem(f"{name} subject", 0, f"{reference or 'no subject'}", patient)])
    return str(status), reference


def _last(reference: str | None) -> list[str]:
    """The kind and id that a reference ends in, whichever server it names, without a version."""
    parts = (reference or "").partition("/_history")[0].split("/")
    return parts[-2:]


def _form(response: Data, library: Library, name: str) -> tuple[str | None, str | None, list[Problem]]:
    """The policy and version whose form a response answers; a form that is not known is a problem."""
    said = form_named(response)
    url, _, version = said.partition("|")
    last = url.rpartition("/")[2]
    for policy, versions in library.policies.items():
        if last in (policy, adaptive_id(policy)):
            names = [each.version.name for each in versions]
            if version and version not in names:
                expected = f"one of {', '.join(names)}"
                return policy, None, [Problem(f"{name} questionnaire", 0, f"version {version}", expected)]
            return policy, version or None, []
    expected = f"a form of one of {', '.join(library.policies)}"
    return None, None, [Problem(f"{name} questionnaire", 0, said or "none", expected)]


def _day(text: Any) -> str | None:
    return text[:10] if isinstance(text, str) else None


class _Reader:
    """Takes the answers of one response in turn."""

    def __init__(self, name: str, authored: str | None, library: Library) -> None:
        self.name = name
        self.authored = authored
        self.library = library
        self.fields: dict[str, Known] = {}
        self.facts: dict[str, Known] = {}
        self.provenance: list[Said] = []
        self.problems: list[Problem] = []

    def take(self, given: Given) -> None:
        """Takes what was answered to one question."""
        question = self._question(given.name)
        if question is None:
            self._odd(given)
            return
        try:
            known = self._known(question, given)
        except Unsuited as unsuited:
            self._problem(given, unsuited.found, unsuited.expected)
        except Unreadable as unreadable:
            for each in unreadable.problems:
                self._problem(given, each.found, each.expected, each.hint)
        else:
            if known is not None:
                self._keep(known, given)

    def _keep(self, known: Known, given: Given) -> None:
        into = self.fields if known.fact in FIELDS else self.facts
        into[known.fact] = known
        said = Said(known.fact, self.name, given.path, self.authored, origin_of(given.answers[0]))
        self.provenance.append(said)

    def _question(self, name: str) -> Question | None:
        vocabulary = self.library.vocabulary
        if name in FIELDS:
            return field_question(name, vocabulary)
        fact = vocabulary.facts.get(name)
        return fact_question(fact) if fact is not None and not fact.derived else None

    def _odd(self, given: Given) -> None:
        if given.name not in (REQUEST, FACTS_ASKED, BESIDE):
            known = (*FIELDS, *self.library.vocabulary.facts)
            self._problem(given, f"linkId {given.name}", "a question of the form", nearest(given.name, known))

    def _problem(self, given: Given, found: str, expected: str, hint: str = "") -> None:
        self.problems.append(Problem(f"{self.name} {given.path} ({given.name})", 0, found, expected, 0, hint))

    def _known(self, question: Question, given: Given) -> Known | None:
        """The answer to a question; None where there is none, else raises Unsuited or Unreadable."""
        texts = [text_of(question.kind, each) for each in given.answers]
        if not texts:
            return None
        if question.kind is Kind.SET:
            return self._stated(question, _members(texts))
        if len(set(texts)) > 1:
            raise Unsuited(f"{len(texts)} answers: {', '.join(texts)}", "one answer")
        return self._stated(question, texts[0])

    def _stated(self, question: Question, said: str | list[str]) -> Known:
        name = question.name
        if name in FIELDS and name not in _OF_VOCABULARY:
            return _field(question, str(said))
        place = Scalar(name, False, self.name, 0, 0)
        node = (
            Scalar(said, True, self.name, 0, 0)
            if isinstance(said, str)
            else Items(tuple(Scalar(each, True, self.name, 0, 0) for each in said), self.name, 0, 0)
        )
        known = answer_of(place, node, self.library.vocabulary)
        if known is None:
            raise Unsuited("an empty text", "an answer, or none")
        return known if name in FIELDS else known._replace(source=self.name, recorded_on=self._recorded())

    def _recorded(self) -> Span | None:
        try:
            return read_span(Scalar(self.authored or "", True, self.name, 0, 0))
        except Unreadable:
            return None


def _members(texts: list[str]) -> list[str]:
    if NONE_OF_THESE not in texts:
        return list(dict.fromkeys(texts))
    if set(texts) != {NONE_OF_THESE}:
        raise Unsuited(", ".join(texts), f"either {NONE_OF_THESE} or some of the others")
    return []


def _field(question: Question, said: str) -> Known:
    if question.name == SERVICE:
        if not _CODE.fullmatch(said):
            raise Unsuited(said[:80], "a code of CPT, HCPCS or ICD-10-PCS")
    elif said not in question.values:
        raise Unsuited(said[:80], f"one of {', '.join(question.values)}")
    return Known(question.name, said)
