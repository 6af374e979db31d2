"""Connections that are closed wrongly or too often, and receivers that do not read."""

import socket
import time

from ..lab import every
from ..scenario import CLIENTS, MANY, Incident, scenario
from ..traffic import web

_HEADERS = 128
_FIRST_PORT = 40000


def _points(lab, net):
    return lab.point(net.s1, net.c1, (net.r1, "lan"), (net.r1, "wan"), (net.r2, "lan"))


def _never_closes(connection):
    web(connection)
    time.sleep(3600)


@scenario(
    "close-wait-leak",
    shows="""The clients close eight connections to port 8080; the server's kernel acknowledges each FIN, but the
        server never closes its side, for more than a minute. Connections to port 80 are closed by both.""",
    incidents=[Incident("close-wait-leak", clients=CLIENTS, servers=["s1"])],
    versions=(4, 6),
)
def close_wait_leak(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    port, leaks = lab.vary("port", 8080, among=(8080, 9000, 5432)), lab.vary("leaks", 8, between=(8, 20))
    lab.serve(net.s1, port, _never_closes)
    lab.serve(net.s1, 80)

    def leave(client):
        session = lab.session(client, net.s1, port).open()
        session.get(400)
        return session.drop()

    with lab.capture(_points(lab, net)):
        guilty = every(0.7, leaks, lambda turn=iter(net.clients * leaks): leave(next(turn)))
        healthy = every(6, 13, lambda turn=iter(net.clients * 7): lab.fetch(next(turn), net.s1, 80, 400))
    held = net.s1.run("ss", "-Htan", "state", "close-wait").count("\n")
    return {
        "fault": f"the process that serves port {port} of s1 does not close its sockets",
        "sockets_in_close_wait": held,
        "guilty_flows": guilty,
        "healthy_flows": healthy,
    }


@scenario(
    "time-wait-pileup",
    shows="""A client with 120 source ports opens 220 connections for one request each and closes them first: its
        ports wait in TIME_WAIT and are taken again within seconds.""",
    incidents=[Incident("time-wait-pileup", clients=["c1"], servers=["s1"])],
    # A busy machine may be late with an acknowledgement.
    signs={"reused-ports": (100, None), "retransmission": (0, 2), "duplicate-ack": (0, 3)},
    versions=(4, 6),
)
def time_wait_pileup(lab):
    net = lab.sites(wan=lab.wan(delay_ms=6, slowest_ms=12))
    ports, connections = lab.vary("source_ports", 120, between=(60, 140)), lab.vary("connections", 220, between=(200, 400))
    port = lab.vary("port", 80, among=(80, 8080, 6379))
    net.c1.sysctl(ipv4__ip_local_port_range=f"{_FIRST_PORT} {_FIRST_PORT + ports - 1}", ipv4__tcp_tw_reuse=1)
    lab.serve(net.s1, port, _answer_once)

    def ask():
        session = lab.session(net.c1, net.s1, port, source_port=0, prepare=_delay_acks).open()
        session.socket.sendall(b"PING\r\n")
        session.socket.recv(100)
        return session.close()

    with lab.capture(_points(lab, net)):
        flows = every(0.03, connections, ask)
    used = {flow["orig_port"] for flow in flows}
    return {
        "fault": f"c1 closes first, {connections} times in a few seconds, and has {ports} source ports",
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
    versions=(4, 6),
)
def zero_window(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    port, size = lab.vary("port", 80, among=(80, 443, 8080)), lab.vary("bytes", 120_000, between=(80_000, 400_000))
    seconds, stalls = lab.vary("seconds", 4, between=(4, 12)), lab.vary("stalls", 2, between=(1, 4))
    lab.serve(net.s1, port)

    def stall():
        session = lab.session(net.c1, net.s1, port, prepare=_small_buffer).open()
        session.ask(size)
        time.sleep(seconds)
        session.receive()
        return session.close()

    with lab.capture(_points(lab, net), snaplen=_HEADERS):
        lab.note(net.c1, "stopped", f"reading of {stalls} downloads, for {seconds} s")
        *guilty, healthy = lab.at_once(
            *[stall] * stalls, lambda: every(1, 5, lambda: lab.fetch(net.c2, net.s1, port, 2000))
        )
    return {"fault": f"the client does not read for {seconds} seconds", "guilty_flows": guilty, "healthy_flows": healthy}


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
