"""Tables that are full: source ports of a client or an address translator, connections of a stateful device."""

import contextlib
import itertools
import socket
import time

from ..lab import every
from ..scenario import MANY, Incident, scenario
from ..traffic import aborted
from ..wire import Wan

_FIRST_PORT = 40000
_TIME_WAIT = 60


def _held(lab, client, server, port):
    session = lab.session(client, server, port, source_port=0).open()
    session.get(200)
    return session


@scenario(
    "port-exhaustion",
    shows="""A client with few source ports opens short connections as fast as it can and closes them first. When all
        its ports wait in TIME_WAIT it can open none for the better part of a minute: its kernel refuses and sends
        nothing. Then the same ports come again, each just after its 60 seconds.""",
    incidents=[Incident("port-exhaustion", clients=["c1"], servers=["s1"])],
    signs={"reused-ports": MANY, "duplicate-ack": (0, None), "ack-lost-segment": (0, None), "retransmission": (0, 6)},
    versions=(4, 6),
)
def port_exhaustion(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 6, between=(2, 60))))
    ports = lab.vary("ports", 60, between=(50, 90))
    net.c1.sysctl(ipv4__ip_local_port_range=f"{_FIRST_PORT} {_FIRST_PORT + ports - 1}", ipv4__tcp_tw_reuse=0)
    lab.serve(net.s1, 80)
    refused, flows = 0, []

    def ask():
        nonlocal refused
        session = lab.session(net.c1, net.s1, 80, source_port=0)
        try:
            session.open()
        except OSError:  # cannot assign requested address
            refused += 1
            session.drop()
            return
        session.get(100)
        flows.append(session.close())

    with lab.capture(lab.point(net.s1, net.c1, (net.r1, "lan"))):
        end = time.monotonic() + _TIME_WAIT + 9
        other = []
        while time.monotonic() < end:
            ask()
            if not len(other) or time.monotonic() > other[-1][0] + 5:
                other.append((time.monotonic(), lab.fetch(net.c2, net.s1, 80, 300)))
            time.sleep(0.05)
    return {
        "fault": f"c1 has {ports} source ports and closes first",
        "connections": len(flows),
        "refused_by_the_own_kernel": refused,
        "source_ports_used": len({flow["orig_port"] for flow in flows}),
        "healthy_flows": [flow for _, flow in other],
    }


@scenario(
    "port-exhaustion-old-connections",
    shows="""A client takes its few source ports in turn and breaks its connections off, and a firewall of its own swallows
        the resets: for the server they live on. When the ports come again each connection meets an old one: the server
        acknowledges the old connection, the client resets that, and only the next SYN is answered.""",
    incidents=[Incident("port-exhaustion", clients=["c1"], servers=["s1"])],
    signs={
        "reset": MANY,
        "reused-ports": MANY,
        **dict.fromkeys(("syn-resent", "duplicate-ack", "ack-lost-segment", "lost-segment"), (0, None)),
    },
    versions=(4, 6),
)
def port_exhaustion_old_connections(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 6, between=(2, 60))))
    ports = lab.vary("ports", 30, between=(26, 60))
    turns = itertools.count()
    # What resets a connection acknowledges something; what answers an ACK to a SYN does not.
    net.c1.tables("-A OUTPUT -p tcp --tcp-flags RST,ACK RST,ACK -j DROP", lab.version)
    lab.serve(net.s1, 80)

    def ask():
        session = lab.session(net.c1, net.s1, 80, source_port=_FIRST_PORT + next(turns) % ports).open()
        session.get(200)
        aborted(session.socket)
        return session.drop()

    with lab.capture(lab.point(net.s1, net.c1, (net.r1, "lan"))):
        flows, healthy = lab.at_once(
            lambda: every(0.1, 2 * ports, ask), lambda: every(1, 5, lambda: lab.fetch(net.c2, net.s1, 80, 300))
        )
    fault = f"c1 has {ports} source ports, and its firewall drops the resets with which it ends connections"
    return {"fault": fault, "connections": len(flows), "healthy_flows": healthy}


@scenario(
    "port-exhaustion-nat",
    shows="""An address translator has 16 ports for its clients. When 16 connections to one server are open, further
        SYNs to this server vanish in it, while open connections go on and another server can be reached.""",
    incidents=[Incident("port-exhaustion", clients=["c1", "c2"], servers=["s1"])],
    signs={"syn-resent": MANY},
)
def port_exhaustion_nat(lab):
    net = lab.sites(clients=2, servers=2, wan=Wan(delay_ms=lab.vary("delay_ms", 6, between=(2, 60))))
    ports = lab.vary("ports", 16, between=(12, 24))
    net.r1.tables(f"-t nat -A POSTROUTING -o wan -p tcp -j MASQUERADE --to-ports 50000-{50000 + ports - 1}")
    for server in net.servers:
        lab.serve(server, 443)
    with lab.capture(lab.point((net.r1, "lan"))):
        held = [_held(lab, net.clients[turn % 2], net.s1, 443) for turn in range(ports)]

        def use():
            for session in held[:4]:
                session.get(300)

        tries = [
            lambda client=client: every(0.4, 5, lambda: lab.try_to_connect(client, net.s1, 443, timeout=3.5))
            for client in net.clients
        ]
        results = lab.at_once(
            *tries, lambda: every(1, 8, use), lambda: every(0.8, 8, lambda: lab.fetch(net.c1, net.s2, 443, 300))
        )
        kept = [session.close() for session in held]
    return {
        "fault": f"r1 translates to {ports} ports",
        "guilty_flows": results[0] + results[1],
        "healthy_flows": kept + results[3],
    }


@scenario(
    "healthy-nat",
    shows="""Forty connections of two clients through an address translator with ports enough, seen behind it: few
        addresses, many ports, nothing fails.""",
)
def healthy_nat(lab):
    net = lab.sites(clients=2, servers=2, wan=Wan(delay_ms=lab.vary("delay_ms", 6, between=(2, 60))))
    net.r1.tables("-t nat -A POSTROUTING -o wan -p tcp -j MASQUERADE --to-ports 50000-50099")
    for server in net.servers:
        lab.serve(server, 443)
    with lab.capture(lab.point((net.r2, "lan"), (net.r1, "lan"))):
        held = [_held(lab, net.clients[turn % 2], net.servers[turn % 3 == 0], 443) for turn in range(40)]
        every(0.5, 3, lambda: [session.get(200) for session in held[:10]])
        flows = [session.close() for session in held]
    return {"fault": None, "healthy_flows": flows}


@scenario(
    "state-table-exhaustion",
    shows="""A stateful firewall holds no more than 24 connections. Once so many are open, most new connections vanish
        in it, whatever their server; open ones go on, and when some are closed new ones work again.""",
    incidents=[Incident("state-table-exhaustion", clients=["c1", "c2"], servers=["s1", "s2", "s3", "s4"])],
    signs={"syn-resent": MANY, "retransmission": (0, 4), "duplicate-ack": (0, None), "reset": (0, 4)},
    versions=(4, 6),
)
def state_table_exhaustion(lab):
    net = lab.sites(clients=2, servers=4, wan=Wan(delay_ms=lab.vary("delay_ms", 6, between=(2, 60))))
    size = lab.vary("table_size", 24, between=(20, 32))
    net.r1.tables(
        f"-A FORWARD -p tcp --syn -m connlimit --connlimit-above {size} --connlimit-mask 0 -j DROP", lab.version
    )
    for server in net.servers:
        lab.serve(server, 443)
    held, failed, passed = [], [], []

    def attempt(turn):
        session = lab.session(net.clients[turn % 2], net.servers[turn // 2 % 4], 443, 3.4)
        try:
            session.open()
        except OSError:
            failed.append(session.drop())
            return
        session.get(200)
        passed.append(session.close())

    with lab.capture(lab.point((net.r1, "lan"))):
        held = [_held(lab, net.clients[turn % 2], net.servers[turn // 2 % 4], 443) for turn in range(size)]
        for turn in range(3):
            lab.at_once(
                *[lambda number=number: attempt(number) for number in range(turn * 3, turn * 3 + 8)],
                lambda: every(0.6, 5, lambda: [session.get(200) for session in held[:6]]),
            )
            for _ in range(3):
                held.pop().close()
            every(0.3, 3, lambda: attempt(turn))
        kept = [session.close() for session in held]
    return {
        "fault": f"r1 has room for {size} connections",
        "guilty_flows": failed,
        "healthy_flows": kept + passed,
    }


@scenario(
    "egress-filter",
    shows="""From some moment on a filter drops every new connection of one client, whatever its server; connections
        that are open go on, and another client works. Nothing is full.""",
    incidents=[Incident("syn-unanswered", clients=["c1"], servers=None)],
    signs={"syn-resent": MANY},
    versions=(4, 6),
)
def egress_filter(lab):
    net = lab.sites(clients=2, servers=4, wan=Wan(delay_ms=lab.vary("delay_ms", 6, between=(2, 60))))
    for server in net.servers:
        lab.serve(server, 443)
    with lab.capture(lab.point((net.r1, "lan"), net.c1)):
        held = [_held(lab, net.c1, server, 443) for server in net.servers * 2]
        healthy = [lab.fetch(net.c1, server, 443, 300) for server in net.servers]
        net.r1.tables(f"-A FORWARD -p tcp --syn -s {net.c1.address(lab.version)} -j DROP", lab.version)
        *failed, _, others = lab.at_once(
            *[
                lambda server=server: every(0.2, 2, lambda: lab.try_to_connect(net.c1, server, 443, timeout=3.4))
                for server in net.servers
            ],
            lambda: every(0.6, 6, lambda: [session.get(200) for session in held]),
            lambda: every(0.5, 6, lambda: lab.fetch(net.c2, net.s1, 443, 300)),
        )
        healthy += [session.close() for session in held] + others
    return {
        "fault": "r1 drops each SYN of c1",
        "guilty_flows": [flow for some in failed for flow in some],
        "healthy_flows": healthy,
    }
