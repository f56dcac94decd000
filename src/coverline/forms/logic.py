"""The Library of a form: its expressions in CQL, for an EHR that reads CQL.

It has no ELM: CQL is not compiled here, and whoever runs it compiles it.
"""

from base64 import b64encode
from typing import Any

from coverline.forms.cql import cql, library_name
from coverline.forms.urls import library as library_url
from coverline.forms.urls import value_set
from coverline.forms.value_sets import sets_version
from coverline.forms.words import narrative
from coverline.library import Library
from coverline.model.policy import PolicyVersion

Data = dict[str, Any]

LIBRARY_TYPES = "http://terminology.hl7.org/CodeSystem/library-type"
ABOUT = (
    "Defines each fact that a form asks for and that a chart can tell beyond doubt, as the form does in "
    "FHIRPath. CQL without ELM."
)


def library_resource(policy: PolicyVersion, library: Library, address: str) -> Data:
    """The Library with the CQL of a policy version's form."""
    version = sets_version(library)
    sets = [value_set(each, address, version) for each in library.content.terms.sets]
    return {
        "resourceType": "Library",
        "id": policy.id,
        "text": narrative(ABOUT),
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
        "description": ABOUT,
        # The sets are written out in the CQL, since an EHR need not ask for them then.
        "relatedArtifact": [{"type": "derived-from", "resource": each} for each in sets],
        "content": [
            {"contentType": "text/cql", "data": b64encode(cql(policy, library).encode()).decode("ascii")}
        ],
    }
