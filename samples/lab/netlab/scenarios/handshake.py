"""Connections that do not come about, each for another reason."""

from ..lab import every
from ..scenario import MANY, Incident, scenario

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
    shows="""A firewall in front of the server drops each SYN to port 5432 without a word; port 80 of the same server answers
        the same clients. One client resends its SYN each second (Linux since 6.5), the other after 1, 3 and 7 seconds.""",
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
    shows="""Nothing listens on port 5432 of the server, which answers each SYN with a reset; port 80 of the same server works
        for the same clients.""",
    incidents=[Incident("connection-refused", **_TWO_CLIENTS)],
    signs={"reset": (8, 8)},
)
def connection_refused(lab):
    net = lab.sites(clients=2)
    lab.serve(net.s1, 80)
    with lab.capture(net.r1, interface="lan"):
        flows = _attempts(lab, net, net.s1, 5432, times=4, pause=1.2)
    return {"fault": "no process listens on TCP port 5432 of s1", **flows}
