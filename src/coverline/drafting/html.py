"""The text of a page of HTML, laid out in lines: a heading, a paragraph, an entry or a row on its own."""

from html.parser import HTMLParser

from coverline.drafting.extract import Extract

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNSEEN = {"script", "style", "template", "noscript", "nav", "svg"}
_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "table",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "header",
    "footer",
}
_EMPTY = "\u2013"
_SEPARATE = {"p", "table", "ul", "ol", "dl", "blockquote"} | set(_HEADINGS)


def html_extract(text: str) -> Extract:
    """The lines that a reader of the page sees, entries of lists marked and indented by their depth."""
    page = _Page()
    page.feed(text)
    page.close()
    page.end_line()
    return Extract(tuple(page.lines), page.levels, " ".join(page.title.split()))


class _Page(HTMLParser):
    """Collects lines while the parser walks the tags; a tag that is never closed harms nothing after it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.levels: dict[int, int] = {}
        self.title = ""
        self._line = ""
        self._prefix = ""
        self._level = 0
        self._unseen = 0
        self._in_title = False
        self._in_cell = False
        # The count of each open list, None where it has bullets.
        self._lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "title":
            self._in_title = True
        elif tag in ("td", "th"):
            self._line += "\t" if self._in_cell else ""
            self._in_cell = True
        elif tag in ("br", "li", "tr", "hr") or tag in _BLOCKS or tag in _HEADINGS:
            self._begin(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "title":
            self._in_title = False
        elif tag in ("li", "tr") or tag in _BLOCKS or tag in _HEADINGS:
            self._end(tag)

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._unseen:
            self._line += data

    def end_line(self) -> None:
        """Put the line away that is being written, if it has words."""
        cells = [" ".join(cell.split()) for cell in self._line.split("\t")]
        # A row whose last cells are empty is a row all the same.
        words = "\t".join(cell or _EMPTY for cell in cells) if self._in_cell else " ".join(self._line.split())
        if any(cells):
            self.lines.append(self._prefix + words)
            if self._level:
                self.levels[len(self.lines)] = self._level
            self._prefix = ""
        self._line = ""

    def _begin(self, tag: str) -> None:
        # The line breaks of a cell's markup are no new rows.
        if self._in_cell and tag not in ("tr", "table"):
            self._line += " "
            return
        self.end_line()
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._prefix = self._mark()
        elif tag in _SEPARATE and not (self._lists and tag == "p"):
            self._blank()
        self._level = _HEADINGS.get(tag, 0)

    def _end(self, tag: str) -> None:
        if self._in_cell and tag not in ("tr", "table"):
            return
        self.end_line()
        self._in_cell = False
        self._level = 0
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in _SEPARATE and not self._lists:
            self._blank()

    def _mark(self) -> str:
        if not self._lists:
            return "- "
        indent = "  " * (len(self._lists) - 1)
        count = self._lists[-1]
        if count is None:
            return f"{indent}- "
        self._lists[-1] = count + 1
        return f"{indent}{count + 1}. "

    def _blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")
