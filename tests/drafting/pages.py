"""PDFs for tests, made of pages of HTML that are written here."""

from pathlib import Path

import pypdfium2
from weasyprint import HTML

POLICY = """
<h1>Plan of the Far North: Green Care</h1>
<p>Policy Number: FN-77</p><p>Effective Date: 01/15/2026</p><p>Next Review: January 2027</p>
<h2>Coverage</h2>
<p>Green care is considered medically necessary when all of the following are met:</p>
<ul>
  <li>Pain has lasted for at least 6 weeks<ul><li>and is seen on CT</li><li>or on MRI</li></ul></li>
  <li>Rest was tried and failed</li>
</ul>
<p>Green care is investigational for anything else.</p>
<h2>CPT Codes</h2>
<table><tr><td>22510</td><td>one thing</td></tr><tr><td>2251O</td><td>another</td></tr></table>
<h2>ICD-10-CM Codes</h2>
<table><tr><td>M80.08XA</td><td>one</td></tr><tr><td>MB0.08XD</td><td>two</td></tr>
<tr><td>C90.00 - C90.02 <sup>&dagger;</sup></td><td>three</td></tr></table>
"""
_FOOTER = """<style>
@page { size: A5; @bottom-center { content: 'Page ' counter(page) ' of ' counter(pages) } }
</style>"""


def pdf(file: Path, html: str = POLICY) -> Path:
    """A PDF of a page of HTML, its pages numbered at the foot."""
    return printed(file, _FOOTER + html)


def printed(file: Path, html: str) -> Path:
    """A PDF of a page of HTML."""
    HTML(string=html).write_pdf(file)
    return file


def scan(file: Path, pages: int = 1) -> Path:
    """A PDF without text."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 300)
    document.save(file)
    return file


def locked(file: Path) -> Path:
    """A PDF that asks for a password."""
    objects = (
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj",
        f"4 0 obj<</Filter/Standard/V 1/R 2/O({'1' * 32})/U({'2' * 32})/P -4>>endobj",
        "trailer<</Root 1 0 R/Encrypt 4 0 R/ID[(a)(a)]>>",
    )
    file.write_text("%PDF-1.4\n" + "\n".join(objects) + "\n", encoding="ascii")
    return file


def long(file: Path, pages: int) -> Path:
    """A PDF of so many pages, the first of them a policy, by copying other pages again and again."""
    part = pypdfium2.PdfDocument(pdf(file.with_name("part.pdf"), POLICY + "<p>" + _SENTENCES + "</p>"))
    document = pypdfium2.PdfDocument.new()
    document.import_pages(part)
    while len(document) < pages:
        document.import_pages(part, pages=range(2, min(len(part), 2 + pages - len(document))))
    document.save(file)
    return file


_SENTENCES = " ".join(
    f"Sentence {number} tells of a green bone that is number {number}." for number in range(900)
)
