"""The truth about each capture of a play: why a segment that comes again or late at this point does so."""

from collections import Counter, defaultdict, deque
from pathlib import Path
from typing import NamedTuple

from .. import table
from ..kernel import UNKNOWN
from .answers import Answers, is_like, timestamps
from .history import History, site

CAUSES = (
    "capture_duplicate keepalive window_probe spurious reordering fast_retransmit tail_loss_probe timeout".split()
)
NOTHING = NOT_LOST = "-"
DOUBLED = "-any", "-ports"  # ends of the names of points where each packet is seen several times
_SIDE_OF = {"client": "client", "server": "server", "r1": "client", "r2": "server"}


class Truth(NamedTuple):
    frame: int
    cause: str
    lost: str  # before or after the capture point
    shown: str  # no: nothing in the capture tells the cause from another
    detail: str


def write(stem, point, truths):
    table.write(path(stem, point), Truth._fields, truths)


def path(stem, point):
    return Path(f"{stem}.{point}.truth.tsv")


def tell(history: History, point):
    """A `Truth` for each frame that comes again or late at this point, and for each of which nothing is known."""
    identified = list(_identified(history, point))
    known = {sighting.frame for sighting, _ in identified}
    for sighting in history.capture(point):
        if sighting.frame not in known:
            yield Truth(sighting.frame, NOTHING, NOT_LOST, "no", "sent after the capture at its sender ended")
    shown = _Shown(history, point, identified)
    seen, alike, highest = set(), {}, {}
    for sighting, emission in identified:
        flow, port = sighting.identity[:4], (sighting.identity, sighting.port)
        again = port in alike and _is_like_any_other(sighting.packet)
        if id(emission) in seen:
            yield Truth(sighting.frame, "capture_duplicate", NOT_LOST, "no" if again else "yes", "seen before")
        elif emission.kind in ("keepalive", "window_probe"):
            yield Truth(sighting.frame, emission.kind, NOT_LOST, "yes", emission.kind)
        elif emission.start < emission.end and emission.start < highest.get(flow, emission.start):
            told = shown(sighting, emission) and not is_like(sighting, alike.get(port))
            yield _judged(sighting, emission, seen, told)
        elif again:
            yield Truth(sighting.frame, NOTHING, NOT_LOST, "no", "an acknowledgement like one before")
        seen.add(id(emission))
        alike[port] = sighting
        highest[flow] = max(highest.get(flow, emission.end), emission.end)


def _is_like_any_other(packet):
    """Whether it is an acknowledgement without IP ID: one sent again is the same in every bit."""
    return packet.sequence_length == 0 and packet.ip_id == 0


def _judged(sighting, emission, seen, shown):
    told = "yes" if shown else "no"
    if emission.kind == "new":
        return Truth(sighting.frame, "reordering", NOT_LOST, told, "sent once before")
    if emission.needless:
        return Truth(sighting.frame, "spurious", NOT_LOST, told, _mechanism(emission))
    lost = "after" if id(emission.first) in seen else "before"
    return Truth(sighting.frame, _cause(emission), lost, told, _mechanism(emission))


class _Shown:
    """Whether a capture holds what tells the cause of a resend from others."""

    def __init__(self, history, point, identified):
        self._history, self._point = history, point
        self._answers = Answers(sighting for sighting, _ in _firsts(identified))
        self._frames, self._copies = {}, Counter()
        for sighting, emission in _firsts(identified):
            self._frames[id(emission)] = sighting.frame
            self._copies[(*sighting.identity[:4], emission.start)] += 1

    def __call__(self, sighting, emission):
        flow = sighting.identity[:4]
        is_marked = sighting.packet.ip_id != 0 or timestamps(sighting.packet)[0] is not None
        if emission.kind == "new":
            return is_marked or self._copies[(*flow, emission.start)] == 1
        if emission.needless:
            comes_late = self._frames.get(id(emission.first), 0) > sighting.frame
            if comes_late or self._point == site(sighting.packet.destination):
                return is_marked or not comes_late  # the other copy itself is seen
            return self._answers.show_needless(sighting)
        # Linux lets the probe for a lone segment wait as long as the timer, and probes only where SACK is allowed.
        by_clock = emission.resend is not None and emission.resend.reason in ("probe", "timer")
        return not (by_clock and emission.lone and emission.start > 0 and self._history.allows_sack(flow))

def _firsts(identified):
    """The first sighting of each emission."""
    seen = set()
    for sighting, emission in identified:
        if id(emission) not in seen:
            seen.add(id(emission))
            yield sighting, emission


def _cause(emission):
    resend = emission.resend
    if resend is None or resend.reason == UNKNOWN:
        return "unknown"
    if resend.reason == "probe":
        return "tail_loss_probe"
    by_timer = resend.reason in ("timer", "answer") or resend.state == "Loss"
    return "timeout" if by_timer else "fast_retransmit"


def _mechanism(emission):
    resend = emission.resend
    if resend is None:
        return UNKNOWN
    step = f" {emission.step}" if resend.reason == "timer" else ""
    return f"{resend.reason}{step} in {resend.state}"


def _identified(history, point):
    """(sighting, emission) for each TCP segment of the capture at this point."""
    side = _SIDE_OF[point.split("-")[0]]
    passing = _Passing(history, side)
    for sighting in history.capture(point):
        if (emission := passing.emission(sighting)) is not None:
            yield sighting, emission


class _Passing:
    """The emissions in the order in which they pass a point on this side of the wire, for each device of the point."""

    def __init__(self, history, side):
        self._order = defaultdict(list)
        for flow, emissions in history.flows.items():
            if site(flow[0]) == side:
                for emission in emissions:
                    self._order[emission.sighting.identity].append(emission)
        for _, emission in history.in_order_of_leaving(toward=side):
            self._order[emission.sighting.identity].append(emission)
        self._waiting = {}

    def emission(self, sighting):
        key = (sighting.identity, sighting.port)
        if key not in self._waiting:
            self._waiting[key] = deque(self._order[sighting.identity])
        return self._waiting[key].popleft() if self._waiting[key] else None
