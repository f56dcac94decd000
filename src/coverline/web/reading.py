"""The policies to read, under addresses of their own that a question or an answer can point to."""

from coverline.library import Library
from coverline.model.policy import PolicyVersion
from coverline.publish.site import Site

ROOT = "/read/"
FIRST = "index.html"


def policy_address(policy: PolicyVersion, library: Library, criterion: str = "") -> str:
    """Where a policy version can be read, at one of its criteria where one is named."""
    address = f"{ROOT}{Site(library).path(policy)}"
    return f"{address}#{criterion}" if criterion else address
