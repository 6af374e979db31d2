"""Web services that are well, in forms that look like some of their faults."""

import base64
import hashlib
import time

from ..lab import every
from ..scenario import scenario
from ..traffic import filler, head, read_head
from ..web import application, chunks, curl, nginx, page, proxied, status

_WEBSOCKET_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_PING = b"\x81\x04ping"


def _web(name, strays=("retransmission", "duplicate-ack"), **particulars):
    signs = dict.fromkeys(strays, (0, 3))
    return scenario(name, versions=(4, 6), not_with=("snaplen",), signs=signs, **particulars)


@_web(
    "healthy-http",
    shows="""Web traffic as it is meant: kept connections, chunked answers, HEAD, 204, 304, a few 404s, an upload
        that asks first (100-continue), pages through a reverse proxy. Captured at the client, whose own times are
        told.""",
)
def healthy_http(lab):
    net = lab.sites(servers=2, wan=lab.wan(delay_ms=15))
    answers = {
        "page": page(2500, 0.03), "parts": chunks(5, 700, 0.02), "save": status("204 No Content", 0),
        "picture": status("201 Created"),
    }
    lab.serve(net.s2, 8080, application(**answers))
    turns = lab.vary("turns", 2, between=(2, 6))
    with nginx(net.s1, proxied(lab, "/app/", net.s2, "8080/")):
        with lab.capture(lab.point(net.c1, (net.r1, "lan"), (net.r1, "wan"))):
            told = sum(every(0.5, turns, lambda: _tour(lab, net)), [])
    return {"fault": None, "curl": told}


def _tour(lab, net):
    def ask(*paths_and_options, **more):
        paths = [word for word in paths_and_options if word.startswith("/")]
        options = [word for word in paths_and_options if not word.startswith("/")]
        return curl(lab, net.c1, net.s1, paths, *options, **more)

    later = "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"
    return (
        ask("/400", "/1200", "/app/page", "/app/parts", "/400", "/1200", "/app/page", "/9000")
        + ask("/9000", "/app/page", "-I")
        + ask("/9000", "-H", later)
        + ask("/app/save", "-X", "DELETE")
        + ask("/favicon.ico", "/400")
        + ask("/app/picture", "-H", "Expect: 100-continue", "--data-binary", "@-", body=filler(9000))
    )


@_web(
    "healthy-pipelining",
    shows="""A client sends its requests without waiting for the answers, which come in their order.""",
)
def pipelining(lab):
    net = lab.sites(wan=lab.wan(delay_ms=30))
    count = lab.vary("requests", 8, between=(4, 20))

    def ask():
        session = lab.session(net.c1, net.s1, 80).open()
        for size in [400, 1200] * (count // 2):
            session.ask(size)
        for _ in range(count // 2 * 2):
            session.receive()
        return session.close()

    with nginx(net.s1), lab.capture(lab.point(net.c1, (net.r1, "lan"), net.s1)):
        flows = every(0.4, 3, ask)
    return {"fault": None, "flows": flows}


@_web(
    "healthy-http-push",
    shows="""Clients wait for news, as they are meant to: by asking and being answered after seconds, by a
        websocket, by a stream of events, and some leave while they wait. One sends lines to a service that never
        answers.""",
    strays=("retransmission", "duplicate-ack", "reset"),
)
def push(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    seconds = lab.vary("seconds", 3, between=(2, 8))
    news = application(poll=page(200, seconds), chat=_chat, events=chunks(6, 60, seconds / 4))
    lab.serve(net.s1, 80, news)
    lab.serve(net.s1, 5140, _read_all)

    def listen():
        polls = curl(lab, net.c1, net.s1, ["/poll?since=1", "/poll?since=2", "/poll?since=3"])
        return polls + curl(lab, net.c1, net.s1, ["/poll?since=4"], give_up_s=seconds * 0.8)

    with lab.capture(lab.point(net.c1, net.s1, (net.r1, "lan"))):
        told, *flows = lab.at_once(
            listen,
            lambda: _talk(lab, net.c1, net.s1, seconds),
            lambda: _log(lab, net.c1, net.s1, seconds),
            lambda: curl(lab, net.c1, net.s1, ["/events"]),
        )
    return {"fault": None, "flows": flows[:2], "curl": told + flows[2]}


def _chat(connection, request):
    """A websocket: greets, then says something now and then, whatever is said to it (RFC 6455)."""
    key = next(line.split(": ")[1] for line in request if line.lower().startswith("sec-websocket-key"))
    accept = base64.b64encode(hashlib.sha1(key.encode() + _WEBSOCKET_GUID).digest()).decode()
    switch = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    connection.sendall(f"{switch}Sec-WebSocket-Accept: {accept}\r\n\r\n".encode())
    for _ in range(3):
        time.sleep(1)
        connection.sendall(_PING)
    while connection.recv(65536):
        pass
    return False


def _talk(lab, client, server, seconds):
    session = lab.session(client, server, 80).open()
    session.socket.sendall(
        b"GET /chat HTTP/1.1\r\nHost: chat\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    session.socket.recv(4096)
    for _ in range(4):
        time.sleep(1)
        session.socket.sendall(b"\x81\x82\0\0\0\0hi")
    time.sleep(seconds)
    return session.drop()


def _read_all(connection):
    while connection.recv(65536):
        pass


def _log(lab, client, server, seconds):
    session = lab.session(client, server, 5140).open()
    for line in range(8):
        session.socket.sendall(f"<134>app: line {line}\n".encode())
        time.sleep(seconds / 4)
    return session.drop()
