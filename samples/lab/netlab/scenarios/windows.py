"""Receive windows that are small, or closed because nobody reads."""

import contextlib
import socket
import time

from .. import traffic
from ..scenario import MANY, Incident, scenario
from ..traffic import content_length, head, read_head
from ..wire import Wan

_HEADERS = 128  # enough of each frame for every header
_MAYBE = (0, None)
_PROBED = {"zero-window": MANY, "keep-alive": _MAYBE, "retransmission": _MAYBE, "duplicate-ack": _MAYBE, "out-of-order": _MAYBE}


def _buffer(size):
    return lambda made: made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)


def _is_near(net, lab, *others):
    return lab.point(net.s1, net.c1, *others)


@scenario(
    "window-limited",
    shows="""A client that does not scale its window downloads over a long path: at most 65,535 bytes are under way in
        each round trip, however fast the link is.""",
    incidents=[Incident("window-limited", clients=["c1"], servers=["s1"])],
    versions=(4, 6),
)
def window_limited(lab):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 40, between=(30, 110)), rate_mbit=200))
    net.c1.sysctl(ipv4__tcp_window_scaling=0)
    port = lab.vary("port", 80, among=(80, 443, 8080))
    lab.serve(net.s1, port)
    with lab.capture(_is_near(net, lab, (net.r1, "lan"), (net.r2, "lan")), snaplen=_HEADERS):
        flow = lab.fetch(net.c1, net.s1, port, lab.vary("bytes", 900_000, between=(1_500_000, 2_500_000)))
    return {"fault": "the client's kernel does not offer window scaling", "flows": [flow]}


@scenario(
    "window-limited-buffer",
    shows="""A server with a small receive buffer takes an upload over a long path: its window never grows above what the
        buffer holds, and the sender waits for it in each round trip.""",
    incidents=[Incident("window-limited", clients=["c1"], servers=["s1"])],
    versions=(4, 6),
)
def window_limited_buffer(lab):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 30, between=(20, 80)), rate_mbit=200))
    port = lab.vary("port", 8080, among=(80, 8080, 9000))
    size = lab.vary("buffer_bytes", 20_000, between=(12_000, 40_000))
    _serve_with_buffer(lab, net.s1, port, size, _answer_at_once)
    with lab.capture(_is_near(net, lab, (net.r1, "lan")), snaplen=_HEADERS):
        session = lab.session(net.c1, net.s1, port, timeout=60).open()
        session.post(500_000)
        session.receive()
        flow = session.close()
    return {"fault": "the server asks for a small receive buffer", "flows": [flow]}


def _serve_with_buffer(lab, host, port, size, handler):
    listener = traffic.listen(host, port, lab.version)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)
    traffic.serve(listener, handler)


def _answer_at_once(connection):
    """Reads what is posted as fast as it comes."""
    with connection.makefile("rb", buffering=0) as raw:
        request = read_head(raw)
        left = content_length(request)
        while left > 0 and (got := raw.read(65536)):
            left -= len(got)
        connection.sendall(head("200 OK", 0))
        raw.read()


@scenario(
    "small-windows",
    shows="""Clients without window scaling: short answers over a long path, and a larger one over a short path. Their
        windows never hold anybody up.""",
    versions=(4, 6),
)
def small_windows(lab):
    far = lab.vary("far", 0, among=(0, 1))
    net = lab.sites(clients=2, wan=Wan(delay_ms=40 if far else 1, rate_mbit=60))
    net.c1.sysctl(ipv4__tcp_window_scaling=0)
    lab.serve(net.s1, 80)
    with lab.capture(_is_near(net, lab), snaplen=_HEADERS):
        size = 30_000 if far else 400_000
        flows = [lab.fetch(net.c1, net.s1, 80, size), lab.fetch(net.c1, net.s1, 80, 900, 900, 30_000)]
    return {"fault": None, "flows": flows}


@scenario(
    "zero-window-server",
    shows="""Two clients upload to a server that stops reading for seconds at a time: its window closes, the clients probe
        it and wait. No packet is lost.""",
    incidents=[Incident("zero-window", clients=["c1", "c2"], servers=["s1"])],
    signs=_PROBED,
    versions=(4, 6),
)
def zero_window_server(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 60))))
    port = lab.vary("port", 8080, among=(80, 8080, 9000))
    pause = lab.vary("pause_s", 3.6, between=(3.5, 5.0))

    def handler(connection):
        with connection.makefile("rb", buffering=0) as raw:
            left = content_length(read_head(raw))
            for _ in range(2):
                time.sleep(pause)
                got = 0
                while got < 40_000 and left > 0:
                    read = len(connection.recv(8192))
                    got, left = got + read, left - read
            while left > 0 and (read := len(connection.recv(65536))):
                left -= read
            connection.sendall(head("200 OK", 0))
            raw.read()

    _serve_with_buffer(lab, net.s1, port, 16_000, handler)

    def upload(client):
        session = lab.session(client, net.s1, port, timeout=60).open()
        session.post(200_000)
        session.receive()
        return session.close()

    with lab.capture(lab.point(net.s1, (net.r1, "lan"), (net.r2, "wan")), snaplen=_HEADERS):
        flows = lab.at_once(*[lambda client=client: upload(client) for client in net.clients])
    return {"fault": "the server sleeps twice before it reads on", "flows": flows}


@scenario(
    "zero-window-reset",
    shows="""A client asks for much and never reads it: its window closes and stays closed, until the server's patience
        ends and it resets the connection.""",
    incidents=[Incident("zero-window", clients=["c1"], servers=["s1"])],
    signs=_PROBED | {"reset": MANY},
    versions=(4, 6),
)
def zero_window_reset(lab):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 60))))
    port = lab.vary("port", 80, among=(80, 8080, 9000))
    patience = lab.vary("patience_s", 7.0, between=(6.0, 9.0))

    def impatient(connection):
        with connection.makefile("rb") as reader:
            request = read_head(reader)
            size = int(request[0].split()[1].strip("/"))
            connection.settimeout(patience)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            with contextlib.suppress(TimeoutError):
                connection.sendall(head("200 OK", size) + bytes(size))

    lab.serve(net.s1, port, impatient)
    with lab.capture(lab.point(net.s1, net.c1, (net.r1, "lan")), snaplen=_HEADERS):
        session = lab.session(net.c1, net.s1, port, prepare=_buffer(12_000)).open()
        session.ask(8_000_000)
        time.sleep(patience + 2)
        flow = session.drop()
    return {"fault": "the client never reads", "flows": [flow]}


@scenario(
    "paced-reading",
    shows="""A player reads its film at its own pace and lets the window close for a moment each time; and a download
        follows that takes what comes. Deliberate pacing is no fault.""",
    signs=_PROBED,
    versions=(4, 6),
)
def paced_reading(lab):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 40))))
    lab.serve(net.s1, 80)
    pause = lab.vary("pause_s", 0.5, between=(0.3, 0.8))
    with lab.capture(_is_near(net, lab), snaplen=_HEADERS):
        session = lab.session(net.c1, net.s1, 80, prepare=_buffer(16_000)).open()
        session.ask(240_000)
        left = 240_000
        while left > 0:
            got = 0
            while got < 30_000 and left > 0:
                read = len(session.socket.recv(8192))
                got, left = got + read, left - read
            time.sleep(pause)
        flows = [session.close(), lab.fetch(net.c1, net.s1, 80, 60_000)]
    return {"fault": None, "flows": flows}
