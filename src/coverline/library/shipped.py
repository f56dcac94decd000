"""The shipped content, loaded once in each process that answers."""

from functools import cache

from coverline.library.answering import Library


@cache
def shipped() -> Library:
    """The library of the content that is shipped with the package."""
    return Library.load()
