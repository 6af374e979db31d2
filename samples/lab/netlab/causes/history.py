"""What really happened to each segment of a play: why it was sent, what the wire did to it, whether it was needed.

A segment sent by a host is an emission. It is found in the capture at that host, then in the wire's journal, then in
the capture at the other host, each time among the packets of the same identity in their order. Resends are matched with
the kernel's trace, which tells their reasons but not their sequence numbers, by order and time."""

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field

from ..journal import Entry
from ..kernel import UNKNOWN, Resend
from ..packet import ACK, FIN, RST, SYN
from . import answers, evidence

SITES = {"client": ("10.1.", "fd42:1:"), "server": ("10.2.", "fd42:2:")}
_BEFORE_NS = 5_000_000  # the kernel tells of a resend just after it was captured; clocks may differ by this
_AFTER_NS = 200_000_000  # or, on a busy machine, by this later
_SETTLED_NS = 1_000_000  # a host has dealt with what arrived earlier


@dataclass
class Emission:
    """A segment that a host sent."""

    sighting: evidence.Sighting
    start: int  # sequence numbers, counted from the first of the flow
    end: int
    kind: str  # new, resend, keepalive, window_probe, other (nothing that takes up sequence numbers)
    resend: Resend | None = None
    step: int = 0  # of a timer, how often it has run out without progress
    copies: list[Entry] = field(default_factory=list)  # on the wire, as they left it; of one that was lost, none
    arrival: evidence.Sighting | None = None  # of the first copy that came to the other host
    needless: bool = False  # of a resend: nothing of it was lost before
    first: "Emission | None" = None  # of a resend, where its first byte was sent first
    lone: bool = False  # of a resend: nothing else was under way, and it was not sent once more


def site(address):
    return next(name for name, networks in SITES.items() if address.startswith(networks))


class History:
    """All emissions of a play by flow direction: (source, source port, destination, destination port).

    `unexplained` counts resends of which the kernel does not say why; `strays` segments that were lost elsewhere than
    on the wire, or on their way when the capture ended.
    """

    def __init__(self, stem):
        self.unexplained = self.strays = 0
        self._captures = {name: list(evidence.sightings(path)) for name, path in evidence.captures(stem).items()}
        self.flows = defaultdict(list)
        for name in SITES:
            self._emissions_of(name)
        self._follow_on_the_wire(evidence.journal(stem))
        self._explain(evidence.resends(stem))
        for flow, emissions in self.flows.items():
            _judge(emissions, self.flows.get(_reverse(flow), ()))

    def allows_sack(self, flow):
        """Whether both ends of the connection offered SACK."""
        firsts = [self.flows[way][0] for way in (flow, _reverse(flow)) if self.flows[way]]
        return all(answers.permits_sack(emission.sighting.packet) for emission in firsts)

    def capture(self, point):
        return self._captures[point]

    def _emissions_of(self, name):
        ends = {}
        for sighting in self._captures[name]:
            flow = sighting.identity[:4]
            if site(sighting.packet.source) == name:
                end = ends.setdefault(flow, _SendingEnd(sighting.packet.seq))
                self.flows[flow].append(end.sent(sighting))
            elif (end := ends.get(_reverse(flow))) is not None:
                end.received(sighting.packet)

    def _follow_on_the_wire(self, journal):
        passages = defaultdict(list)
        for entry in journal:
            passages[entry.number].append(entry)
        entered = defaultdict(deque)
        for entries in passages.values():
            entered[entries[0].identity].append(entries)
        for emissions in self.flows.values():
            for emission in emissions:
                waiting = entered[emission.sighting.identity]
                if waiting:
                    entries = waiting.popleft()
                    emission.copies = [entry for entry in entries if entry.deed != "lost"]
                else:
                    self.strays += 1
        self._confirm_arrivals()

    def _confirm_arrivals(self):
        for name in SITES:
            arrivals = defaultdict(deque)
            for sighting in self._captures[name]:
                if site(sighting.packet.source) != name:
                    arrivals[sighting.identity].append(sighting)
            for _, emission in self.in_order_of_leaving(toward=name):
                if waiting := arrivals[emission.sighting.identity]:
                    emission.arrival = emission.arrival or waiting[0]
                    waiting.popleft()
                else:
                    self.strays += 1

    def in_order_of_leaving(self, toward):
        """(entry, emission) for each copy that left the wire, of the flows to that site."""
        copies = [
            (entry, emission)
            for flow, emissions in self.flows.items()
            if site(flow[0]) != toward
            for emission in emissions
            for entry in emission.copies
        ]
        return sorted(copies, key=lambda copy: (copy[0].left_ns, copy[0].number))

    def _explain(self, resends):
        told = defaultdict(deque)
        for resend in resends:
            told[resend[:4]].append(resend)
        for flow, emissions in self.flows.items():
            steps = _Steps()
            for emission in emissions:
                if emission.kind == "resend":
                    emission.resend = _match(told[flow], emission.sighting.time_ns)
                    emission.step = steps.of(emission)
                    if emission.resend is None or emission.resend.reason == UNKNOWN:
                        self.unexplained += 1


class _SendingEnd:
    """What a host has sent and what of it was acknowledged, as the capture at that host shows it."""

    def __init__(self, first_seq):
        self._first_seq = first_seq
        self._highest = self._acknowledged = 0
        self._window = 1

    def sent(self, sighting):
        packet = sighting.packet
        start = self._relative(packet.seq)
        end = start + packet.sequence_length
        emission = Emission(sighting, start, end, self._kind(packet, start))
        emission.lone = start <= self._acknowledged and end == self._highest
        self._highest = max(self._highest, end)
        return emission

    def received(self, packet):
        if packet.flags & ACK:
            self._acknowledged = max(self._acknowledged, self._relative(packet.ack))
            self._window = packet.window

    def _kind(self, packet, start):
        if packet.sequence_length:
            return "resend" if start < self._highest else "new"
        if packet.flags & (RST | SYN | FIN) or start != self._acknowledged - 1:
            return "other"
        return "keepalive" if self._window else "window_probe"

    def _relative(self, seq):
        return (seq - self._first_seq + 2**31) % 2**32 - 2**31


class _Steps:
    """Counts how often the timer of a flow ran out for the same bytes, one time after the other."""

    def __init__(self):
        self._start, self._step = None, 0

    def of(self, emission):
        if emission.resend and emission.resend.reason == "timer":
            self._step = self._step + 1 if emission.start == self._start else 1
            self._start = emission.start
        return self._step


def _match(told, time_ns):
    while told and told[0].time_ns < time_ns - _BEFORE_NS:
        told.popleft()
    if told and told[0].time_ns <= time_ns + _AFTER_NS:
        return told.popleft()
    return None


def _judge(emissions, back):
    """Find which resends were needless, the first copy of each, and which of them were all that happened. `back` are the
    emissions of the receiver."""
    delivered, sends = Ranges(), Counter(emission.start for emission in emissions if emission.start < emission.end)
    for emission in emissions:
        if emission.kind == "resend":
            emission.needless = delivered.covers(emission.start, emission.end)
            emission.first = next(earlier for earlier in emissions if earlier.start <= emission.start < earlier.end)
        emission.lone &= sends[emission.start] == 2
        if emission.arrival and not (sends[emission.start] > 1 and _is_refused(emission, emissions, back)):
            delivered.add(emission.start, emission.end)


def _is_refused(emission, emissions, back):
    """Whether the receiver had no room for what arrived: before another copy came it asked for the same byte."""
    seq, flags = emission.sighting.packet.seq, emission.sighting.packet.flags
    arrival = emission.arrival.time_ns
    others = (other.arrival.time_ns for other in emissions if other.start == emission.start and other.arrival)
    until = min((time_ns for time_ns in others if time_ns > arrival), default=float("inf"))
    if flags & SYN or until < arrival + _SETTLED_NS:
        return False
    meanwhile = (e.sighting for e in back if arrival < e.sighting.time_ns < until and e.sighting.packet.flags & ACK)
    last = max(meanwhile, key=lambda sighting: sighting.time_ns, default=None)
    return last is not None and answers.misses(last.packet, seq)


class Ranges:
    """A set of numbers, held as ranges."""

    def __init__(self):
        self._ranges = []

    def add(self, start, end):
        if start == end:
            return
        apart = [(low, high) for low, high in self._ranges if high < start or low > end]
        joined = [(low, high) for low, high in self._ranges if high >= start and low <= end]
        start = min([start, *(low for low, _ in joined)])
        end = max([end, *(high for _, high in joined)])
        self._ranges = sorted([*apart, (start, end)])

    def covers(self, start, end):
        return any(low <= start and end <= high for low, high in self._ranges)


def _reverse(flow):
    return (*flow[2:], *flow[:2])
