"""Captures of healthy networks by clocks that are wrong."""

from ..lab import every
from ..scenario import scenario

_ANY = (0, None)
_HEADERS = 96
_MUDDLE = dict.fromkeys(
    ("retransmission", "duplicate-ack", "out-of-order", "lost-segment", "ack-lost-segment", "syn-resent", "reused-ports"), _ANY
)


@scenario(
    "capture-clock-back",
    shows="""Requests over a healthy network; in the middle of the capture the clock is set back by some seconds.""",
    capture_quality=["capture-clock"],
    signs=_MUDDLE,
    versions=(4, 6),
)
def capture_clock_back(lab):
    net = lab.sites(clients=2)
    lab.serve(net.s1, 80)
    with lab.capture(lab.point(net.s1, net.c1), snaplen=_HEADERS) as recording:
        calls = [lambda c=client: lab.fetch(c, net.s1, 80, 400, 3000, pause=0.1) for client in net.clients]
        flows = sum(every(0.6, 5, lambda: lab.at_once(*calls)), [])
    seconds = lab.vary("back_s", 12.0, between=(3.0, 600.0))
    recording.shift(lambda number, count, frame: -seconds if number > count // 2 else 0)
    return {"fault": f"the clock goes back by {seconds} s", "flows": flows}


@scenario(
    "capture-clock-offset",
    shows="""Requests over a healthy network; each direction is captured by a card of its own, and the clock of the one
        that hears the server is behind: answers stand before questions.""",
    capture_quality=["capture-clock"],
    signs=_MUDDLE,
    not_with=("vlan", "vxlan"),
)
def capture_clock_offset(lab):
    net = lab.sites(clients=2)
    lab.serve(net.s1, 80)
    with lab.capture(net.s1, snaplen=_HEADERS) as recording:
        calls = [lambda c=client: lab.fetch(c, net.s1, 80, 400, 3000, pause=0.1) for client in net.clients]
        flows = sum(every(0.6, 4, lambda: lab.at_once(*calls)), [])
    milliseconds = lab.vary("offset_ms", 40, between=(15, 80))
    own = bytes.fromhex("02000a020002")
    recording.shift(lambda number, count, frame: -milliseconds / 1000 if frame.data[6:12] == own else 0)
    recording.sort()
    return {"fault": f"frames of the server are stamped {milliseconds} ms early", "flows": flows}


@scenario(
    "capture-clock-ahead",
    shows="""Four connections are busy all the time; in the middle of the capture the clock is set ahead by some seconds.
        It looks as if all had stood still, but the hosts' own clocks, by which they stamp their segments, did not go on.""",
    capture_quality=["capture-clock"],
    signs=_MUDDLE,
    versions=(4, 6),
)
def capture_clock_ahead(lab):
    net = lab.sites(clients=2)
    port = lab.vary("port", 5432, among=(5432, 8080, 443))
    lab.serve(net.s1, port)
    with lab.capture(lab.point(net.s1, net.c1), snaplen=_HEADERS) as recording:
        sessions = [lab.session(client, net.s1, port, timeout=60).open() for client in net.clients for _ in range(2)]
        flows = lab.at_once(*(lambda s=session: _talk(s, 40, 0.1) for session in sessions))
    seconds = lab.vary("ahead_s", 8.0, between=(3.0, 600.0))
    recording.shift(lambda number, count, frame: seconds if number > count // 2 else 0)
    return {"fault": f"the clock goes ahead by {seconds} s", "flows": flows}


def _talk(session, count, pause):
    every(pause, count, lambda: session.get(900))
    return session.close()
