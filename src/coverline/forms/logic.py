"""The Library of a form: its expressions in CQL, for an EHR that reads CQL, and in ELM where there is one."""

from base64 import b64encode
from typing import Any

from coverline.forms.cql import cql, library_name
from coverline.forms.elm import compiled
from coverline.forms.urls import library as library_url
from coverline.forms.urls import value_set
from coverline.forms.value_sets import sets_version
from coverline.forms.words import narrative
from coverline.library import Library
from coverline.model.policy import PolicyVersion

Data = dict[str, Any]

LIBRARY_TYPES = "http://terminology.hl7.org/CodeSystem/library-type"
ABOUT = "Defines each fact that a form asks for and that a chart can tell beyond doubt."
WITHOUT_ELM = " Its CQL has changed since it was last compiled: there is no ELM."


def library_resource(policy: PolicyVersion, library: Library, address: str) -> Data:
    """The Library with the CQL of a policy version's form."""
    version = sets_version(library)
    sets = [value_set(each, address, version) for each in library.content.terms.sets]
    text = cql(policy, library)
    elm = compiled(text)
    about = ABOUT if elm is not None else ABOUT + WITHOUT_ELM
    return {
        "resourceType": "Library",
        "id": policy.id,
        "text": narrative(about),
        "url": library_url(policy.id, None, address),
        "version": policy.version.name,
        "name": library_name(policy),
        "title": f"Facts for {policy.title}",
        "status": "active",
        "type": {"coding": [{"system": LIBRARY_TYPES, "code": "logic-library"}]},
        "subjectCodeableConcept": {
            "coding": [{"system": "http://hl7.org/fhir/resource-types", "code": "Patient"}]
        },
        "publisher": "Coverline",
        "description": about,
        # The sets are written out in the CQL, since an EHR need not ask for them then.
        "relatedArtifact": [{"type": "derived-from", "resource": each} for each in sets],
        "content": [
            _attached("text/cql", text.encode()),
            *([_attached("application/elm+json", elm)] if elm is not None else []),
        ],
    }


def has_elm(policy: PolicyVersion, library: Library) -> bool:
    """Whether the Library of a policy version's form comes with ELM."""
    return compiled(cql(policy, library)) is not None


def _attached(kind: str, content: bytes) -> Data:
    return {"contentType": kind, "data": b64encode(content).decode("ascii")}
