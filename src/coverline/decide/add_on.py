"""Add-on codes that are asked for without any of the codes that they add to."""

from collections.abc import Iterable, Iterator

from coverline.codesets.form import normalize
from coverline.decide.parts import CasePart
from coverline.model.case import Service
from coverline.model.criteria import Citation
from coverline.model.determination import RaisedWarning

CODE_SYSTEM = Citation(None, "a rule of the code's own system")


def without_primary(part: CasePart, services: Iterable[Service]) -> Iterator[RaisedWarning]:
    """A warning where a part's code only adds to others, and no service of the case has one of them."""
    primaries = part.code.add_on_to if part.code else ()
    if primaries and not any(normalize(each.code) in primaries for each in services):
        code = normalize(part.service.code)
        needed = " or ".join(primaries)
        text = f"{code} is an add-on code: it is reported only beside {needed}, which this case lacks"
        yield RaisedWarning("add-on-without-primary", text, CODE_SYSTEM)
