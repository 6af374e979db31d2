"""Connections that end by a reset, each for another reason."""

import contextlib
import time

from ..lab import every
from ..scenario import CLIENTS, Incident, scenario
from ..traffic import aborted, filler, head, read_head

_HEADERS = 256
_PORTS = (8080, 5432, 443, 9200)
_STATEFUL = (
    "-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT",
    "-A FORWARD -p tcp --syn -m conntrack --ctstate NEW -j ACCEPT",
    "-A FORWARD -p tcp -j REJECT --reject-with tcp-reset",
)


def _points(lab, net):
    return lab.point(net.s1, net.c1, (net.r1, "lan"), (net.r1, "wan"), (net.r2, "lan"))


@scenario(
    "idle-reset",
    shows="""A stateful firewall forgets connections that are silent for 5 seconds and then answers their next
        packet with a reset in the server's name. Five connections rest for 8 to 12 seconds and are reset; one that
        is used each second survives, and new connections work.""",
    incidents=[Incident("reset-after-idle", clients=["c1"], servers=["s1"])],
    signs={"reset": (5, 5)},
    versions=(4, 6),
)
def idle_reset(lab):
    net = lab.sites(wan=lab.wan())
    for rule in _STATEFUL:
        net.r2.tables(rule, lab.version)
    limit = lab.vary("idle_timeout", 5, between=(3, 15))
    net.r2.sysctl(netfilter__nf_conntrack_tcp_timeout_established=limit, netfilter__nf_conntrack_tcp_loose=0)
    port, victims = lab.vary("port", 80, among=(80, 5432, 443)), lab.vary("victims", 5, between=(3, 8))
    lab.serve(net.s1, port)

    def rest(seconds):
        session = lab.session(net.c1, net.s1, port).open()
        session.get(400)
        time.sleep(seconds)
        with contextlib.suppress(ConnectionResetError):
            session.get(400)
        return session.drop()

    with lab.capture(lab.point(net.c1, (net.r1, "lan"), (net.r1, "wan"))):
        rests = [lambda seconds=seconds: rest(seconds) for seconds in range(limit + 3, limit + 3 + victims)]
        requests = [200] * (limit + victims + 3)
        *guilty, busy = lab.at_once(*rests, lambda: lab.fetch(net.c1, net.s1, port, *requests, pause=1))
        after = lab.fetch(net.c1, net.s1, port, 400)
    return {
        "fault": f"r2 forgets a connection after {limit} seconds of silence and rejects what belongs to none",
        "idle_timeout_seconds": limit,
        "guilty_flows": guilty,
        "healthy_flows": [busy, after],
    }


def _stops_reading(connection):
    """Answers one request and never looks at its socket again."""
    with connection.makefile("rb") as reader:
        read_head(reader)
        connection.sendall(head("200 OK", 400) + filler(400))
        time.sleep(3600)


@scenario(
    "server-killed",
    shows="""A server process hangs and is killed (SIGKILL) while ten connections hold requests that it has not
        read: its kernel resets all ten within milliseconds. Another service of the same host goes on.""",
    incidents=[Incident("reset-burst", clients=CLIENTS, servers=["s1"])],
    signs={"reset": (10, 10)},
    versions=(4, 6),
)
def server_killed(lab):
    net = lab.sites(clients=lab.vary("clients", 2, between=(1, 4)), wan=lab.wan())
    port, each = lab.vary("port", 8080, among=_PORTS), lab.vary("connections_each", 5, between=(5, 10))
    process = lab.serve_in_process(net.s1, port, _stops_reading)
    lab.serve(net.s1, 80)
    with lab.capture(_points(lab, net)):
        victims = [lab.session(client, net.s1, port).open() for client in net.clients for _ in range(each)]
        for session in victims:
            session.get(400)
        for session in victims:
            session.ask(400)
        healthy = every(0.5, 3, lambda: lab.fetch(net.c1, net.s1, 80, 500))
        process.kill()
        lab.note(net.s1, "killed", f"the process that serves port {port}, with unread requests")
        healthy += every(0.5, 3, lambda: lab.fetch(net.clients[-1], net.s1, 80, 500))
        guilty = [session.drop() for session in victims]
    fault = f"the process that serves port {port} of s1 is killed with unread requests"
    return {"fault": fault, "guilty_flows": guilty, "healthy_flows": healthy}


def _breaks_off(pieces):
    """Promises 200 kB and aborts after so many pieces of 8 kB."""

    def answer(connection):
        with connection.makefile("rb") as reader:
            read_head(reader)
        connection.sendall(head("200 OK", 200_000))
        for _ in range(pieces):
            connection.sendall(filler(8000))
            time.sleep(0.05)
        connection.sendall(filler(2000))
        aborted(connection)

    return answer


@scenario(
    "reset-midstream",
    shows="""The server aborts one download in the middle, with data still under way; other downloads of the same
        client from the same host are whole.""",
    incidents=[Incident("reset-midstream", clients=["c1"], servers=["s1"])],
    signs={"reset": (1, 4)},
    versions=(4, 6),
)
def reset_midstream(lab):
    net = lab.sites(wan=lab.wan())
    port, pieces = lab.vary("port", 8080, among=_PORTS), lab.vary("pieces", 5, between=(2, 15))
    lab.serve(net.s1, port, _breaks_off(pieces))
    lab.serve(net.s1, 80)
    with lab.capture(_points(lab, net)):
        healthy = every(0.3, 2, lambda: lab.fetch(net.c1, net.s1, 80, 2000))
        session = lab.session(net.c1, net.s1, port).open()
        with contextlib.suppress(ConnectionResetError):
            session.get(200_000)
        guilty = session.drop()
        healthy += every(0.3, 2, lambda: lab.fetch(net.c1, net.s1, 80, 2000))
    lab.note(net.s1, "aborted", f"the service of port {port}, in the middle of its answer")
    return {"fault": f"the server aborts after {pieces * 8 + 2} of 200 kB", "guilty_flows": [guilty], "healthy_flows": healthy}


def _too_large(connection):
    """Refuses an upload after its first 1000 bytes and closes on the rest."""
    connection.recv(1000)
    time.sleep(0.2)
    connection.sendall(head("413 Content Too Large", 0))


@scenario(
    "unread-data",
    shows="""A server answers uploads of 30 kB with 413 after their first 1000 bytes and closes without reading the
        rest, which makes its kernel send a reset behind the answer. Uploads to another port are read and succeed.""",
    incidents=[Incident("reset-unread-data", clients=CLIENTS, servers=["s1"])],
    # One for each close, and one more for each ACK that was still under way.
    signs={"reset": (4, 12), "retransmission": (0, 2), "duplicate-ack": (0, 2)},
    versions=(4, 6),
)
def unread_data(lab):
    net = lab.sites(clients=lab.vary("clients", 2, between=(1, 4)), wan=lab.wan())
    bad_port, size = lab.vary("port", 8080, among=_PORTS), lab.vary("bytes", 30_000, between=(20_000, 100_000))
    each = lab.vary("uploads_each", 2, between=(2, 5))
    lab.serve(net.s1, bad_port, _too_large)
    lab.serve(net.s1, 80)

    def upload(client, port):
        session = lab.session(client, net.s1, port).open()
        session.post(size)
        with contextlib.suppress(OSError):  # reset before, while or after the answer is read
            session.receive()
            session.close()
        return session.drop()

    with lab.capture(_points(lab, net), snaplen=_HEADERS):
        turn = iter(net.clients * each)
        guilty = every(0.8, each * len(net.clients), lambda: upload(next(turn), bad_port))
        healthy = [upload(client, 80) for client in net.clients]
    fault = f"s1 closes sockets of port {bad_port} with unread data"
    return {"fault": fault, "guilty_flows": guilty, "healthy_flows": healthy}
