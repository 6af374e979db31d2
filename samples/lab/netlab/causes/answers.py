"""What a capture shows of the receiver's knowledge: acknowledgements, SACK and D-SACK, echoed time stamps."""

from collections import defaultdict
from typing import NamedTuple

from ..packet import ACK

_SHORTLY_NS = 10_000_000  # nothing is sent again sooner because of the time
_END, _NOP, _SACK_PERMITTED, _SACK, _TIMESTAMPS = 0, 1, 4, 5, 8


class _Answer(NamedTuple):
    frame: int
    ack: int
    blocks: list  # of SACK: (left, right)
    echo: int | None

    @property
    def twice(self):
        """The D-SACK (RFC 2883), or None: a first block that is acknowledged already, or lies within the second."""
        if not self.blocks:
            return None
        block = self.blocks[0]
        within_second = len(self.blocks) > 1 and _inside(block, self.blocks[1])
        return block if within_second or not _less(self.ack, block[1]) else None


class Answers:
    """The acknowledgements of a capture, by the flow that they acknowledge."""

    def __init__(self, sightings):
        """From the first sighting of each segment."""
        self._by_flow, self._copies, latest = defaultdict(list), defaultdict(list), {}
        self._reported = set()  # frames of copies that a D-SACK is about
        for sighting in sightings:
            packet = sighting.packet
            if packet.sequence_length:
                self._copies[sighting.identity[:4]].append(sighting)
            if packet.flags & ACK:
                answer = _Answer(sighting.frame, packet.ack, list(_blocks(packet)), timestamps(packet)[1])
                flow = (*sighting.identity[2:4], *sighting.identity[:2])
                self._by_flow[flow].append(answer)
                if answer.twice and not is_like(sighting, latest.get(sighting.identity)):
                    self._attribute(answer, self._by_flow[flow], self._copies[flow])
                latest[sighting.identity] = sighting

    def _attribute(self, answer, answers, copies):
        """A D-SACK is about one copy: the latest so far that nothing was said of yet, and whose time stamp is not younger
        than the echo, if that is the one of what came twice (RFC 7323 4.3). One that was extended over several segments
        (RFC 2883 4.2) is about one copy of each."""
        left, right = answer.twice
        is_echoed = right == answer.ack and len(answers) > 1 and not _less(answers[-2].ack, left)
        for copy in reversed(copies):
            value, _ = timestamps(copy.packet)
            start, end = copy.packet.seq, copy.packet.seq + copy.packet.sequence_length
            is_younger = is_echoed and None not in (value, answer.echo) and _less(answer.echo, value)
            in_range = not _less(start, left) and not _less(right, end)
            if in_range and not is_younger and copy.frame not in self._reported:
                self._reported.add(copy.frame)
                right = start

    def show_needless(self, sighting):
        """Whether anything from the receiver says that it had this segment before: an acknowledgement or SACK seen
        earlier, or later a D-SACK of this copy or the echo of an older time stamp (RFC 3522)."""
        answers = self._by_flow[sighting.identity[:4]]
        start, end = sighting.packet.seq, sighting.packet.seq + sighting.packet.sequence_length
        before = [answer for answer in answers if answer.frame < sighting.frame]
        is_acknowledged = any(_covers(answer, start, end) for answer in before)
        return is_acknowledged or sighting.frame in self._reported or _echoes_older(answers, sighting)


def is_like(sighting, earlier):
    """Whether a packet without IP ID is the same in every bit as one that was seen shortly before, if any was: then it may
    be that one doubled, or a second one."""
    if earlier is None or sighting.packet.ip_id:
        return False
    return sighting.time_ns - earlier.time_ns < _SHORTLY_NS


def misses(packet, seq):
    """Whether an acknowledgement says that a hole begins there."""
    answer = _Answer(0, packet.ack, list(_blocks(packet)), None)
    held = answer.blocks[1:] if answer.twice else answer.blocks
    return packet.ack == seq % 2**32 or any(right == seq % 2**32 for _, right in held)


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


def _echoes_older(answers, sighting):
    """Whether the first acknowledgement of a segment that was the next to come echoes an older time stamp: that is the one of
    the copy which came first (RFC 7323 4.3)."""
    value, _ = timestamps(sighting.packet)
    start, end = sighting.packet.seq, sighting.packet.seq + sighting.packet.sequence_length
    first = next((i for i, answer in enumerate(answers) if not _less(answer.ack, end)), 0)
    if first == 0 or value is None or answers[first].frame < sighting.frame or answers[first].echo is None:
        return False
    return not _less(answers[first - 1].ack, start) and _less(answers[first].echo, value)


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
