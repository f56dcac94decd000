"""Paper: a page as a tagged PDF, made without fetching anything."""

from coverline.problem import Problem, Unreadable

VARIANT = "pdf/ua-1"


def pdf(page: str) -> bytes:
    """The PDF of a page that embeds all it needs; Unreadable where the text layout library is absent."""
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]
    except OSError as absent:
        raise Unreadable((_without_pango(absent),)) from None
    refusing = URLFetcher(allowed_protocols=(), fail_on_errors=True)
    made = HTML(string=page, url_fetcher=refusing).write_pdf(pdf_variant=VARIANT)
    assert isinstance(made, bytes)
    return made


def _without_pango(absent: OSError) -> Problem:
    found = f"no text layout library ({str(absent).partition(':')[0]})"
    hint = (
        "install it (Debian: libpango-1.0-0 libpangoft2-1.0-0), or write the packet with --html and print it"
    )
    return Problem("PDF", 0, found, "Pango, which lays out the text of a PDF", hint=hint)
