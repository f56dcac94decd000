"""The answers to calls: bytes in, bytes out, so that a process of its own can work on each."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from coverline.api.fhir.operations.asked import Call, Done
from coverline.api.fhir.operations.expanding import expanded_for_address, expanded_for_body
from coverline.api.fhir.operations.next_question import asked_next
from coverline.api.fhir.operations.packages import packaged
from coverline.api.fhir.operations.reports import read_report, thanks
from coverline.api.fhir.operations.resources import All, forms, libraries, one, search, sets
from coverline.api.fhir.outcomes import MEDIA_TYPE, outcome_body
from coverline.api.refusals import Refused
from coverline.api.work import Reply, places

Data = dict[str, Any]


def answer(call: Call) -> Done:
    """What is to be done about a call; raises nothing."""
    try:
        return WORK[call.work](call)
    except Refused as refused:
        return Done(Reply(refused.reason.status, MEDIA_TYPE, outcome_body(refused)))
    except Exception as failure:
        # What an exception says can hold facts of a patient; where it arose cannot.
        return Done(Reply(500, MEDIA_TYPE, b"", (type(failure).__name__, *places(failure))))


def _reported(call: Call) -> Done:
    report = read_report(call.content, {each["url"]: each["id"] for each in forms(call)})
    return Done(_reply(thanks(report)), report)


def _reply(data: Data) -> Reply:
    return Reply(200, MEDIA_TYPE, json.dumps(data).encode())


def _answering(work: Callable[[Call], Data]) -> Callable[[Call], Done]:
    return lambda call: Done(_reply(work(call)))


EVERY: Mapping[str, All] = {"Questionnaire": forms, "Library": libraries, "ValueSet": sets}
WORK: Mapping[str, Callable[[Call], Done]] = {
    "POST $questionnaire-package": _answering(packaged),
    "POST $next-question": _answering(asked_next),
    "POST $log-questionnaire-errors": _reported,
    "POST $expand": _answering(expanded_for_body),
    "GET $expand": _answering(expanded_for_address),
    **{f"GET {kind}": _answering(partial(one, every, kind)) for kind, every in EVERY.items()},
    **{f"GET {kind}?": _answering(partial(search, every, kind)) for kind, every in EVERY.items()},
}
