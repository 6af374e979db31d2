"""Connections that are closed wrongly or too often, and receivers that do not read."""

import socket
import time

from ..lab import every
from ..scenario import MANY, Incident, scenario
from ..traffic import web
from ..wire import Wan

_HEADERS = 128
_PORTS = range(40000, 40120)


def _never_closes(connection):
    web(connection)
    time.sleep(3600)


@scenario(
    "close-wait-leak",
    shows="""The clients close eight connections to port 8080; the server's kernel acknowledges each FIN, but the
        server never closes its side, for more than a minute. Connections to port 80 are closed by both.""",
    incidents=[Incident("close-wait-leak", clients=["c1", "c2"], servers=["s1"])],
)
def close_wait_leak(lab):
    net = lab.sites(clients=2)
    lab.serve(net.s1, 8080, _never_closes)
    lab.serve(net.s1, 80)

    def leave(client):
        session = lab.session(client, net.s1, 8080).open()
        session.get(400)
        return session.drop()

    with lab.capture(net.s1):
        guilty = every(0.7, 8, lambda turn=iter(net.clients * 4): leave(next(turn)))
        healthy = every(6, 13, lambda turn=iter(net.clients * 7): lab.fetch(next(turn), net.s1, 80, 400))
    held = net.s1.run("ss", "-Htan", "state", "close-wait").count("\n")
    return {
        "fault": "the process that serves port 8080 of s1 does not close its sockets",
        "sockets_in_close_wait": held,
        "guilty_flows": guilty,
        "healthy_flows": healthy,
    }


@scenario(
    "time-wait-pileup",
    shows="""A client with 120 source ports opens 220 connections for one request each and closes them first: its
        ports wait in TIME_WAIT and are taken again within seconds.""",
    incidents=[Incident("time-wait-pileup", clients=["c1"], servers=["s1"])],
    signs={"reused-ports": (100, None)},
)
def time_wait_pileup(lab):
    net = lab.sites(wan=Wan(delay_ms=6))
    net.c1.sysctl(ipv4__ip_local_port_range=f"{_PORTS[0]} {_PORTS[-1]}", ipv4__tcp_tw_reuse=1)
    lab.serve(net.s1, 80, _answer_once)

    def ask():
        session = lab.session(net.c1, net.s1, 80, source_port=0, prepare=_delay_acks).open()
        session.socket.sendall(b"PING\r\n")
        session.socket.recv(100)
        return session.close()

    with lab.capture(net.s1):
        flows = every(0.03, 220, ask)
    used = {flow["orig_port"] for flow in flows}
    return {
        "fault": "c1 closes first, 220 times in a few seconds, and has 120 source ports",
        "connections": len(flows),
        "source_ports_used": len(used),
        "connections_on_a_port_used_before": len(flows) - len(used),
    }


@scenario(
    "zero-window",
    shows="""A client stops reading two downloads for 4 seconds: its window closes, the server probes it and waits.
        Then the client reads on and both downloads are whole. Another client is served meanwhile.""",
    incidents=[Incident("zero-window", clients=["c1"], servers=["s1"])],
    # Linux probes a closed window with what tshark calls keep-alives; what it resends are tail loss probes.
    signs={"zero-window": MANY, "keep-alive": MANY, "retransmission": (0, 4)},
)
def zero_window(lab):
    net = lab.sites(clients=2)
    lab.serve(net.s1, 80)

    def stall():
        session = lab.session(net.c1, net.s1, 80, prepare=_small_buffer).open()
        session.ask(120_000)
        time.sleep(4)
        session.receive()
        return session.close()

    with lab.capture(net.s1, snaplen=_HEADERS):
        *guilty, healthy = lab.at_once(
            stall, stall, lambda: every(1, 5, lambda: lab.fetch(net.c2, net.s1, 80, 2000))
        )
    return {"fault": "the client does not read for 4 seconds", "guilty_flows": guilty, "healthy_flows": healthy}


def _answer_once(connection):
    _delay_acks(connection)
    connection.recv(100)
    connection.sendall(b"PONG\r\n")
    connection.recv(100)


def _delay_acks(made):
    """Let acknowledgements ride on data, as they do between busy hosts: fewer packets, a smaller sample."""
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 0)


def _small_buffer(made):
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
