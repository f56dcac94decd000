"""Loads a content folder, picks the version in force, answers."""

from coverline.library.answering import Library, NoPolicy, Unknown
from coverline.library.tables import RowResult

__all__ = ["Library", "NoPolicy", "RowResult", "Unknown"]
