"""Two address families between the same hosts, one of which does not get through; and a small receiver's view of a
path that is too narrow."""

import contextlib
import socket
import time

from ..lab import every
from ..scenario import CLIENTS, MANY, Incident, scenario
from ..wire import Wan

_STAGGER = 0.25  # seconds after which a client tries the next address (RFC 8305: connection attempt delay)


def _happy_eyeballs(lab, client, server, port, size=500):
    """Connect as browsers do: by IPv6 at once, by IPv4 a quarter of a second later or as soon as IPv6 has failed, and
    stay with what answers first. Gives the flow that was used and whether it is IPv6."""
    first = lab.session(client, server, port, version=6, timeout=_STAGGER)
    with contextlib.suppress(OSError):
        first.open()
        first.socket.settimeout(5)
        first.get(size)
        return first.close(), True
    second = lab.session(client, server, port, version=4, timeout=5).open()
    first.drop()
    second.get(size)
    return second.close(), False


def _visits(lab, net, port, times):
    calls = [
        lambda client=client: every(1.1, times, lambda: _happy_eyeballs(lab, client, net.s1, port))
        for client in net.clients
    ]
    return [result for some in lab.at_once(*calls) for result in some]


def _fallback(lab, rule, delay_ms):
    net = lab.sites(clients=2, wan=Wan(delay_ms=delay_ms))
    net.r2.tables(rule, 6)
    port = lab.vary("port", 443, among=(443, 80, 8443))
    _serve_both(lab, net.s1, port)
    with lab.capture(lab.point((net.r1, "lan"), net.c1)):
        visits = _visits(lab, net, port, lab.vary("visits", 3, between=(3, 5)))
        time.sleep(1)  # for an answer that might still come
    return {"visits_by_ipv4": sum(not by_ipv6 for _, by_ipv6 in visits), "healthy_flows": [done for done, _ in visits]}


def _serve_both(lab, host, port):
    version = lab.version
    for lab.version in (4, 6):
        lab.serve(host, port)
    lab.version = version


@scenario(
    "ipv6-fallback",
    shows="""A firewall drops IPv6 to the server without a word. Browsers try IPv6 first and take IPv4 a quarter of a
        second later: all works, but each new connection is late.""",
    incidents=[Incident("ipv6-fallback", clients=CLIENTS, servers=["s1"])],
    signs={"syn-resent": (0, None)},
    version=6,
    not_with=("vxlan",),
)
def ipv6_fallback(lab):
    truth = _fallback(lab, "-A FORWARD -i wan -p tcp -j DROP", lab.vary("delay_ms", 12, between=(2, 90)))
    return {"fault": "r2 drops what comes for the server by IPv6", **truth}


@scenario(
    "ipv6-fallback-refused",
    shows="""A firewall resets each connection attempt by IPv6, and browsers take IPv4 then. All works, a round trip of
        70 ms later than it could.""",
    incidents=[Incident("ipv6-fallback", clients=CLIENTS, servers=["s1"])],
    signs={"reset": MANY},
    version=6,
    not_with=("vxlan",),
)
def ipv6_fallback_refused(lab):
    delay_ms = lab.vary("delay_ms", 35, between=(30, 90))
    truth = _fallback(lab, "-A FORWARD -i wan -p tcp -j REJECT --reject-with tcp-reset", delay_ms)
    return {"fault": "r2 resets what comes for the server by IPv6", **truth}


@scenario(
    "ipv6-fallback-unreachable",
    shows="""A router behind a path of 70 ms has no way to the server by IPv6 and says so by ICMPv6; browsers take IPv4
        then. All works, a round trip later than it could.""",
    incidents=[Incident("icmp-unreachable", clients=CLIENTS, servers=["s1"])],
    signs={"icmpv6-1/0": MANY, "syn-resent": (0, None)},
    version=6,
    not_with=("vxlan",),
)
def ipv6_fallback_unreachable(lab):
    delay_ms = lab.vary("delay_ms", 35, between=(30, 90))
    truth = _fallback(lab, "-A FORWARD -i wan -p tcp -j REJECT --reject-with icmp6-no-route", delay_ms)
    return {"fault": "r2 says of what comes for the server by IPv6 that there is no route to it", **truth}


@scenario(
    "happy-eyeballs",
    shows="""Clients that try IPv6 first and IPv4 a quarter of a second later, on a path where both work and IPv6
        answers: no fallback, no incident.""",
    version=6,
)
def happy_eyeballs(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 12, between=(2, 90))))
    port = lab.vary("port", 443, among=(443, 80))
    _serve_both(lab, net.s1, port)
    with lab.capture(lab.point((net.r1, "lan"), net.c1)):
        visits = _visits(lab, net, port, 3)
    return {"fault": None, "healthy_flows": [done for done, _ in visits]}


@scenario(
    "happy-eyeballs-late",
    shows="""The path takes longer than the quarter of a second after which a client tries IPv4 too: each visit opens
        two connections, IPv6 is answered all the same, and the one that is not needed is closed. Nothing is wrong.""",
    signs={"reset": (0, None), "syn-resent": (0, None), "retransmission": (0, 4)},
    version=6,
)
def happy_eyeballs_late(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 160, between=(130, 250))))
    port = lab.vary("port", 443, among=(443, 80))
    _serve_both(lab, net.s1, port)
    with lab.capture(lab.point((net.r1, "lan"), net.c1)):
        visits = _visits(lab, net, port, 3)
        time.sleep(0.6)
    return {"fault": None, "healthy_flows": [done for done, _ in visits]}


_NO_FEEDBACK = {
    4: "-A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP",
    6: "-A OUTPUT -p icmpv6 --icmpv6-type packet-too-big -j DROP",
}


def _black_hole_received(lab):
    mtu = lab.vary("path_mtu", 1400, between=(1300, 1460))
    net = lab.sites(wan=Wan(mtu=mtu, delay_ms=lab.vary("delay_ms", 10, between=(2, 80))))
    for router in net.routers:
        router.tables(_NO_FEEDBACK[lab.version], lab.version)
    lab.serve(net.s1, 80)
    size = lab.vary("size", 5000, between=(4500, 9000))
    stuck = [lab.session(net.c1, net.s1, 80, timeout=seconds) for seconds in (5, 3)]
    with lab.capture(lab.point(net.c1, (net.r1, "lan"))):
        for session in stuck:
            session.open().ask(size)
        small = every(1, 4, lambda: lab.fetch(net.c1, net.s1, 80, 300))
        for session in stuck:
            with contextlib.suppress(TimeoutError):
                session.receive()
    guilty = [session.drop() for session in stuck]
    return {
        "fault": f"r1 and r2 drop packets above {mtu} bytes on the link between them and send no ICMP about it",
        "path_mtu": mtu,
        "guilty_flows": guilty,
        "healthy_flows": small,
    }


for _version, _suffix in ((4, ""), (6, "-ipv6")):
    scenario(
        f"mtu-black-hole-receiver{_suffix}",
        shows="""A path MTU black hole seen by the receiver, behind the drop: handshakes and small answers are whole,
            of answers of some packets only the short last one comes, and the gap before it is never filled.""",
        incidents=[Incident("mtu-black-hole", clients=["c1"], servers=["s1"])],
        signs={
            "lost-segment": MANY,
            "reset": (0, 4),
            **dict.fromkeys(("retransmission", "duplicate-ack", "out-of-order", "keep-alive"), (0, None)),
        },
        version=_version,
    )(_black_hole_received)
