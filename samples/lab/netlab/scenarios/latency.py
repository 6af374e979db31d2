"""Paths that are long, become long, or have queues that are too deep."""

import time
from dataclasses import dataclass

from ..lab import every
from ..scenario import CLIENTS, SERVERS, Incident, scenario
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


def _upload(lab, net, port, size):
    session = lab.session(net.c1, net.s1, port, timeout=60).open()
    session.post(size)
    session.receive()
    return session.close()


@scenario(
    "high-latency-transfer",
    shows="""One upload and nothing else, over a slow link with a deep queue: its own round trips grow from 30 ms to most
        of a second with what is under way. Nothing is lost.""",
    incidents=[Incident("high-latency", clients=["c1"], servers=["s1"])],
    signs=_MAYBE_REPAIR,
    versions=(4, 6),
)
def high_latency_transfer(lab):
    rate = lab.vary("rate_mbit", 2, between=(2, 4))
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 14, between=(5, 25)), rate_mbit=rate))
    port = lab.vary("port", 8080, among=(80, 443, 8080))
    lab.serve(net.s1, port)
    with lab.capture(lab.point(net.c1, net.s1, (net.r1, "lan")), snaplen=_HEADERS):
        flow = _upload(lab, net, port, int(rate * 125_000 * 3))
    return {"fault": f"a queue without end before a link of {rate} Mbit/s", "flows": [flow]}


@scenario(
    "far-transfer",
    shows="""An upload to a server far away, over a link with room: its round trips take 180 ms from the first to the last.
        That is geography and no queue.""",
    signs=_MAYBE_REPAIR,
    versions=(4, 6),
)
def far_transfer(lab):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 90, between=(60, 140)), rate_mbit=200))
    lab.serve(net.s1, 80)
    with lab.capture(lab.point(net.c1, (net.r1, "lan")), snaplen=_HEADERS):
        flow = _upload(lab, net, 80, lab.vary("bytes", 900_000, between=(900_000, 3_000_000)))
    return {"fault": None, "healthy_flows": [flow]}


def _everybody_visits(lab, net, seconds, *others):
    """Short connections of each client with each server, and what else goes on meanwhile. Gives the flows."""
    visits = [
        lambda client=client, server=server: every(
            0.4, int(seconds / 0.4), lambda: lab.fetch(client, server, 443, 500)
        )
        for client in net.clients
        for server in net.servers
    ]
    return sum(lab.at_once(*visits, *others), [])


@scenario(
    "path-change-delay",
    shows="""In the middle of the capture the way between two sites becomes 30 ms longer for good, over as many hops as
        before: the handshakes of all hosts take 50 ms instead of 20 from one moment on, and the TTL tells nothing.""",
    incidents=[Incident("path-change", clients=CLIENTS, servers=SERVERS)],
    signs=_MAYBE_REPAIR,
    versions=(4, 6),
)
def path_change_delay(lab):
    longer = lab.vary("longer_ms", 15, between=(8, 40))
    moment = lab.vary("moment_s", 4.0, between=(3.0, 5.0))
    detour = Detour(after=moment, lasts=60, milliseconds=longer)
    net = lab.sites(clients=2, servers=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(3, 20)), faults=[detour]))
    for server in net.servers:
        lab.serve(server, 443)
    with lab.capture(lab.point(net.c1, net.s1, (net.r1, "lan")), snaplen=_HEADERS):
        flows = _everybody_visits(lab, net, seconds=8)
    return {"fault": f"after {moment} s the way takes {longer} ms longer each way", "flows": flows}


@scenario(
    "steady-queue",
    shows="""From the middle of the capture on an upload with a small window keeps the same kilobytes in the queue of a slow link:
        all handshakes take some ten milliseconds longer, steadily. The way is the same, and the upload shows why.""",
    signs=_MAYBE_REPAIR,
    versions=(4, 6),
)
def steady_queue(lab):
    net = lab.sites(servers=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(5, 20)), rate_mbit=2))
    net.s1.sysctl(ipv4__tcp_rmem="4096 32768 32768")
    for server in net.servers:
        lab.serve(server, 443)

    def upload():
        time.sleep(4)
        return [_upload(lab, net, 443, 1_100_000)]

    with lab.capture(lab.point(net.c1, (net.r1, "lan")), snaplen=80):
        flows = _everybody_visits(lab, net, 8, upload)
    return {"fault": None, "healthy_flows": flows}


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
