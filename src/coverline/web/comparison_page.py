"""The same patient under every payer, as a page."""

from coverline.library import Library
from coverline.library.comparison import compared
from coverline.model.determination import Outcome
from coverline.publish.answers import authorization_words, policy_words, subject, verdict
from coverline.publish.citation import source_of
from coverline.web.replies import Reply, reply
from coverline.web.worksheet import Worksheet


def comparison_reply(worksheet: Worksheet, library: Library) -> Reply:
    """What every payer's policy says of each level."""
    parts = compared(worksheet.case, library)
    return reply(
        "payers.html",
        case=worksheet.case,
        parts=[(subject(payers[0].part, worksheet.case), payers) for payers in parts],
        payers=library.vocabulary.payers,
        verdict=verdict,
        authorization=authorization_words,
        policy=policy_words,
        source_of=lambda answer: source_of(library, answer),
        Outcome=Outcome,
        hidden=tuple(worksheet.fields(library)),
    )
