"""Routers that send packets in circles, or answers by another way; ways that change; and what only looks like it."""

import contextlib
import socket
import time
from dataclasses import dataclass

from ..faults import Postpone, tcp
from ..lab import every
from ..scenario import CLIENTS, MANY, Incident, scenario
from ..topology import mac
from ..traffic import open_socket
from ..wire import Wan

_LOST_NETWORK = {4: "10.3.0.0/24", 6: "fd42:3::/64"}
_LOST_HOST = {4: "10.3.0.5", 6: "fd42:3::5"}
_NO_TIME_EXCEEDED = {
    4: "-A OUTPUT -p icmp --icmp-type time-exceeded -j DROP",
    6: "-A OUTPUT -p icmpv6 --icmpv6-type time-exceeded -j DROP",
}
_HOP_LIMIT = {4: (socket.IPPROTO_IP, socket.IP_TTL), 6: (socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS)}
_UNLOADED = [word for offload in ("tso", "gso", "gro", "tx", "rx", "sg") for word in (offload, "off")]
_R3 = {4: "10.2.0.254", 6: "fd42:2::fe"}
_ONE_WAY_LONGER = {4: "TTL --ttl-dec", 6: "HL --hl-dec"}
_TOWARD_EACH_OTHER = {4: ("10.0.0.2", "10.0.0.1"), 6: ("fd42::2", "fd42::1")}


def _circle(lab, wan):
    """Two routers, each of which takes the other for the way to a third network; two clients that want to go there."""
    net = lab.sites(clients=2, wan=wan)
    for router, other in zip(net.routers, _TOWARD_EACH_OTHER[lab.version]):
        router.ip(f"route add {_LOST_NETWORK[lab.version]} via {other}")
    lab.serve(net.s1, 80)
    return net


def _lost_attempts(lab, net, port):
    tries = [
        lambda client=client: lab.try_to_connect(client, _LOST_HOST[lab.version], port, timeout=2.4)
        for client in net.clients
    ]
    works = [lambda client=client: every(0.7, 3, lambda: lab.fetch(client, net.s1, 80, 500)) for client in net.clients]
    first, second, *healthy = lab.at_once(*tries, *works)
    return {"guilty_flows": [first, second], "healthy_flows": [done for flows in healthy for done in flows]}


def _loop(lab):
    net = _circle(lab, Wan(delay_ms=lab.vary("delay_ms", 5, between=(1, 25))))
    port = lab.vary("port", 443, among=(443, 22, 5432, 8443))
    with lab.capture(lab.point((net.r1, "wan"), (net.r2, "wan"), net.c1)):
        flows = _lost_attempts(lab, net, port)
    if lab.recording.point == "c1 eth0":
        lab.expect(Incident("routing-loop", clients=["c1"], servers=[_LOST_HOST[lab.version]]))
    return {"fault": f"r1 and r2 each take the other for the way to {_LOST_NETWORK[lab.version]}", **flows}


for _version, _suffix, _icmp in ((4, "", "icmp-11/0"), (6, "-ipv6", "icmpv6-3/0")):
    scenario(
        f"routing-loop{_suffix}",
        shows="""Two routers each take the other for the way to a network that is gone. SYNs to it go to and fro
            between them until their TTL is used up; the router where that happens says so. Another server works.""",
        incidents=[Incident("routing-loop", clients=["c1", "c2"], servers=[_LOST_HOST[_version]])],
        signs={_icmp: MANY, "syn-resent": (0, None)},
        version=_version,
    )(_loop)


@scenario(
    "routing-loop-silent",
    shows="""Two routers send what is for a network that is gone to each other, and tell nobody: their ICMP messages
        are filtered. The same SYNs come by again and again with a TTL that falls by two.""",
    incidents=[Incident("routing-loop", clients=["c1", "c2"], servers=[_LOST_HOST[4]])],
    signs={"syn-resent": MANY},
)
def routing_loop_silent(lab):
    net = _circle(lab, Wan(delay_ms=lab.vary("delay_ms", 3, between=(1, 25))))
    for router in net.routers:
        router.tables(_NO_TIME_EXCEEDED[4])
    with lab.capture(lab.point((net.r1, "wan"), (net.r2, "wan"))):
        flows = _lost_attempts(lab, net, lab.vary("port", 443, among=(443, 22, 5432)))
    return {"fault": f"r1 and r2 each take the other for the way to {_LOST_NETWORK[4]} and say nothing", **flows}


def _probe(lab, net, kind, ttl, number):
    """One probe of a path tracer, as traceroute (UDP), mtr (ICMP echo) and tcptraceroute send them."""
    target = net.s1.address(lab.version)
    level, option = _HOP_LIMIT[lab.version]
    if kind == "icmp":
        hops = ("-t", ttl)
        with contextlib.suppress(RuntimeError):
            net.c1.run("ping", "-q", "-c", 1, "-W", 1, *hops, target)
        return
    made = open_socket(net.c1, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM, lab.version)
    with made, contextlib.suppress(OSError):
        made.setsockopt(level, option, ttl)
        made.settimeout(0.4)
        if kind == "udp":
            made.sendto(b"\0" * 32, (target, 33434 + number))
        else:
            made.connect((target, 80))


@scenario(
    "traceroute",
    shows="""Traceroutes by UDP, ICMP echo and TCP from a client to a server, three times over: routers say that the TTL
        is used up because the probes ask them to. Nothing is wrong.""",
    signs={"icmp-11/0": MANY, **dict.fromkeys(("icmp-3/3", "reset", "syn-resent", "keep-alive"), (0, None))},
)
def traceroute(lab):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 8, between=(1, 60))))
    for host in (*net.routers, net.s1):
        host.sysctl(ipv4__icmp_ratelimit=0)
    lab.serve(net.s1, 80)
    kinds = lab.vary("kinds", "udp icmp tcp", among=("udp icmp tcp", "udp", "icmp", "tcp icmp"))
    with lab.capture(lab.point(net.c1, (net.r1, "wan"), net.s1)):
        healthy = [lab.fetch(net.c1, net.s1, 80, 2000)]
        number = 0
        for _ in range(3):
            for kind in kinds.split():
                for ttl in range(1, 7):
                    number += 1
                    _probe(lab, net, kind, ttl, number)
                    time.sleep(0.02)
        healthy.append(lab.fetch(net.c1, net.s1, 80, 2000))
    return {"fault": None, "healthy_flows": healthy}


@dataclass
class Detour:
    """From so many seconds after the first TCP packet on, the link takes so much longer each way."""

    after: float
    milliseconds: float
    why: str = "the way has become longer"
    _begins: float | None = None

    def treat(self, passage, rng):
        if self._begins is None and passage.packet.is_tcp:
            self._begins = passage.entered + self.after
        if self._begins is not None and passage.entered >= self._begins:
            passage.late += self.milliseconds / 1000


def _talk(lab, client, server, port, times, pause, size=400):
    """One long connection with so many small questions."""
    session = lab.session(client, server, port).open()
    every(pause, times, lambda: session.get(size))
    return session.close()


def _talks(lab, net, times):
    """Two such connections of each client with s1, all at once."""
    talks = [lambda client=client: _talk(lab, client, net.s1, 80, times, 0.2) for client in net.clients * 2]
    return lab.at_once(*talks)


def _path_change(lab):
    longer = lab.vary("longer_ms", 20, between=(15, 60))
    hops = lab.vary("hops", 2, between=(1, 6))
    moment = lab.vary("moment_s", 3.0, between=(2.0, 4.0))
    net = lab.sites(
        clients=2,
        servers=2,
        wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(3, 50)), faults=[Detour(moment, longer)]),
    )
    for server in net.servers:
        lab.serve(server, 80)

    def reroute():
        time.sleep(moment)
        for router in net.routers:
            router.tables(f"-t mangle -A POSTROUTING -o wan -j {_ONE_WAY_LONGER[lab.version]} {hops}", lab.version)
        lab.note(net.r1, "rerouted", "a way with more hops and a longer delay takes over")

    with lab.capture(lab.point(net.c1, (net.r1, "lan"))):
        talks = [
            lambda client=client, server=server: _talk(lab, client, server, 80, 20, 0.35)
            for client in net.clients
            for server in net.servers
            for _ in range(2)
        ]
        results = lab.at_once(*talks, reroute)
    if lab.recording.point == "c1 eth0":
        lab.expect(Incident("path-change", clients=["c1"], servers=["s1", "s2"]))
    fault = f"after {moment} s the way has {hops} more hops and takes {longer} ms longer each way"
    return {"fault": fault, "flows": results[:-1]}


for _version, _suffix in ((4, ""), (6, "-ipv6")):
    scenario(
        f"path-change{_suffix}",
        shows="""In the middle of the capture the way between two sites becomes two hops and 40 ms longer: TTL and
            round-trip time of all connections change at the same moment. Nothing is lost and all goes on, slower.""",
        incidents=[Incident("path-change", clients=CLIENTS, servers=["s1", "s2"])],
        signs={"retransmission": (0, 4)},
        version=_version,
    )(_path_change)


@scenario(
    "two-ttls",
    shows="""Every second packet of a server takes a way with three hops more, from the beginning: two paths of unequal
        length share the load. Nothing changes and nothing is wrong.""",
    signs={"out-of-order": (0, None), "duplicate-ack": (0, None)},
)
def two_ttls(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 60))))
    nth = lab.vary("nth", 2, among=(2, 3, 4))
    for router in net.routers:
        some = f"-m statistic --mode nth --every {nth} --packet 0"
        router.tables(f"-t mangle -A POSTROUTING -o wan {some} -j TTL --ttl-dec 3")
    lab.serve(net.s1, 80)
    with lab.capture(lab.point(net.c1, (net.r1, "lan"))):
        flows = _talks(lab, net, 20)
    return {"fault": None, "healthy_flows": flows}


@scenario(
    "path-jitter",
    shows="""Round-trip times wander between 30 and 90 ms while the way stays the same: queues, not another path.""",
    signs={"out-of-order": (0, None), "duplicate-ack": (0, None), "retransmission": (0, None)},
)
def path_jitter(lab):
    late = Postpone(tcp, every=1.6, milliseconds=(1, lab.vary("jitter_ms", 30, between=(5, 60))))
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 15, between=(2, 60)), faults=[late]))
    lab.serve(net.s1, 80)
    with lab.capture(lab.point(net.c1, (net.r1, "lan"))):
        flows = _talks(lab, net, 25)
    return {"fault": None, "healthy_flows": flows}


def _second_way(net):
    """A router r3 that stands in both sites; nothing uses it until a route says so. Gives it."""
    r3 = net.add_host("r3")
    r3.sysctl(ipv4__ip_forward=1, ipv4__conf__all__send_redirects=0, ipv6__conf__all__forwarding=1)
    for site, router in ((1, net.r1), (2, net.r2)):
        router.ip(
            f"link add r3 type veth peer name site{site} address {mac('r3')[:-1]}{site} netns {r3.name}",
            "link set r3 master lan addrgenmode none up",
        )
        r3.run("ethtool", "-K", f"site{site}", *_UNLOADED)
        router.run("ethtool", "-K", "r3", *_UNLOADED)
        r3.ip(
            f"addr add 10.{site}.0.254/24 dev site{site}",
            f"addr add fd42:{site}::fe/64 dev site{site}",
            f"link set site{site} up",
        )
    return r3


def _asymmetric(lab):
    net = lab.sites(clients=2, servers=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 60))))
    _second_way(net)
    net.s1.ip(f"route replace default via {_R3[lab.version]}")
    port = lab.vary("port", 80, among=(80, 443, 8080))
    for server in net.servers:
        lab.serve(server, port)
    with lab.capture(lab.point((net.r1, "wan"), (net.r2, "wan")), snaplen=128):
        size = lab.vary("size", 6000, between=(1000, 40_000))
        calls = [
            lambda client=client, server=server: every(0.4, 4, lambda: lab.fetch(client, server, port, size, size))
            for client in net.clients
            for server in net.servers
        ]
        flows = [done for some in lab.at_once(*calls) for done in some]
    strange = net.s1.address(lab.version)
    return {
        "fault": "s1 answers by r3 instead of r2",
        "guilty_flows": [done for done in flows if done["resp_ip"] == strange],
        "healthy_flows": [done for done in flows if done["resp_ip"] != strange],
    }


for _version, _suffix in ((4, ""), (6, "-ipv6")):
    scenario(
        f"asymmetric-path{_suffix}",
        shows="""What one server sends back takes another router than what goes to it, past the capture point: of its
            connections only the clients' side is seen, with acknowledgements of data that never comes by. Those of
            another server are seen whole. Everything works.""",
        incidents=[Incident("asymmetric-path", clients=["c1", "c2"], servers=["s1"])],
        signs=dict.fromkeys(("ack-lost-segment", "lost-segment", "retransmission", "duplicate-ack"), (0, None)),
        version=_version,
        not_with=("vxlan",),
    )(_asymmetric)


@scenario(
    "asymmetric-firewall",
    shows="""Answers of one server come back by another router, past a stateful firewall that sees the clients' side
        alone: it lets the SYN through, then drops all that follows as belonging to no connection. At the client the
        handshake is whole and nothing that it sends is ever acknowledged. Another server works.""",
    incidents=[Incident("asymmetric-path", clients=["c1"], servers=["s1"])],
    signs={"retransmission": MANY, "syn-resent": (0, None), "duplicate-ack": (0, None), "out-of-order": (0, None)},
    not_with=("vxlan",),
)
def asymmetric_firewall(lab):
    net = lab.sites(servers=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 60))))
    _second_way(net)
    net.s1.ip(f"route replace default via {_R3[4]}")
    # As connection tracking does that has seen no SYN-ACK. A real one would see the answers, which cross r1's bridge.
    net.r1.tables(f"-A FORWARD -i lan -d {net.s1.address()} -p tcp ! --syn -j DROP")
    port = lab.vary("port", 80, among=(80, 443, 8080))
    for server in net.servers:
        lab.serve(server, port)

    def hang():
        session = lab.session(net.c1, net.s1, port, timeout=4).open()
        session.ask(2000)
        with contextlib.suppress(TimeoutError):
            session.receive()
        return session.drop()

    with lab.capture(net.c1):
        guilty, healthy = lab.at_once(
            lambda: lab.at_once(*[hang] * lab.vary("connections", 3, between=(2, 5))),
            lambda: every(1, 4, lambda: lab.fetch(net.c1, net.s2, port, 3000)),
        )
    fault = "s1 answers by r3, past the stateful firewall r1"
    return {"fault": fault, "guilty_flows": guilty, "healthy_flows": healthy}
