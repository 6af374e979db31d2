"""Resets that neither end has sent."""

import contextlib

from ..forge import Forger
from ..lab import every
from ..scenario import MANY, Incident, scenario
from ..wire import Wan

_AFTER_THE_RESET = {
    "reset": MANY, "retransmission": (0, None), "out-of-order": (0, None), "lost-segment": (0, None),
    "ack-lost-segment": (0, None), "duplicate-ack": (0, None),
}


def _download(lab, net, size):
    session = lab.session(net.c1, net.s1, 8080).open()
    with contextlib.suppress(OSError):
        session.get(size)
    return session.drop()


def _injected(lab, both):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 12, between=(5, 80))))
    lab.serve(net.s1, 8080)
    size = 40_000
    device = Forger(
        net.r1, "lan", lab.version, 8080, b"GET /40000 ", ttl=lab.vary("ttl", 128, among=(64, 128, 255)), both=both
    ).start()
    try:
        with lab.capture(lab.point(net.c1, (net.r1, "lan"), *([net.s1] if both else [])), snaplen=128):
            guilty = every(0.4, 5, lambda: _download(lab, net, size))
            healthy = every(0.3, 5, lambda: lab.fetch(net.c1, net.s1, 8080, 20_000))
    finally:
        device.stop()
    lab.note(net.r1, "sent", "a reset to each end of a connection in which GET /40000 passes")
    return {"fault": "r1 resets connections in which GET /40000 passes", "guilty_flows": guilty, "healthy_flows": healthy}


@scenario(
    "reset-injected",
    shows="""A device on the path resets each connection in which a certain request passes: both ends get a reset in
        the other's name. The server's answer, already under way, follows the reset. Other requests of the same client
        to the same server are answered.""",
    incidents=[Incident("reset-injected", clients=["c1"], servers=["s1"])],
    signs=_AFTER_THE_RESET,
    versions=(4, 6),
)
def reset_injected(lab):
    return _injected(lab, both=True)


@scenario(
    "reset-injected-one-end",
    shows="""A device on the path resets the client's end of each connection in which a certain request passes. The
        server knows nothing of it and sends its answer, to which the client's kernel answers with resets of its
        own.""",
    incidents=[Incident("reset-injected", clients=["c1"], servers=["s1"])],
    signs=_AFTER_THE_RESET,
    versions=(4, 6),
)
def reset_injected_one_end(lab):
    return _injected(lab, both=False)
