"""Forms of Da Vinci DTR: questionnaires from policies, their responses as cases, without HTTP.

What a service that carries messages needs; everything takes and gives plain JSON data of FHIR R4.

- `form(policy, library, address, page)`: the Questionnaire of a policy version; `adaptive_outset` the empty
  one that is asked question by question.
- `form(..., language=Language.CQL)` and `library_resource(policy, library, address)`: the same form filled in
  by the CQL of its Library instead of by FHIRPath; `has_elm` says whether that comes compiled too.
- `value_sets(library, address)`: all value sets that forms and expressions name; `expand(url, ...)` one of
  them with its codes, or UnknownValueSet.
- `drafts(policy, case, library, address, Context(...), version)`: a draft response for each service, and for
  each group of levels with the same facts; `adaptive_drafts` the same for the adaptive form.
- `read(response, library, patient)`: Answers, with problems; Unreadable where nothing can be taken from it.
- `case_of(answers, library, today)`: the case that a response alone tells; `answered(case, answers, library)`
  a case from elsewhere with the answers in it.
- `next_question(response, library, address, today)`: the response of an adaptive form, one step on.
- `Version`: the version of DTR, for `drafts` and `adaptive_drafts`.
"""

from coverline.forms.adaptive import adaptive_drafts, next_question
from coverline.forms.cases import answered, case_of
from coverline.forms.draft import Context, drafts
from coverline.forms.expansion import UnknownValueSet, expand
from coverline.forms.logic import has_elm, library_resource
from coverline.forms.questionnaire import Language, adaptive_outset, form
from coverline.forms.reading import Answers, Said, read
from coverline.forms.urls import adaptive, questionnaire
from coverline.forms.value_sets import value_sets
from coverline.forms.versions import Version

__all__ = [
    "Answers",
    "Context",
    "Language",
    "Said",
    "UnknownValueSet",
    "Version",
    "adaptive",
    "adaptive_drafts",
    "adaptive_outset",
    "answered",
    "case_of",
    "drafts",
    "expand",
    "form",
    "has_elm",
    "library_resource",
    "next_question",
    "questionnaire",
    "read",
    "value_sets",
]
