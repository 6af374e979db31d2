"""Tunnels whose packets do not fit into the links that carry them; fragments that arrive. VXLANs over IPv4 are the
kernel's, the others come from processes of ours: not every kernel has devices for them."""

import contextlib
import time
from functools import partial

from ..lab import every
from ..scenario import MANY, Incident, scenario
from ..traffic import filler, flow
from ..wire import Wan

# For signs tshark does not put fragments together: what goes in them, or was refused, it takes for lost or broken.
_TAKEN_FOR_LOST = "retransmission duplicate-ack lost-segment ack-lost-segment out-of-order keep-alive".split()
_FOR_LOST = dict.fromkeys(_TAKEN_FOR_LOST, (0, None))
_INNER = {"c1": "192.168.50.1", "s1": "192.168.50.2"}


class _Inside:
    """A host at its address inside the tunnel."""

    def __init__(self, host):
        self._host = host

    def __getattr__(self, name):
        return getattr(self._host, name)

    def address(self, version=4):
        return _INNER[self._host.label]


def _vxlan(lab, net, inner_mtu, outer):
    """A VXLAN between c1 and s1 over the network. Gives its two ends as hosts."""
    vni = lab.vary("vni", 42, between=(1, 16_000_000))
    for host, peer in ((net.c1, net.s1), (net.s1, net.c1)):
        host.ip(
            f"link add vx0 type vxlan id {vni} local {host.address()} remote {peer.address()} dstport 4789 {outer}",
            f"link set vx0 mtu {inner_mtu} addrgenmode none up",
            f"addr add {_INNER[host.label]}/24 dev vx0",
        )
        if "df unset" in outer:  # else Linux tells its own TCP at once what fits, which other ends of tunnels do not
            host.ip(f"route replace 192.168.50.0/24 dev vx0 src {_INNER[host.label]} mtu lock {inner_mtu}")
        host.run("ethtool", "-K", "vx0", "tso", "off", "gso", "off", "gro", "off", "tx", "off", "rx", "off")
    return _inside(lab, net)


def _inside(lab, net):
    """The two ends of a tunnel as hosts, the second of which serves port 80."""
    client, server = _Inside(net.c1), _Inside(net.s1)
    lab.serve(server, 80, version=4)
    net.c1.run("ping", "-q", "-c", 1, "-W", 3, _INNER["s1"])
    return client, server


def _downloads(lab, client, server, size=20_000):
    size = lab.vary("size", size, between=(15_000, 60_000))
    return every(0.6, 4, lambda: lab.fetch(client, server, 80, size, version=4))


@scenario(
    "tunnel-overhead",
    shows="""A VXLAN whose devices have an MTU of 1500 over links of 1500: what is full-size inside is 1550 bytes
        outside and goes in two fragments each. It arrives, at twice the packets.""",
    incidents=[Incident("tunnel-overhead", clients=["c1"], servers=["s1"])],
    signs={"fragment": MANY, **_FOR_LOST},
    not_with=("vxlan", "offload", "snaplen"),
)
def tunnel_overhead(lab):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 8, between=(2, 60))))
    client, server = _vxlan(lab, net, lab.vary("inner_mtu", 1500, between=(1470, 1500)), "df unset")
    with lab.capture(lab.point((net.r1, "wan"), net.c1, net.s1), snaplen=200):
        flows = _downloads(lab, client, server)
    return {"fault": "the VXLAN's MTU takes no account of its 50 bytes of headers", "flows": flows}


def _overhead(kind, lab):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 8, between=(2, 60))))
    lab.tunnel(kind, net.c1, net.s1, mtu=lab.vary("inner_mtu", 1500, between=(1490, 1500)))
    for host in (net.c1, net.s1):
        host.ip(f"addr add {_INNER[host.label]}/24 dev tun0")
    client, server = _inside(lab, net)
    with lab.capture(lab.point((net.r1, "wan"), net.c1, net.s1)):
        flows = _downloads(lab, client, server, size=9_000)
    return {"fault": f"the MTU of the tunnel ({kind}) takes no account of its headers", "flows": flows}


for _kind, _called in (("gre", "GRE"), ("ip_in_ip", "IP in IP"), ("vxlan", "VXLAN"), ("geneve", "Geneve")):
    for _version in (6,) if _kind == "vxlan" else (4, 6):
        scenario(
            f"tunnel-overhead-{_kind.replace('_', '-')}{'-ipv6' if _version == 6 else ''}",
            shows=f"""A tunnel ({_called}) over IPv{_version} whose devices have an MTU of 1500 over links of 1500: what
                is full-size inside goes in two fragments outside. It arrives, at twice the packets.""",
            incidents=[Incident("tunnel-overhead", clients=["c1"], servers=["s1"])],
            signs={"fragment": MANY, "bad-checksum": (0, None), **_FOR_LOST},
            version=_version,
            not_with=("vxlan", "offload", "snaplen"),
            is_sample=_version == 4 or _kind == "vxlan",
        )(partial(_overhead, _kind))


@scenario(
    "tunnel-fragments-lost",
    shows="""A VXLAN whose devices have an MTU of 1500 over links of 1500, and a firewall that drops fragments: what is
        small gets through the tunnel, what is full-size never does.""",
    incidents=[Incident("tunnel-overhead", clients=["c1"], servers=["s1"])],
    signs={"fragment": MANY, "icmp-11/1": (0, None), "reset": (0, 4), **_FOR_LOST},
    not_with=("vxlan", "offload", "snaplen"),
)
def tunnel_fragments_lost(lab):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 8, between=(2, 60))))
    client, server = _vxlan(lab, net, lab.vary("inner_mtu", 1500, between=(1470, 1500)), "df unset")
    for router in net.routers:
        router.tables("-t raw -A PREROUTING -i wan -f -j DROP")
    with lab.capture(lab.point(net.s1, (net.r2, "lan")), snaplen=200):
        stuck = [lab.session(client, server, 80, timeout=4) for _ in range(2)]
        for session in stuck:
            session.open().ask(30_000)
        small = every(1, 4, lambda: lab.fetch(client, server, 80, 300))
        for session in stuck:
            with contextlib.suppress(TimeoutError):
                session.receive()
        guilty = [session.drop() for session in stuck]
    fault = "the VXLAN's packets go in fragments, of which the firewalls drop the later ones"
    return {"fault": fault, "guilty_flows": guilty, "healthy_flows": small}


@scenario(
    "tunnel-too-big",
    shows="""A VXLAN that sets Don't Fragment outside, over a link of 1400 bytes: the router before it says to the
        tunnel's end that its packets are too big.""",
    incidents=[Incident("tunnel-overhead", clients=["c1"], servers=["s1"])],
    signs={"icmp-3/4": MANY, "reset": (0, 4), "fragment": (0, None), **_FOR_LOST},
    not_with=("vxlan", "offload", "snaplen"),
)
def tunnel_too_big(lab):
    mtu = lab.vary("path_mtu", 1400, between=(1300, 1480))
    net = lab.sites(wan=Wan(mtu=mtu, delay_ms=lab.vary("delay_ms", 8, between=(2, 60))))
    client, server = _vxlan(lab, net, 1450, "df set")
    with lab.capture(lab.point(net.s1, (net.r2, "lan")), snaplen=200):
        session = lab.session(client, server, 80, timeout=4).open()
        session.ask(30_000)
        small = every(1, 4, lambda: lab.fetch(client, server, 80, 300))
        with contextlib.suppress(TimeoutError):
            session.receive()
        guilty = [session.drop()]
    fault = "the VXLAN's full-size packets do not fit into the link between r1 and r2"
    return {"fault": fault, "guilty_flows": guilty, "healthy_flows": small}


@scenario(
    "tunnel-healthy",
    shows="""A VXLAN with an MTU of 1450 over links of 1500: full-size packets inside are exactly 1500 bytes
        outside.""",
    not_with=("vxlan", "offload", "snaplen"),
)
def tunnel_healthy(lab):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 8, between=(2, 60))))
    client, server = _vxlan(lab, net, lab.vary("inner_mtu", 1450, between=(1280, 1450)), "df unset")
    with lab.capture(lab.point((net.r1, "wan"), net.c1, net.s1), snaplen=200):
        flows = _downloads(lab, client, server)
    return {"fault": None, "healthy_flows": flows}


@scenario(
    "fragmented-answers",
    shows="""A server gives nearly all its answers by UDP in fragments, a hundred of 2 to 6 kB. All arrive: a cost and a
        risk, but no incident.""",
    signs={"fragment": MANY},
    versions=(4, 6),
    not_with=("offload",),
)
def fragmented_answers(lab):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 8, between=(2, 60))))
    sizes = [lab.rng.randrange(2000, 6000) for _ in range(100)]
    lab.serve_datagrams(net.s1, 5005, lambda question: filler(int(question)))
    with lab.capture(lab.point(net.c1, net.s1, (net.r1, "wan")), snaplen=100), lab.datagrams(net.c1) as asker:
        target = net.s1.address(lab.version), 5005
        for size in sizes:
            asker.sendto(str(size).encode(), target)
            asker.recv(65535)
        time.sleep(0.1)
        asked = flow("udp", *asker.getsockname()[:2], *target)
    return {"fault": None, "healthy_flows": [asked]}
