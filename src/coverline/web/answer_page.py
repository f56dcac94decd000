"""The answer as a page: one sentence for each level, then every reason, then what to do next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from coverline.library import Library
from coverline.model.determination import Outcome
from coverline.publish.answers import ASSUMED, policy_words
from coverline.publish.packet import packet
from coverline.publish.packet_text import packet_text
from coverline.publish.standing import Row, Standing
from coverline.search.knowing import Place
from coverline.web.mistakes import Mistaken
from coverline.web.next_step import levels_of, next_of, open_levels
from coverline.web.possible import possible_windows
from coverline.web.question_step import places_known
from coverline.web.reading import policy_address
from coverline.web.replies import Reply, reply, status_of
from coverline.web.worksheet import Worksheet, own_places, written


@dataclass(frozen=True, slots=True)
class Branch:
    """A criterion with all below it."""

    row: Row
    below: tuple["Branch", ...]

    def matters_under(self, top: Standing) -> bool:
        """Whether it is shown unfolded: the topmost is, and what keeps it open or unmet."""
        against = (Standing.NOT_MET, Standing.PRESENT)
        alike = against if top in against else (top,)
        return self.row.depth == 0 or (top is not Standing.SHOWN and self.row.standing in alike)


def branches(rows: Sequence[Row]) -> tuple[Branch, ...]:
    """Rows in printed order as a tree by their depth."""
    if not rows:
        return ()
    tops = [place for place, row in enumerate(rows) if row.depth == rows[0].depth]
    ends = [*tops[1:], len(rows)]
    return tuple(
        Branch(rows[top], branches(rows[top + 1 : end])) for top, end in zip(tops, ends, strict=True)
    )


def _silent(worksheet: Worksheet) -> Iterator[Place]:
    """What was asked and is not documented, with the levels for which it is not."""
    known = {own for place, _ in places_known(worksheet.case) for own in own_places(place, worksheet.case)}
    for each in worksheet.asked:
        unknown = [own for own in own_places(each, worksheet.case) if own not in known]
        if unknown:
            yield replace(each, levels=tuple(level for own in unknown for level in own.levels))


def answer_reply(worksheet: Worksheet, library: Library, mistaken: Mistaken | None = None) -> Reply:
    """The page of an answer."""
    case = worksheet.case
    found = packet(case, library)
    waiting = next_of(worksheet, library)
    silent = tuple(_silent(worksheet))
    waits = found.answer.outcome is Outcome.NEEDS_INFORMATION
    settled = found.answer.outcome is Outcome.NOT_MET and not worksheet.onward
    return reply(
        "answer.html",
        status_of(mistaken),
        packet=found,
        case=case,
        Outcome=Outcome,
        vocabulary=library.vocabulary,
        policy=policy_words(found.answer.policy),
        assumed=[ASSUMED[each] for each in found.answer.assumed],
        trees=[(each, branches(each.criteria)) for each in found.sheets],
        possible=possible_windows(case, library) if waits else (),
        policy_page=policy_address(
            library.version(found.answer.policy.id, case.date_of_service.last), library
        ),
        summary=packet_text(found),
        scheduled=worksheet.scheduled,
        known=[(written(place), place, each) for place, each in places_known(case)],
        silent=[(written(each), each) for each in silent if each.fact in library.vocabulary.facts],
        levels=levels_of(case),
        waiting=waiting is not None,
        open_levels=open_levels(case, library) if settled and waiting is None else (),
        hidden=tuple(worksheet.fields(library)),
        mistakes=mistaken.mistakes if mistaken else (),
    )
