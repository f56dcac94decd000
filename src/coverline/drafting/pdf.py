"""The text of a PDF line by line, with indents, columns and headings as they stand on the page."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from coverline.drafting.blocks import is_mark
from coverline.drafting.extract import Extract, Progress, unreadable
from coverline.drafting.pdf_rows import Fragment, PageLine, beside, page_lines

MOST_PAGES = 10_000
# In heights of a line: what makes a space between paragraphs, and a heading.
_PARAGRAPH, _HEADING = 1.75, 1.12
_INDENT = 0.45
_REACH = 4.0
_LONGEST_HEADING = 100


def pdf_extract(file: Path, progress: Progress | None = None) -> Extract:
    """The text of a PDF, page by page; Unreadable where it is broken, locked or has no text."""
    document = _opened(file)
    try:
        count = len(document)
        if count > MOST_PAGES:
            unreadable(
                file, f"{count:,} pages", f"at most {MOST_PAGES:,} pages", "split it into several files"
            )
        pages = []
        for number in range(count):
            pages.append(_page_lines(document, number))
            if progress:
                progress(number + 1, count)
    except pypdfium2.PdfiumError:
        unreadable(file, "a PDF that breaks off or is damaged", "a whole PDF", "download it again")
    finally:
        document.close()
    if not any(pages):
        found = f"{len(pages)} pages without text" if len(pages) > 1 else "a page without text"
        unreadable(file, found, "a PDF with text", "a scan needs text recognition (OCR) first")
    return _joined(pages)


def _opened(file: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            unreadable(
                file, "a PDF that is locked with a password", "an open PDF", "save it without a password"
            )
        unreadable(file, "a PDF that breaks off or is damaged", "a whole PDF", "download it again")


def _page_lines(document: pypdfium2.PdfDocument, number: int) -> list[PageLine]:
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            rectangles = [text.get_rect(each) for each in range(text.count_rects())]
            fragments = [Fragment(text.get_text_bounded(*each), *each) for each in rectangles]
        finally:
            text.close()
    finally:
        page.close()
    return list(page_lines(_with_marks([each for each in fragments if each.text.strip()])))


def _with_marks(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The fragments, each mark of a list before what it marks; some programs set all marks of a page last."""
    marks = [each for each in fragments if is_mark(each.text)]
    every = tuple(marks)
    placed = []
    for each in fragments:
        if each not in every:
            own = [mark for mark in marks if _marks(mark, each)]
            marks = [mark for mark in marks if mark not in own]
            placed += own
            placed.append(each)
        elif not any(_marks(each, other) for other in fragments):
            placed.append(each)
    return placed


def _marks(mark: Fragment, other: Fragment) -> bool:
    """Whether a mark stands right before a fragment."""
    return mark is not other and 0 <= other.left - mark.right < _REACH * other.height and beside(mark, other)


def _joined(pages: Sequence[Sequence[PageLine]]) -> Extract:
    lines: list[str] = []
    levels: dict[int, int] = {}
    usual = _usual_height(pages)
    sizes = sorted(
        {round(each.height) for page in pages for each in page if _may_head(each, usual)}, reverse=True
    )
    said = Counter(each.text for page in pages for each in page)
    for number, page in enumerate(pages):
        left = min((each.left for each in page), default=0.0)
        mark = "\f" if number else ""
        for text, line in _spaced(page, left, usual):
            lines.append(mark + text)
            mark = ""
            # What is said on other pages too heads no section.
            if line and _may_head(line, usual) and said[line.text] == 1:
                levels[len(lines)] = sizes.index(round(line.height)) + 1
        if mark:
            lines.append(mark)
    return Extract(tuple(lines), levels)


def _spaced(page: Sequence[PageLine], left: float, height: float) -> Iterator[tuple[str, PageLine | None]]:
    """The lines of a page indented by parts of a usual height, and blank ones where paragraphs part."""
    steps = [before.bottom - each.bottom for before, each in pairwise(page)]
    usual = median([step for step in steps if step > 0] or [0.0])
    for at, each in enumerate(page):
        if at and (steps[at - 1] > 1.35 * usual or steps[at - 1] > _PARAGRAPH * each.height):
            yield "", None
        yield " " * round((each.left - left) / (height * _INDENT)) + each.text, each


def _usual_height(pages: Sequence[Sequence[PageLine]]) -> float:
    """The height in which most letters of the document are set."""
    letters: Counter[int] = Counter()
    for page in pages:
        for each in page:
            letters[round(each.height)] += len(each.text)
    return float(letters.most_common(1)[0][0])


def _may_head(line: PageLine, usual: float) -> bool:
    return round(line.height) > _HEADING * usual and len(line.text) <= _LONGEST_HEADING
