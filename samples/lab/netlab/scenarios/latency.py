"""Paths that are long, become long, or have queues that are too deep."""

import time
from dataclasses import dataclass

from ..scenario import Incident, scenario
from ..wire import Wan

_HEADERS = 128  # enough of each frame for every header
_MAYBE = (0, None)
_MAYBE_REPAIR = {"retransmission": _MAYBE, "out-of-order": _MAYBE, "lost-segment": _MAYBE, "duplicate-ack": _MAYBE}


@dataclass
class Detour:
    """From a time on, counted from the first TCP packet, everything takes so much longer, each way, for so long."""

    after: float
    lasts: float
    milliseconds: float
    _began: float | None = None

    def treat(self, passage, rng):
        if not passage.packet.is_tcp:
            return
        if self._began is None:
            self._began = passage.entered
        if self.after <= passage.entered - self._began < self.after + self.lasts:
            passage.late += self.milliseconds / 1000


def _visits(lab, net, client, port, seconds, pause, size=900):
    """New connections, one after the other, for so long."""
    flows, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        flows.append(lab.fetch(client, net.s1, port, size))
        time.sleep(pause)
    return flows


@scenario(
    "high-latency",
    shows="""A service that answers handshakes within 25 ms takes a quarter of a second and more from one moment on: the
        path has become long. Nothing is lost.""",
    incidents=[Incident("high-latency", clients=["c1", "c2"], servers=["s1"])],
    signs=_MAYBE_REPAIR,
    versions=(4, 6),
)
def high_latency(lab):
    detour = Detour(after=4, lasts=60, milliseconds=lab.vary("detour_ms", 130, between=(110, 250)))
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 11, between=(3, 30)), faults=[detour]))
    port = lab.vary("port", 443, among=(443, 80, 5432))
    lab.serve(net.s1, port)
    with lab.capture(lab.point((net.r1, "lan"), net.s1, (net.r2, "lan")), snaplen=_HEADERS):
        flows = lab.at_once(
            *[lambda client=client: _visits(lab, net, client, port, seconds=12, pause=0.15) for client in net.clients]
        )
    return {"fault": "the link between r1 and r2 takes much longer from 4 s on", "flows": sum(flows, [])}


@scenario(
    "high-latency-queue",
    shows="""While a client uploads, its link's deep queue fills, and whatever else goes the same way waits behind it:
        handshakes with the same server that took 30 ms take half a second. Nothing is lost.""",
    incidents=[Incident("high-latency", clients=["c1"], servers=["s1"])],
    signs=_MAYBE_REPAIR,
    versions=(4, 6),
)
def high_latency_queue(lab):
    rate = lab.vary("rate_mbit", 2, between=(2, 4))
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 14, between=(5, 25)), rate_mbit=rate))
    port = lab.vary("port", 8080, among=(80, 443, 8080))
    lab.serve(net.s1, port)

    def upload():
        time.sleep(1.5)
        session = lab.session(net.c1, net.s1, port, timeout=60).open()
        session.post(int(rate * 125_000 * 3))
        session.receive()
        return [session.close()]

    with lab.capture(lab.point(net.c1, net.s1, (net.r1, "lan")), snaplen=_HEADERS):
        flows = lab.at_once(
            upload, *[lambda: _visits(lab, net, net.c1, port, seconds=7, pause=0.25) for _ in range(3)]
        )
    return {"fault": f"a queue without end before a link of {rate} Mbit/s", "flows": sum(flows, [])}


@scenario(
    "far-server",
    shows="""A server on the other side of the earth: each handshake takes a quarter of a second, as it always does. That
        is geography.""",
    versions=(4, 6),
)
def far_server(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 125, between=(80, 160))))
    port = lab.vary("port", 443, among=(443, 80))
    lab.serve(net.s1, port)
    with lab.capture(lab.point(net.c1, net.s1, (net.r1, "lan")), snaplen=_HEADERS):
        flows = lab.at_once(
            *[lambda client=client: _visits(lab, net, client, port, seconds=8, pause=0.1) for client in net.clients]
        )
    return {"fault": None, "flows": sum(flows, [])}


@scenario(
    "busy-link",
    shows="""Downloads fill a link whose queue holds what arrives in a few ten milliseconds, and page views go beside them.
        Round-trip times vary as on any link in use.""",
    signs=_MAYBE_REPAIR | {"retransmission": _MAYBE},
    versions=(4, 6),
)
def busy_link(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 15, between=(5, 40)), rate_mbit=20, queue_kb=80))
    lab.serve(net.s1, 80)
    with lab.capture(lab.point(net.c1, net.s1), snaplen=_HEADERS):
        flows = lab.at_once(
            lambda: [lab.fetch(net.c1, net.s1, 80, 300_000) for _ in range(2)],
            lambda: _visits(lab, net, net.c1, 80, seconds=2, pause=0.05),
            lambda: _visits(lab, net, net.c2, 80, seconds=2, pause=0.05),
        )
    return {"fault": None, "flows": sum(flows, [])}
