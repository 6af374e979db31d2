"""Networks in which nothing is wrong, with much that looks as if it were."""

import socket
import struct
import time

from ..lab import every
from ..scenario import scenario
from ..traffic import filler, flow, head, read_head
from ..web import nginx


def _dns_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def _address_record(question):
    """An answer to a DNS question: the same address for each name."""
    record = struct.pack("!HHHIH", 0xC00C, 1, 1, 300, 4) + bytes([10, 2, 0, 2])
    return question[:2] + struct.pack("!5H", 0x8580, 1, 1, 0, 0) + question[12:] + record


def _resolve(lab, client, server, name):
    with lab.datagrams(client) as resolver:
        question = struct.pack("!6H", lab.rng.randrange(65536), 0x0100, 1, 0, 0, 0) + _dns_name(name)
        resolver.sendto(question + struct.pack("!2H", 1, 1), (server.address(), 53))
        resolver.recv(512)
        return flow("udp", *resolver.getsockname(), server.address(), 53)


@scenario(
    "healthy",
    shows="""Two clients look names up, fetch pages from nginx over IPv4 and IPv6 and download 48 kB, over a path of
        30 ms; their router's address is asked for and given by ARP and neighbour discovery. Nothing is wrong.""",
)
def healthy(lab):
    net = lab.sites(clients=2, wan=lab.wan(delay_ms=15))
    lab.serve_datagrams(net.s1, 53, _address_record)
    times = lab.vary("times_more", 1, between=(1, 4))
    with nginx(net.s1), lab.capture(lab.point((net.r1, "lan"), (net.r1, "wan"), (net.r2, "lan"), net.s1)):
        net.c1.ip("neigh flush dev eth0")
        lookups = [_resolve(lab, client, net.s1, "www.example.test") for client in net.clients for _ in range(2)]
        pages = lab.at_once(
            lambda: every(0.4, 4 * times, lambda: lab.fetch(net.c1, net.s1, 80, 400, 1200, pause=0.05, version=4)),
            lambda: every(0.5, 3 * times, lambda: lab.fetch(net.c2, net.s1, 80, 9000, version=6)),
            lambda: every(0.7, 2, lambda: lab.fetch(net.c1, net.s1, 80, 400, version=6)),
        )
        bulk = lab.fetch(net.c2, net.s1, 80, 48_000, version=4)
    return {"fault": None, "flows": lookups + sum(pages, []) + [bulk]}


def _keep_alive(made):
    made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 3)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 3)


def _trickle(connection):
    """Answers, half a second for each kilobyte, a client that has closed its side long before."""
    with connection.makefile("rb") as reader:
        read_head(reader)
        reader.read()
    connection.sendall(head("200 OK", 12_000))
    for _ in range(12):
        connection.sendall(filler(1000))
        time.sleep(0.5)


@scenario(
    "healthy-long-idle",
    shows="""Two connections rest for 13 seconds, one with keep-alives that are answered and one silent, and are
        used and closed afterwards; on a third the client closes its side at once and the server goes on sending for
        six seconds. All as meant.""",
    signs={"keep-alive": (3, None)},
    versions=(4, 6),
)
def healthy_long_idle(lab):
    net = lab.sites(wan=lab.wan())
    lab.serve(net.s1, 80)
    seconds = lab.vary("idle_seconds", 13, between=(10, 40))
    lab.serve(net.s1, 8080, _trickle)

    def rest(prepare=None):
        session = lab.session(net.c1, net.s1, 80, prepare=prepare).open()
        session.get(400)
        time.sleep(seconds)
        session.get(400)
        return session.close()

    def half_close():
        session = lab.session(net.c1, net.s1, 8080).open()
        session.ask(12_000)
        session.finish()
        session.receive()
        return session.drop()

    with lab.capture(lab.point(net.s1, net.c1, (net.r1, "lan"), (net.r2, "lan"))):
        flows = lab.at_once(lambda: rest(_keep_alive), rest, half_close)
    names = ("with_keep_alives", "silent", "half_closed")
    return {"fault": None, "flows": dict(zip(names, flows))}
