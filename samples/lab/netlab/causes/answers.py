"""What a capture shows of the receiver's knowledge: acknowledgements, SACK and D-SACK, echoed time stamps."""

from collections import defaultdict
from typing import NamedTuple

from ..packet import ACK

_END, _NOP, _SACK_PERMITTED, _SACK, _TIMESTAMPS = 0, 1, 4, 5, 8


class _Answer(NamedTuple):
    frame: int
    ack: int
    blocks: list  # of SACK: (left, right)
    echo: int | None


class Answers:
    """The acknowledgements of a capture, by the flow that they acknowledge."""

    def __init__(self, sightings):
        self._by_flow = defaultdict(list)
        for sighting in sightings:
            packet = sighting.packet
            if packet.flags & ACK:
                _, echo = timestamps(packet)
                answer = _Answer(sighting.frame, packet.ack, list(_blocks(packet)), echo)
                self._by_flow[(*sighting.identity[2:4], *sighting.identity[:2])].append(answer)

    def show_needless(self, sighting):
        """Whether anything from the receiver says that it had this segment before: an acknowledgement or SACK seen
        earlier, or later a D-SACK (RFC 2883) or the echo of an older time stamp (RFC 3522)."""
        answers = self._by_flow[sighting.identity[:4]]
        start, end = sighting.packet.seq, sighting.packet.seq + sighting.packet.sequence_length
        before = [answer for answer in answers if answer.frame < sighting.frame]
        if any(_covers(answer, start, end) for answer in before):
            return True
        after = [answer for answer in answers if answer.frame > sighting.frame]
        return any(_reports_twice(answer, start, end) for answer in after) or _echoes_older(after, sighting)


def timestamps(packet):
    """(value, echo) or, where the segment has none, (None, None)."""
    for kind, body in _options(packet.options):
        if kind == _TIMESTAMPS:
            return int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
    return None, None


def permits_sack(packet):
    return any(kind == _SACK_PERMITTED for kind, _ in _options(packet.options))


def _covers(answer, start, end):
    acknowledged = _less(start, answer.ack) and not _less(answer.ack, end)
    return acknowledged or any(not _less(start, left) and not _less(right, end) for left, right in answer.blocks)


def _reports_twice(answer, start, end):
    """Whether the first block is a D-SACK of bytes of this segment: acknowledged already, or within the second."""
    if not answer.blocks:
        return False
    left, right = answer.blocks[0]
    within_second = len(answer.blocks) > 1 and _inside(answer.blocks[0], answer.blocks[1])
    return (not _less(answer.ack, right) or within_second) and _less(left, end) and _less(start, right)


def _echoes_older(after, sighting):
    value, _ = timestamps(sighting.packet)
    end = sighting.packet.seq + sighting.packet.sequence_length
    acknowledging = next((answer for answer in after if not _less(answer.ack, end)), None)
    if value is None or acknowledging is None or acknowledging.echo is None:
        return False
    return _less(acknowledging.echo, value)


def _inside(block, other):
    return not _less(block[0], other[0]) and not _less(other[1], block[1])


def _less(a, b):
    return 0 < (b - a) % 2**32 < 2**31


def _blocks(packet):
    for kind, body in _options(packet.options):
        if kind == _SACK:
            for at in range(0, len(body) - 7, 8):
                yield int.from_bytes(body[at : at + 4], "big"), int.from_bytes(body[at + 4 : at + 8], "big")


def _options(data):
    at = 0
    while at < len(data) and data[at] != _END:
        if data[at] == _NOP:
            at += 1
            continue
        length = data[at + 1]
        yield data[at], data[at + 2 : at + length]
        at += length
