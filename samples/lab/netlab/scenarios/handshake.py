"""Connections that do not come about, each for another reason."""

from ..lab import every
from ..scenario import Incident, scenario
from ..spoof import flood

_PROHIBITED = {4: "icmp-admin-prohibited", 6: "icmp6-adm-prohibited"}
_NOWHERE = "10.3.0.5"  # in a network to which r2 has no route
_TWO_CLIENTS = {"clients": ["c1", "c2"], "servers": ["s1"]}


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


@scenario(
    "syn-dropped",
    shows="""A firewall in front of the server drops each SYN to port 5432 without a word; port 80 of the same
        server answers the same clients. One client resends its SYN each second (Linux since 6.5), the other after
        1, 3 and 7 seconds.""",
    incidents=[Incident("syn-unanswered", **_TWO_CLIENTS)],
    signs={"syn-resent": (12, None)},
)
def syn_dropped(lab):
    net = lab.sites(clients=2)
    net.r2.tables("-A FORWARD -i wan -p tcp --dport 5432 -j DROP")
    net.c2.sysctl(ipv4__tcp_syn_linear_timeouts=0)
    lab.serve(net.s1, 80)
    with lab.capture(net.r1, interface="lan"):
        flows = _attempts(lab, net, net.s1, 5432, times=2, pause=0)
    return {"fault": "r2 drops what comes for TCP port 5432", **flows}


@scenario(
    "connection-refused",
    shows="""Nothing listens on port 5432 of the server, which answers each SYN with a reset; port 80 of the same
        server works for the same clients.""",
    incidents=[Incident("connection-refused", **_TWO_CLIENTS)],
    signs={"reset": (8, 8)},
)
def connection_refused(lab):
    net = lab.sites(clients=2)
    lab.serve(net.s1, 80)
    with lab.capture(net.r1, interface="lan"):
        flows = _attempts(lab, net, net.s1, 5432, times=4, pause=1.2)
    return {"fault": "no process listens on TCP port 5432 of s1", **flows}


@scenario(
    "icmp-unreachable",
    shows="""The clients' connection attempts to 10.3.0.5 are answered by the router behind theirs with ICMP network
        unreachable: it has no route. The server of the other network works for the same clients.""",
    incidents=[Incident("icmp-unreachable", clients=["c1", "c2"], servers=[_NOWHERE])],
    signs={"icmp-3/0": (8, 8)},
)
def icmp_unreachable(lab):
    net = lab.sites(clients=2)
    net.r1.ip("route add 10.3.0.0/24 via 10.0.0.2")
    lab.serve(net.s1, 80)
    with lab.capture(net.r1, interface="lan"):
        flows = _attempts(lab, net, _NOWHERE, 443, times=4, pause=1.3)
    return {"fault": "r2 has no route to 10.3.0.0/24 and says network unreachable", "reporter": "10.0.0.2", **flows}


def admin_prohibited(lab):
    net = lab.sites(clients=2)
    reject = f"-A FORWARD -i wan -p tcp --dport 5432 -j REJECT --reject-with {_PROHIBITED[lab.version]}"
    net.r2.tables(reject, lab.version)
    lab.serve(net.s1, 80)
    with lab.capture(net.r1, interface="lan"):
        flows = _attempts(lab, net, net.s1, 5432, times=4, pause=1.3)
    reporter = "10.0.0.2" if lab.version == 4 else "fd42::2"
    return {"fault": "r2 rejects what comes for TCP port 5432 and says so by ICMP", "reporter": reporter, **flows}


for _version, _suffix, _icmp in ((4, "", "icmp-3/13"), (6, "-ipv6", "icmpv6-1/1")):
    scenario(
        f"admin-prohibited{_suffix}",
        shows="""A firewall in front of the server answers each SYN to port 5432 with ICMP administratively
            prohibited; port 80 of the same server works for the same clients.""",
        incidents=[Incident("admin-prohibited", **_TWO_CLIENTS)],
        signs={_icmp: (8, 8)},
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
    net = lab.sites(clients=3)
    net.r1.ip("route add blackhole 10.250.0.0/16")
    net.r2.ip("route add 10.250.0.0/16 via 10.0.0.1")
    net.s1.sysctl(ipv4__tcp_synack_retries=1, ipv4__tcp_syncookies=1)
    lab.serve(net.s1, 80, backlog=64)
    with lab.capture(net.s1):
        results = lab.at_once(
            lambda: flood(lab.rng, net.c3, net.s1.address(), 80, count=600, seconds=4),
            lambda: every(1, 4, lambda: lab.fetch(net.c1, net.s1, 80, 500)),
            lambda: every(1.3, 3, lambda: lab.fetch(net.c2, net.s1, 80, 500)),
        )
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
    net = lab.sites(clients=2)
    lab.serve(net.s1, 80)
    with lab.capture(net.c1):
        net.c1.ip("neigh flush dev eth0")
        results = lab.at_once(
            lambda: every(3.5, 3, lambda: lab.try_to_connect(net.c1, "10.1.0.77", 80, timeout=5)),
            lambda: every(2, 4, lambda: lab.fetch(net.c1, net.s1, 80, 500)),
            lambda: net.c1.run("ping", "-q", "-c", 3, net.c2.address()),
        )
    return {"fault": "no host has the address 10.1.0.77", "healthy_flows": results[1]}
