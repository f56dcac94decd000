"""Takes in a body: JSON, of a bounded size, within a bounded time."""

import asyncio
import re

from starlette.requests import Request

from coverline.api.refusals import Reason, Refused

# A body that is too large is read to this many times its limit, so that its sender reads the refusal.
PATIENCE = 4
CLOSE = {"Connection": "close"}
IN_UTF_8 = r'\s*(;\s*charset="?utf-8"?\s*)?'
JSON = re.compile(rf"application/json{IN_UTF_8}", re.IGNORECASE)
# Of FHIR's versions R4 alone is read, which a sender may name.
FHIR_JSON = re.compile(rf'application/(fhir\+)?json(\s*;\s*fhirVersion="?4\.0"?)?{IN_UTF_8}', re.IGNORECASE)
FORM = re.compile(rf"application/x-www-form-urlencoded{IN_UTF_8}", re.IGNORECASE)
EXPECTED = {JSON: "application/json", FHIR_JSON: "application/fhir+json", FORM: "a form"}


async def received(request: Request, most_bytes: int, seconds: float, kind: re.Pattern[str] = JSON) -> bytes:
    """The whole body; raises Refused where it is of another kind, too large or too slow."""
    _require_kind(request, kind)
    try:
        async with asyncio.timeout(seconds):
            return await _read(request, most_bytes)
    except TimeoutError:
        detail = f"found a body that is not complete after {seconds:g} seconds; expected it at once"
        raise Refused(Reason.TOO_SLOW, detail, headers=CLOSE) from None


def _require_kind(request: Request, wanted: re.Pattern[str]) -> None:
    kind = request.headers.get("content-type", "")
    if not wanted.fullmatch(kind.strip()):
        found = f'the content type "{kind}"' if kind else "no content type"
        raise Refused(Reason.WRONG_TYPE, f"found {found}; expected {EXPECTED[wanted]} in UTF-8")
    coding = request.headers.get("content-encoding", "identity")
    if coding != "identity":
        raise Refused(Reason.WRONG_TYPE, f'found the coding "{coding}"; expected a body without compression')


async def _read(request: Request, most_bytes: int) -> bytes:
    content = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= most_bytes:
            content += chunk
        elif size > PATIENCE * most_bytes:
            break
    if size > most_bytes:
        detail = f"found more than {most_bytes:,} bytes; expected at most that; send fewer cases at once"
        raise Refused(Reason.TOO_LARGE, detail, headers=CLOSE)
    return bytes(content)
