"""A link in the middle of the path is narrower than its ends."""

import contextlib

from ..lab import every
from ..scenario import MANY, Incident, scenario
from ..variants import Variant

_NO_FEEDBACK = {
    4: "-A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP",
    6: "-A OUTPUT -p icmpv6 --icmpv6-type packet-too-big -j DROP",
}
_PORTS = (80, 443, 8080, 5432)


def _narrowed(lab, narrow):
    """The network, the path's MTU, and where what is too large can be seen before it comes to the narrow link, which is
    the one between the routers, or r1's way to its clients."""
    narrow = lab.vary("narrow", narrow, among=("wan", "wan", "r1 lan"))
    mtu = lab.vary("path_mtu", 1400, between=(1280, 1460))
    net = lab.sites(wan=lab.wan(mtu=mtu if narrow == "wan" else 1500))
    points = [net.s1, (net.r2, "lan")]
    if narrow == "r1 lan":
        net.r1.ip(f"link set lan mtu {mtu}")
        points += [(net.r2, "wan"), (net.r1, "wan")]
    port = lab.vary("port", 80, among=_PORTS)
    lab.serve(net.s1, port)
    return net, mtu, port, points


def black_hole(lab, narrow="wan", first=0):
    net, mtu, port, points = _narrowed(lab, narrow)
    for router in net.routers:
        router.tables(_NO_FEEDBACK[lab.version], lab.version)
    size = lab.vary("bytes", 300_000, between=(8000, 600_000))
    seconds = (3, 1, 6, 2)[: lab.vary("stuck_flows", 2, between=(1, 4))]
    stuck = [lab.session(net.c1, net.s1, port, timeout=timeout) for timeout in seconds]
    with lab.capture(lab.point(*points[first:], *points[:first])):
        for session in stuck:
            session.open().ask(size)
        small = every(2, 6, lambda: lab.fetch(net.c1, net.s1, port, 300))
        for session in stuck:
            with contextlib.suppress(TimeoutError):
                session.receive()
    guilty = [session.drop() for session in stuck]
    return {
        "fault": f"the routers drop packets above {mtu} bytes on the narrow link and send no ICMP about it",
        "path_mtu": mtu,
        "guilty_flows": guilty,
        "healthy_flows": small,
    }


def discovery(lab):
    net, mtu, port, points = _narrowed(lab, "wan")
    sizes = lab.vary("bytes", 30_000, between=(8000, 200_000)), 15_000
    with lab.capture(lab.point(*points)):
        small = [lab.fetch(net.c1, net.s1, port, 300)]
        large = [lab.fetch(net.c1, net.s1, port, size) for size in sizes]
        small.append(lab.fetch(net.c1, net.s1, port, 300))
    return {
        "fault": f"the narrow link carries packets up to {mtu} bytes; its router says so by ICMP and s1 obeys",
        "path_mtu": mtu,
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
_STUCK = {"retransmission": (8, None), "out-of-order": (0, 2)}

for _version, _suffix, _icmp in ((4, "", "icmp-3/4"), (6, "-ipv6", "icmpv6-2/0")):
    scenario(
        f"mtu-black-hole{_suffix}",
        shows=_BLACK_HOLE_SHOWS,
        incidents=[Incident("mtu-black-hole", **_PAIR)],
        signs=_STUCK,
        version=_version,
    )(black_hole)
    scenario(
        f"path-mtu-discovery{_suffix}",
        shows=_DISCOVERY_SHOWS,
        incidents=[Incident("path-mtu-reduced", **_PAIR)],
        signs={_icmp: MANY, "retransmission": (0, None), "out-of-order": (0, None), "duplicate-ack": (0, None)},
        version=_version,
    )(discovery)


@scenario(
    "mtu-black-hole-vxlan",
    shows="""The same inside a VXLAN between the sites, captured outside it in front of the clients' router, behind
        which packets have at most 1400 bytes: requests and short answers pass in the tunnel, long answers hang.""",
    incidents=[Incident("mtu-black-hole", **_PAIR)],
    signs=_STUCK,
    variant=Variant(vxlan=4242),
)
def black_hole_in_a_tunnel(lab):
    return black_hole(lab, narrow="r1 lan", first=3)
