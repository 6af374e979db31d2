"""What the wire does to packets on purpose. A fault is asked about each frame that enters and changes its passage; the
journal tells of it with the fault's `why`."""

from dataclasses import dataclass, field
from typing import Callable

from .packet import FIN, PSH, RST, SYN, TCP, Packet


@dataclass
class Passage:
    """What becomes of one frame on the wire."""

    packet: Packet
    number: int  # of the frame, in the order of entering
    entered: float  # seconds of the monotonic clock
    lost: bool = False
    late: float = 0.0  # seconds on top of what the link takes, while others pass
    held_until: float = 0.0  # the link carries nothing before
    doubled: list = field(default_factory=list)  # for each further copy, the seconds by which it follows

    def suffered(self):
        """What was done to it so far."""
        return {"lost": self.lost, "late": self.late, "held": self.held_until, "doubled": len(self.doubled)}

    def deed(self, before):
        """The name of what was done since it had suffered this."""
        return next(name for name, value in self.suffered().items() if value != before[name])


def tcp_data(toward):
    """Picks TCP segments with payload on their way to the clients or to the servers."""
    return lambda packet: packet.toward == toward and packet.protocol == TCP and packet.payload > 0


def tcp_sequence(packet):
    """Picks TCP segments that take up sequence numbers, either way."""
    return packet.is_tcp and packet.sequence_length > 0


def tcp_tails(packet):
    """Picks TCP segments that end what the application had to say: pushed, or with FIN."""
    return packet.is_tcp and (packet.payload > 0 and packet.flags & PSH or packet.flags & FIN) != 0


def tcp_handshake(packet):
    """Picks SYN and SYN-ACK."""
    return packet.is_tcp and packet.flags & SYN != 0


def tcp_pure_ack(packet):
    """Picks acknowledgements without anything else, either way."""
    return packet.is_tcp and packet.sequence_length == 0 and not packet.flags & RST


def tcp(packet):
    return packet.is_tcp


def later_fragments(toward):
    """Picks fragments other than the first."""
    return lambda packet: packet.toward == toward and packet.fragment_offset > 0


@dataclass(frozen=True)
class Lose:
    """Loses each packet that `which` picks with this probability."""

    which: Callable[[Packet], bool]
    probability: float

    @property
    def why(self):
        return f"chance, {self.probability:.4g}"

    def treat(self, passage, rng):
        passage.lost |= self.which(passage.packet) and rng.random() < self.probability


@dataclass
class Police:
    """Loses of what `which` picks all that exceeds a steady rate, and lets nothing wait: a token bucket, in bytes."""

    which: Callable[[Packet], bool]
    rate_mbit: float
    bucket: int
    _tokens: float | None = None
    _filled: float = 0.0
    why = "more than the policer's rate"

    def treat(self, passage, rng):
        if not self.which(passage.packet):
            return
        more = (passage.entered - self._filled) * self.rate_mbit * 125_000
        self._tokens = self.bucket if self._tokens is None else min(self.bucket, self._tokens + more)
        self._filled = passage.entered
        if self._tokens < passage.packet.length:
            passage.lost = True
        else:
            self._tokens -= passage.packet.length


@dataclass
class LoseBursts:
    """Loses runs of the packets that `which` picks: one begins with this probability, as long as `lengths` say."""

    which: Callable[[Packet], bool]
    probability: float
    lengths: tuple
    _left: dict = field(default_factory=dict)
    why = "a burst of losses"

    def treat(self, passage, rng):
        packet = passage.packet
        if not self.which(packet):
            return
        left = self._left.get(packet.toward, 0)
        if not left and rng.random() < self.probability:
            left = rng.randint(*self.lengths)
        if left:
            self._left[packet.toward] = left - 1
            passage.lost = True


@dataclass
class LoseCopies:
    """Chooses packets that `which` picks with this probability and loses the first copies of each, as many as `copies`
    say: of a segment that TCP sends again, the resends too."""

    which: Callable[[Packet], bool]
    probability: float
    copies: tuple
    _left: dict = field(default_factory=dict)
    why = "the first copies of a chosen packet"

    def treat(self, passage, rng):
        packet = passage.packet
        if not self.which(packet):
            return
        segment = (packet.source, packet.source_port, packet.destination_port, packet.seq)
        if segment not in self._left:
            self._left[segment] = rng.randint(*self.copies) if rng.random() < self.probability else 0
        if self._left[segment]:
            self._left[segment] -= 1
            passage.lost = True


@dataclass
class Outages:
    """The link goes dark now and then, in one direction or both, and either loses or holds what enters meanwhile. Times
    are seconds, counted from the first TCP packet on; `starts` are the times from the end of one to the next."""

    starts: tuple
    lengths: tuple
    holds: bool
    toward: tuple = ("servers", "clients")
    _current: tuple | None = None
    why = "the link is dark"

    def treat(self, passage, rng):
        if not passage.packet.is_tcp:
            return
        if self._current is None or passage.entered >= self._current[1]:
            ended = passage.entered if self._current is None else self._current[1]
            start = max(ended, passage.entered) + rng.uniform(*self.starts)
            self._current = (start, start + rng.uniform(*self.lengths))
        start, end = self._current
        if start <= passage.entered < end and passage.packet.toward in self.toward:
            if self.holds:
                passage.held_until = end
            else:
                passage.lost = True


@dataclass(frozen=True)
class Postpone:
    """Holds back about every n-th packet that `which` picks by a time from this range, so that others overtake it."""

    which: Callable[[Packet], bool]
    every: float
    milliseconds: tuple
    why = "chosen to be overtaken"

    def treat(self, passage, rng):
        if self.which(passage.packet) and rng.random() < 1 / self.every:
            passage.late += rng.uniform(*self.milliseconds) / 1000


@dataclass(frozen=True)
class Double:
    """Sends each packet that `which` picks twice with this probability, the copy later by a time from this range."""

    which: Callable[[Packet], bool]
    probability: float
    milliseconds: tuple
    why = "chosen to come twice"

    def treat(self, passage, rng):
        if self.which(passage.packet) and rng.random() < self.probability:
            passage.doubled.append(rng.uniform(*self.milliseconds) / 1000)
