"""The pages beside the API: their routes, and a page in place of a problem where a person asked."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from coverline.api.fhir import outcomes
from coverline.api.fhir.operations.served import ROOT as FORMS
from coverline.api.fhir.routes import ROOT as HOOKS
from coverline.api.refusals import Refused
from coverline.server.refusing import refusal
from coverline.web import mistakes
from coverline.web.work import refusal as page_of

OF_FHIR = (HOOKS, f"{FORMS}/")


def refused(request: Request, reason: Refused) -> Response:
    """The response to what is refused: an OperationOutcome to an EHR, a page to a browser, else a problem."""
    # Not the whole address, which needs a name under Host that can be read.
    path = request.scope["path"]
    if path.startswith(OF_FHIR):
        media_type = outcomes.MEDIA_TYPE
        return Response(outcomes.outcome_body(reason), reason.reason.status, reason.headers, media_type)
    if path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return refusal(reason)
    told = reason.detail[:1].upper() + reason.detail[1:] + "."
    page = page_of(mistakes.Refused(reason.reason.status, reason.reason.title, (told,)))
    return HTMLResponse(page.page, page.status, reason.headers)
