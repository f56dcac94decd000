"""A packet as plain text, within a length where a portal sets one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coverline.model.criteria import Citation
from coverline.problem import Problem, Unreadable
from coverline.publish.citation import Source
from coverline.publish.packet import Packet, Sheet
from coverline.publish.standing import Row, Standing

NEVER_CUT = 2
END = "A person decides; nothing here is an approval."


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a title; blocks stand the most important first."""

    title: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join((self.title.upper(), *(f"  {line}" for line in self.lines), ""))


def packet_text(packet: Packet, length: int | None = None) -> str:
    """The packet in at most `length` characters, whole lines only; what is left out is named.

    The request and the answer are never cut; Unreadable where they do not fit.
    """
    blocks = tuple(each for each in _blocks(packet) if each.lines)
    whole = _joined(blocks, "")
    return whole if length is None or len(whole) <= length else _shortened(blocks, length)


def _joined(blocks: Iterable[Block], left_out: str) -> str:
    return "\n".join((*map(str, blocks), *((left_out,) if left_out else ()), END, ""))


def _shortened(blocks: tuple[Block, ...], length: int) -> str:
    kept, cut = list(blocks), dict[str, str]()
    while True:
        left_out = ", ".join(cut[title] for title in reversed(cut))
        text = _joined(kept, f"Left out to keep to {length} characters: {left_out}.")
        if cut and len(text) <= length:
            return text
        if len(kept) == NEVER_CUT:
            found, expected = f"{length} characters", f"at least {len(text)}: the request and the answer"
            raise Unreadable((Problem("--length", 0, found, expected),))
        last = kept.pop()
        cut[last.title] = last.title
        if len(last.lines) > 1:
            cut[last.title] = f"part of {last.title}"
            kept.append(Block(last.title, last.lines[:-1]))


def _blocks(packet: Packet) -> Iterator[Block]:
    where = packet.source.where
    answer = packet.answer
    yield Block(packet.title, tuple(f"{each.name}: {each}" for each in packet.request))
    yield Block("What the policy says", tuple(_answers(packet)))
    yield Block("Missing", tuple(_questions(packet)))
    for sheet in packet.sheets:
        yield Block(f"Criteria for {'; '.join(sheet.subjects)}", tuple(_criteria(sheet, packet.source)))
    documents = tuple(f"[ ] {each.what} [{where(each.cite)}]" for each in answer.documents)
    yield Block("Documents to send", documents)
    yield Block("Codes", tuple(_codes(packet)))
    yield Block("Take care", tuple(f"{each.text} [{where(each.cite)}]" for each in answer.warnings))
    for sheet in packet.sheets:
        facts = tuple(str(each.recorded) for each in sheet.facts)
        yield Block(f"Facts on record for {'; '.join(sheet.subjects)}", facts)
    yield Block("It would meet the policy", tuple(_paths(packet)))
    yield Block("Readings that nobody has confirmed", tuple(_readings(packet)))


def _answers(packet: Packet) -> Iterator[str]:
    for level in packet.levels:
        category = f" (the policy's words: {level.category})" if level.category else ""
        yield f"{level.subject}: {level.verdict}{category}"
        if level.windows:
            yield f"  met if the service is {'; '.join(level.windows)} and nothing else changes"
    yield f"Prior authorization: {packet.authorization}"
    for each in packet.answer.refer_to:
        yield f"Decided by: {each.what}; {each.why}"


def _questions(packet: Packet) -> Iterator[str]:
    for number, each in enumerate(packet.questions, 1):
        levels = f" for {', '.join(each.levels)}" if each.levels else ""
        yield f"{number}. {each.question} [{each.fact}{levels}]"


def _criteria(sheet: Sheet, source: Source) -> Iterator[str]:
    """What was tested, and the groups that stand in the way."""
    above: Citation | None = None
    for row in sheet.criteria:
        if _is_told(row):
            yield _criterion(row, source.where(row.cite, above))
            above = row.cite


def _is_told(row: Row) -> bool:
    if row.joins:
        return bool(row.number) and row.standing in (Standing.NOT_MET, Standing.PRESENT, Standing.OPEN)
    return row.standing is not Standing.NOT_NEEDED


def _criterion(row: Row, where: str) -> str:
    label = f"{row.label} ({row.joins})" if row.joins else row.label
    facts = "; ".join(each.beside(row.label) for each in row.facts)
    said = f"{label}: {row.standing.value}" + (f" <- {facts}" if facts else "")
    return f"{row.number} {said} [{where}]".lstrip()


def _codes(packet: Packet) -> Iterator[str]:
    for each in packet.codes:
        note = f"; {each.note}" if each.note else ""
        yield f"{each.finding}: {', '.join(each.codes)}{note}"


def _paths(packet: Packet) -> Iterator[str]:
    for words, levels in packet.paths:
        yield f"{words} ({'; '.join(levels)})" if levels else words


def _readings(packet: Packet) -> Iterator[str]:
    for note in packet.notes:
        place = f" [{packet.source.where(note.cite)}]" if note.cite else ""
        yield f"{note.asks} Read: {note.reading}. If wrong: {note.changes}.{place}"
