"""Times in which nothing is heard: because the link is down, because nobody has anything to say, because nobody listens."""

import threading
import time

from ..scenario import MANY, Incident, scenario
from ..wire import Wan

_ANY = (0, None)
_HEADERS = 96
_TROUBLE = ("retransmission", "duplicate-ack", "syn-resent", "out-of-order", "lost-segment")


def _chat(session, over, pause):
    while not over.is_set():
        session.get(900)
        time.sleep(pause)
    return session.close()


def _chats(lab, net, port, pause, interlude, rest=False, after=None):
    """Sessions of all clients that talk before and after, and, unless they rest, also during the interlude."""
    sessions = [lab.session(client, net.s1, port, timeout=60).open() for client in net.clients for _ in range(2)]
    before, after = lab.vary("before_s", 2.5, between=(2.0, 5.0)), after or lab.vary("after_s", 3.0, between=(2.0, 5.0))
    stop = threading.Event()

    def direct():
        time.sleep(before)
        interlude()
        time.sleep(after)
        stop.set()

    def talk(session):
        if not rest:
            return _chat(session, stop, pause)
        first = threading.Timer(before, (pausing := threading.Event()).set)
        first.start()
        while not pausing.is_set():
            session.get(900)
            time.sleep(pause)
        interlude()
        return _chat(session, stop, pause)

    flows = lab.at_once(direct, *(lambda s=session: talk(s) for session in sessions))
    return flows[1:]


@scenario(
    "link-silence",
    shows="""The cable of a server is pulled for some seconds while four connections are busy; then all go on. Captured at
        the server.""",
    incidents=[Incident("link-silence", clients=None, servers=["s1"])],
    signs=dict.fromkeys(_TROUBLE, _ANY) | {"retransmission": MANY},
    versions=(4, 6),
)
def link_silence(lab):
    # A long way, so that answers are under way most of the time: only they show that somebody waits.
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 50, between=(40, 80))))
    port = lab.vary("port", 5432, among=(5432, 8080, 443))
    lab.serve(net.s1, port)
    seconds = lab.vary("silence_s", 6.0, between=(5.5, 9.0))

    def pull():
        net.r2.ip("link set s1 down")
        lab.note(net.s1, "unplugged", "the link of s1 is down")
        time.sleep(seconds)
        net.r2.ip("link set s1 up")
        lab.note(net.s1, "plugged", "the link of s1 is up")

    with lab.capture(net.s1, snaplen=_HEADERS):
        flows = _chats(lab, net, port, 0.03, pull, after=seconds + 1)  # the timers have backed off that far
    return {"fault": f"the link of s1 is down for {seconds} s", "flows": flows}


@scenario(
    "link-quiet",
    shows="""Four connections are busy, rest together for some seconds, and go on: nobody waits for anything meanwhile.
        Nothing is wrong.""",
    versions=(4, 6),
)
def link_quiet(lab):
    net = lab.sites(clients=2)
    port = lab.vary("port", 5432, among=(5432, 8080, 443))
    lab.serve(net.s1, port)
    seconds = lab.vary("rest_s", 6.0, between=(5.5, 12.0))
    with lab.capture(net.s1, snaplen=_HEADERS):
        flows = _chats(lab, net, port, 0.1, lambda: time.sleep(seconds), rest=True)
    return {"what": f"all rest for {seconds} s", "flows": flows}


@scenario(
    "capture-paused",
    shows="""Four connections are busy all the time, but the capture has a hole of some seconds, as if it had been stopped
        and started again: behind it bytes are missing that were never captured, and nothing was sent again.""",
    capture_quality=["capture-loss"],
    signs=dict.fromkeys((*_TROUBLE, "ack-lost-segment"), _ANY) | {"lost-segment": MANY},
    versions=(4, 6),
)
def capture_paused(lab):
    net = lab.sites(clients=2)
    port = lab.vary("port", 5432, among=(5432, 8080, 443))
    lab.serve(net.s1, port)
    with lab.capture(net.s1, snaplen=_HEADERS) as recording:
        flows = _chats(lab, net, port, 0.1, lambda: time.sleep(5))
    missing = recording.forget_between(0.3, 0.3 + lab.vary("hole", 0.45, between=(0.4, 0.5)))
    return {"fault": "the capture has a hole", "frames_missing": missing, "flows": flows}
