"""The addresses that messages name: our pages, and the forms that gather what is missing."""

from coverline.library import Library
from coverline.model.policy import PolicyVersion
from coverline.publish.site import Site

READ = "read"


def policy_page(policy: PolicyVersion, library: Library, address: str) -> str:
    """Where a person reads a policy version."""
    return f"{address}/{READ}/{Site(library).path(policy)}"


def questionnaire(policy: str, version: str | None, address: str) -> str:
    """The canonical name of the form that gathers what a policy version asks for."""
    return f"{address}/fhir/Questionnaire/{policy}" + (f"|{version}" if version else "")


def form_page(policy: str, address: str) -> str:
    """Where that form itself can be had."""
    return questionnaire(policy, None, address)
