"""Posts the forms of the flow in this process, as a browser would, and reads the hidden fields of a page."""

import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from urllib.parse import urlencode

from coverline.language.case_data import case_data
from coverline.language.cases import read_cases
from coverline.library.shipped import shipped
from coverline.model.case import Case
from coverline.web.posted import MEDIA_TYPE
from coverline.web.replies import Reply
from coverline.web.work import answered
from tests.worked.test_worked_cases import CASES, worked

LIBRARY = shipped()
TODAY = date(2026, 3, 2)
CONTENT = ("content", LIBRARY.content_hash[:12])
END = ("end", "1")

Fields = list[tuple[str, str]]


def post(address: str, fields: Fields, media_type: str = MEDIA_TYPE) -> Reply:
    """The page that a form leads to."""
    return answered(address, urlencode(fields).encode(), media_type, LIBRARY, TODAY)


def carrying(case: Case, *more: tuple[str, str]) -> Fields:
    """The fields of a form that carries a case."""
    return [CONTENT, ("case", json.dumps(case_data(case))), *more, END]


def hidden(page: str, action: str) -> Fields:
    """The hidden fields of the form of a page that is posted to an address."""
    form = re.search(rf'<form method="post" action="{action}".*?</form>', page, re.DOTALL)
    assert form is not None, f"no form for {action}"
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form[0])
    return [(name, unescape(value)) for name, value in found]


def outcomes(page: str) -> list[str]:
    """The outcome of each level on an answer page."""
    return re.findall(r'data-outcome="([a-z_]+)"', page)


def mistakes(page: str) -> dict[str, str]:
    """What the summary of a page asks to mend, by the field that it leads to."""
    found = re.findall(r'<li><a href="#([^"]+)">([^<]*)</a>', page)
    return {field: unescape(text) for field, text in found}


def place(page: str) -> str:
    """The fact that a question page asks for."""
    return dict(hidden(page, "/question"))["place"].partition(":")[0]


def worked_cases() -> Iterator[tuple[str, Case]]:
    """The worked cases that can be read, by the names of their files."""
    for name, file in CASES.items():
        text = json.dumps(worked(file)["case"], default=str)
        (read,) = read_cases(text, "case.json", LIBRARY.vocabulary)
        if read.case is not None:
            yield name, read.case
