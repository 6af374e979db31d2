"""Connections that do not come about, each for another reason."""

from ..lab import every
from ..scenario import CLIENTS, Incident, scenario
from ..spoof import flood
from ..variants import Variant

_PORTS = (5432, 3306, 6379, 8080, 443)
_PROHIBITED = {  # the words of the packet filter, by version: the sign
    4: {"icmp-admin-prohibited": "icmp-3/13", "icmp-host-prohibited": "icmp-3/10", "icmp-net-prohibited": "icmp-3/9"},
    6: {"icmp6-adm-prohibited": "icmpv6-1/1"},
}
_NOWHERE = {4: "10.3.0.5", 6: "fd42:3::5"}  # in a network to which r2 has no route
_FAR_NETWORK = {4: ("10.3.0.0/24", "10.0.0.2"), 6: ("fd42:3::/64", "fd42::2")}  # and who should know the way
_NOWHERE_SAYS = {(4, "none"): "icmp-3/0", (6, "none"): "icmpv6-1/0", (4, "reject"): "icmp-3/1", (6, "reject"): "icmpv6-1/0"}


def _attempts(lab, net, server, port, times, pause, timeout=9):
    """Each client tries so many times to reach a port that it cannot reach, and meanwhile uses port 80, which works."""
    tries = [
        lambda client=client: every(pause, times, lambda: lab.try_to_connect(client, server, port, timeout))
        for client in net.clients
    ]
    works = [
        lambda client=client: every(1.5, 4, lambda: lab.fetch(client, net.s1, 80, 500)) for client in net.clients
    ]
    results = [flow for flows in lab.at_once(*tries, *works) for flow in flows]
    return {
        "guilty_flows": [flow for flow in results if flow["resp_port"] == port],
        "healthy_flows": [flow for flow in results if flow["resp_port"] != port],
    }


def _net(lab, clients=2):
    net = lab.sites(clients=lab.vary("clients", clients, between=(1, 5)), wan=lab.wan())
    lab.serve(net.s1, 80)
    return net


def _client_points(lab, net):
    return lab.point((net.r1, "lan"), net.c1, (net.r1, "wan"))


def _points(lab, net):
    return lab.point((net.r1, "lan"), net.c1, (net.r1, "wan"), (net.r2, "lan"), net.s1)


@scenario(
    "syn-dropped",
    shows="""A firewall in front of the server drops each SYN to port 5432 without a word; port 80 of the same
        server answers the same clients. One client resends its SYN each second (Linux since 6.5), the other after
        1, 3 and 7 seconds.""",
    incidents=[Incident("syn-unanswered", clients=CLIENTS, servers=["s1"])],
    signs={"syn-resent": (12, None)},
    versions=(4, 6),
)
def syn_dropped(lab):
    net = _net(lab)
    port = lab.vary("port", 5432, among=_PORTS)
    net.r2.tables(f"-A FORWARD -i wan -p tcp --dport {port} -j DROP", lab.version)
    net.clients[-1].sysctl(ipv4__tcp_syn_linear_timeouts=0)
    with lab.capture(_client_points(lab, net)):
        flows = _attempts(lab, net, net.s1, port, times=lab.vary("times", 2, between=(1, 3)), pause=0)
    return {"fault": f"r2 drops what comes for TCP port {port}", **flows}


@scenario(
    "syn-dropped-qinq",
    shows="""The same as a trunk port of a provider shows it: each frame carries two VLAN tags, and only the first 128
        bytes are kept.""",
    incidents=[Incident("syn-unanswered", clients=CLIENTS, servers=["s1"])],
    signs={"syn-resent": (12, None)},
    version=6,
    variant=Variant(vlan=(100, 7), snaplen=128),
)
def syn_dropped_in_a_tagged_network(lab):
    return syn_dropped(lab)


@scenario(
    "connection-refused",
    shows="""Nothing listens on port 5432 of the server, which answers each SYN with a reset; port 80 of the same
        server works for the same clients.""",
    incidents=[Incident("connection-refused", clients=CLIENTS, servers=["s1"])],
    signs={"reset": (8, 8)},
    versions=(4, 6),
)
def connection_refused(lab):
    net = _net(lab)
    port = lab.vary("port", 5432, among=_PORTS)
    times, pause = lab.vary("times", 4, between=(3, 10)), lab.vary("pause", 1.2, between=(0.2, 2.5))
    with lab.capture(_points(lab, net)):
        flows = _attempts(lab, net, net.s1, port, times, pause)
    return {"fault": f"no process listens on TCP port {port} of s1", **flows}


def _unreachable_signs(truth):
    return {truth["sign"]: (8, 8)}


@scenario(
    "icmp-unreachable",
    shows="""The clients' connection attempts to 10.3.0.5 are answered by the router behind theirs with ICMP network
        unreachable: it has no route. The server of the other network works for the same clients.""",
    incidents=[Incident("icmp-unreachable", clients=CLIENTS, servers=[_NOWHERE[4]])],
    signs=_unreachable_signs,
    versions=(4, 6),
)
def icmp_unreachable(lab):
    net = _net(lab)
    nowhere, network, via = _NOWHERE[lab.version], *_FAR_NETWORK[lab.version]
    net.r1.ip(f"route add {network} via {via}")
    route = lab.vary("route_of_r2", "none", among=("none", "reject"))
    if route == "reject":
        net.r2.ip(f"route add unreachable {network}")
    times, pause = lab.vary("times", 4, between=(3, 8)), lab.vary("pause", 1.3, between=(1.1, 2.5))
    lab.expect(Incident("icmp-unreachable", clients=CLIENTS, servers=[nowhere]))
    with lab.capture(_client_points(lab, net)):
        flows = _attempts(lab, net, nowhere, lab.vary("port", 443, among=_PORTS), times, pause)
    fault = {"none": "has no route to", "reject": "has a route of type unreachable for"}[route]
    sign = _NOWHERE_SAYS[lab.version, route]
    return {"fault": f"r2 {fault} {network} and says so by ICMP", "reporter": via, "sign": sign, **flows}



def admin_prohibited(lab):
    net = _net(lab)
    port = lab.vary("port", 5432, among=_PORTS)
    words = lab.vary("reject_with", [*_PROHIBITED[lab.version]][0], among=_PROHIBITED[lab.version])
    net.r2.tables(f"-A FORWARD -i wan -p tcp --dport {port} -j REJECT --reject-with {words}", lab.version)
    times, pause = lab.vary("times", 4, between=(3, 8)), lab.vary("pause", 1.3, between=(1.1, 2.5))
    with lab.capture(_client_points(lab, net)):
        flows = _attempts(lab, net, net.s1, port, times, pause)
    fault, sign = f"r2 rejects what comes for TCP port {port} and says so by ICMP", _PROHIBITED[lab.version][words]
    return {"fault": fault, "reporter": _FAR_NETWORK[lab.version][1], "sign": sign, **flows}


for _version, _suffix in ((4, ""), (6, "-ipv6")):
    scenario(
        f"admin-prohibited{_suffix}",
        shows="""A firewall in front of the server answers each SYN to port 5432 with ICMP administratively
            prohibited; port 80 of the same server works for the same clients.""",
        incidents=[Incident("admin-prohibited", clients=CLIENTS, servers=["s1"])],
        signs=_unreachable_signs,
        version=_version,
    )(admin_prohibited)


@scenario(
    "syn-flood",
    shows="""Some 600 SYNs from forged addresses in 10.250.0.0/16 come for port 80 within four seconds and none of
        them is followed by an ACK; two real clients are served all the same, by SYN cookies.""",
    incidents=[Incident("syn-flood", clients=None, servers=["s1"])],
    signs={"syn": (600, None), "syn-ack": (600, None), "syn-resent": (0, 150)},
)
def syn_flood(lab):
    net = lab.sites(clients=3, wan=lab.wan())
    net.r1.ip("route add blackhole 10.250.0.0/16")
    net.r2.ip("route add 10.250.0.0/16 via 10.0.0.1")
    net.s1.sysctl(ipv4__tcp_synack_retries=lab.vary("synack_retries", 1, between=(0, 2)), ipv4__tcp_syncookies=1)
    port = lab.vary("port", 80, among=(80, 443, 8080))
    count, seconds = lab.vary("syns", 600, between=(400, 1500)), lab.vary("seconds", 4, between=(2, 8))
    lab.serve(net.s1, port, backlog=64)
    with lab.capture(lab.point(net.s1, (net.r2, "lan"), (net.r1, "wan"))):
        results = lab.at_once(
            lambda: flood(lab.rng, net.c3, net.s1.address(), port, count, seconds),
            lambda: every(1, 4, lambda: lab.fetch(net.c1, net.s1, port, 500)),
            lambda: every(1.3, 3, lambda: lab.fetch(net.c2, net.s1, port, 500)),
        )
    lab.note(net.c3, "sent", f"{count} SYNs from forged addresses in 10.250.0.0/16 to port {port} of s1")
    return {
        "fault": "c3 sends SYNs from forged source addresses",
        "forged_network": "10.250.0.0/16",
        "forged_syns": results[0],
        "healthy_flows": results[1] + results[2],
    }


@scenario(
    "arp-unanswered",
    shows="""A client wants to reach 10.1.0.77 in its own network and asks for its address again and again; nobody
        has it. Its router and its neighbour answer.""",
    incidents=[Incident("arp-unanswered", clients=["c1"], servers=["10.1.0.77"])],
)
def arp_unanswered(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    lab.serve(net.s1, 80)
    absent = f"10.1.0.{lab.vary('absent_host', 77, between=(10, 250))}"
    times, pause = lab.vary("times", 3, between=(2, 5)), lab.vary("pause", 3.5, between=(3.2, 6.0))
    lab.expect(Incident("arp-unanswered", clients=["c1"], servers=[absent]))
    with lab.capture(lab.point(net.c1, (net.r1, "c1"))):
        net.c1.ip("neigh flush dev eth0")
        results = lab.at_once(
            lambda: every(pause, times, lambda: lab.try_to_connect(net.c1, absent, 80, timeout=5)),
            lambda: every(2, 4, lambda: lab.fetch(net.c1, net.s1, 80, 500)),
            lambda: net.c1.run("ping", "-q", "-c", 3, net.c2.address()),
        )
    return {"fault": f"no host has the address {absent}", "healthy_flows": results[1]}
