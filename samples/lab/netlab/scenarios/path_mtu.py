"""A link in the middle of the path is narrower than its ends."""

import contextlib

from ..lab import every
from ..scenario import MANY, Incident, scenario
from ..wire import Wan

_NARROW = Wan(mtu=1400)
_NO_FEEDBACK = {
    4: "-A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP",
    6: "-A OUTPUT -p icmpv6 --icmpv6-type packet-too-big -j DROP",
}


def black_hole(lab):
    net = lab.sites(wan=_NARROW)
    for router in net.routers:
        router.tables(_NO_FEEDBACK[lab.version], lab.version)
    lab.serve(net.s1, 80)
    stuck = [lab.session(net.c1, net.s1, 80, timeout=seconds) for seconds in (3, 1)]
    with lab.capture(net.s1):
        for session in stuck:
            session.open().ask(300_000)
        small = every(2, 6, lambda: lab.fetch(net.c1, net.s1, 80, 300))
        for session in stuck:
            with contextlib.suppress(TimeoutError):
                session.receive()
    guilty = [session.drop() for session in stuck]
    return {
        "fault": "r1 and r2 drop packets above 1400 bytes on the link between them and send no ICMP about it",
        "path_mtu": 1400,
        "guilty_flows": guilty,
        "healthy_flows": small,
    }


def discovery(lab):
    net = lab.sites(wan=_NARROW)
    lab.serve(net.s1, 80)
    with lab.capture(net.s1):
        small = [lab.fetch(net.c1, net.s1, 80, 300)]
        large = [lab.fetch(net.c1, net.s1, 80, size) for size in (30_000, 15_000)]
        small.append(lab.fetch(net.c1, net.s1, 80, 300))
    return {
        "fault": "the link between r1 and r2 carries packets up to 1400 bytes; r2 says so by ICMP and s1 obeys",
        "path_mtu": 1400,
        "flows_that_learned": large[:1],
        "healthy_flows": large[1:] + small,
    }


_BLACK_HOLE_SHOWS = """The path between the routers carries packets of at most 1400 bytes and the ICMP messages that
    would say so are dropped. Handshakes and answers of 300 bytes pass; answers of 300 kB hang, their first
    full-size segment resent for ever."""
_DISCOVERY_SHOWS = """The path between the routers carries packets of at most 1400 bytes and the router says so by
    ICMP. The server shrinks its segments at once and every answer arrives: path MTU discovery at work, not a black
    hole."""
_PAIR = {"clients": ["c1"], "servers": ["s1"]}

for _version, _suffix, _icmp in ((4, "", "icmp-3/4"), (6, "-ipv6", "icmpv6-2/0")):
    scenario(
        f"mtu-black-hole{_suffix}",
        shows=_BLACK_HOLE_SHOWS,
        incidents=[Incident("mtu-black-hole", **_PAIR)],
        signs={"retransmission": (8, None), "out-of-order": (0, 2)},
        version=_version,
    )(black_hole)
    scenario(
        f"path-mtu-discovery{_suffix}",
        shows=_DISCOVERY_SHOWS,
        incidents=[Incident("path-mtu-reduced", **_PAIR)],
        signs={_icmp: MANY, "retransmission": (0, None), "out-of-order": (0, None), "duplicate-ack": (0, None)},
        version=_version,
    )(discovery)
