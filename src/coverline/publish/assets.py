"""The stylesheet and the scripts of all pages, linked where they are served and embedded in a single file."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parent / "assets"
STYLE, SCRIPT = "style.css", "copy.js"
NAMES = (STYLE, SCRIPT)


@dataclass(frozen=True, slots=True)
class Linked:
    """Assets that are served under an address that ends with a slash, or is empty."""

    root: str


@dataclass(frozen=True, slots=True)
class Embedded:
    """Assets inside the page, and the policy that lets a browser load nothing but them."""

    style: Markup
    script: Markup
    security: str


def text(name: str) -> str:
    """An asset of ours as it is served."""
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def embedded() -> Embedded:
    """All assets to embed in a page that must need nothing else."""
    style, script = text(STYLE), text(SCRIPT)
    security = f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}"
    # These two files are ours and hold no closing tag of their element.
    return Embedded(Markup(style), Markup(script), security)  # noqa: S704


def _source(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
