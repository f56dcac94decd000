"""Turns everything that ends a request early into its problem."""

from typing import assert_never

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from coverline.api.refusals import MEDIA_TYPE, Reason, Refused, problem_body

BY_STATUS = {404: Reason.NO_SUCH_ADDRESS, 405: Reason.WRONG_METHOD}
DETAILS = {
    Reason.NO_SUCH_ADDRESS: (
        "found an address that is not known; expected one of /docs, of /cds-services or of /fhir/metadata"
    ),
    Reason.WRONG_METHOD: "found a method that this address does not take; expected one of those under Allow",
}
FAILED = Refused(Reason.FAILED, "found an error of the program, which is logged under the request's id")


def refusal(refused: Refused) -> Response:
    """The response to what is refused."""
    return Response(problem_body(refused), refused.reason.status, refused.headers, MEDIA_TYPE)


def refused_by(failure: Refused | HTTPException | RequestValidationError) -> Refused:
    """Why a request is refused, in the words of ours."""
    match failure:
        case Refused():
            return failure
        case RequestValidationError():
            return _wrong_parameter(failure)
        case HTTPException():
            reason = BY_STATUS.get(failure.status_code, Reason.NOT_HTTP)
            return Refused(reason, DETAILS.get(reason, reason.title), headers=failure.headers)
        case _:
            assert_never(failure)


def _wrong_parameter(failure: RequestValidationError) -> Refused:
    errors = [
        {"parameter": str(each["loc"][-1]), "detail": f"found a value that cannot be read: {each['msg']}"}
        for each in failure.errors()
    ]
    detail = "; ".join(f"{each['parameter']}: {each['detail']}" for each in errors)
    return Refused(Reason.UNREADABLE, detail, errors)
