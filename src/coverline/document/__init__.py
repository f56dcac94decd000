"""YAML and JSON as a small located tree; the one home of the YAML library."""

from coverline.document.comments import Comment, read_comments
from coverline.document.nodes import Entries, Flawed, Items, Node, Scalar
from coverline.document.reading import (
    LARGEST_FILE,
    decode,
    is_json,
    load_text,
    read_file,
    read_lines,
    read_text,
)

__all__ = [
    "LARGEST_FILE",
    "Comment",
    "Entries",
    "Flawed",
    "Items",
    "Node",
    "Scalar",
    "decode",
    "is_json",
    "load_text",
    "read_comments",
    "read_file",
    "read_lines",
    "read_text",
]
