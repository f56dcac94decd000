"""Loads a content folder, picks the version in force, answers."""

from coverline.library.answering import Library, NoPolicy, Unknown

__all__ = ["Library", "NoPolicy", "Unknown"]
