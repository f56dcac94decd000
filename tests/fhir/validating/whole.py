"""What the standard asks of a whole resource, in words that no engine of FHIRPath can say."""

import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

Data = dict[str, Any]

XHTML = "{http://www.w3.org/1999/xhtml}"
# What may stand in a narrative: text, tables, lists, links and pictures, and nothing that acts.
TAGS = frozenset(
    (
        "a", "abbr", "b", "big", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd",
        "dfn", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p",
        "pre", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot",
        "th", "thead", "tr", "tt", "ul", "var",
    )
)  # fmt: skip


def narrative(div: str) -> Iterator[str]:
    """Whether a narrative is of XHTML, says something and does nothing (txt-1, txt-2)."""
    try:
        root = ElementTree.fromstring(div)
    except ElementTree.ParseError:
        yield "is no XHTML (txt-1)"
        return
    for each in root.iter():
        if each.tag.removeprefix(XHTML) not in TAGS or not each.tag.startswith(XHTML):
            yield f"holds {each.tag}, which may not stand in a narrative (txt-1)"
        acting = [name for name in each.attrib if name.startswith("on")]
        if acting or each.get("href", "").strip().lower().startswith("javascript:"):
            yield f"holds {each.tag} that does something (txt-1)"
    if not "".join(root.itertext()).strip() and root.find(f".//{XHTML}img") is None:
        yield "says nothing (txt-2)"


def unused(resource: Data) -> Iterator[str]:
    """The contained resources that nothing refers to, and that do not refer to what contains them (dom-3)."""
    inside = [each for each in resource.get("contained", ()) if isinstance(each, dict)]
    outside = json.dumps({name: each for name, each in resource.items() if name != "contained"})
    for each in inside:
        others = [json.dumps(other) for other in inside if other is not each]
        named = f'"#{each.get("id")}"'
        if not any(named in text for text in (outside, *others)) and '"#"' not in json.dumps(each):
            yield f"contains {each.get('id')}, to which nothing refers (dom-3)"
