"""Connections that end by a reset, each for another reason."""

import contextlib
import time

from ..lab import every
from ..scenario import Incident, scenario
from ..traffic import aborted, filler, head, read_head

_HEADERS = 256


@scenario(
    "idle-reset",
    shows="""A stateful firewall forgets connections that are silent for 5 seconds and then answers their next
        packet with a reset in the server's name. Five connections rest for 8 to 12 seconds and are reset; one that
        is used each second survives, and new connections work.""",
    incidents=[Incident("reset-after-idle", clients=["c1"], servers=["s1"])],
    signs={"reset": (5, 5)},
)
def idle_reset(lab):
    net = lab.sites()
    net.r2.tables("-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT")
    net.r2.tables("-A FORWARD -p tcp --syn -m conntrack --ctstate NEW -j ACCEPT")
    net.r2.tables("-A FORWARD -p tcp -j REJECT --reject-with tcp-reset")
    net.r2.sysctl(netfilter__nf_conntrack_tcp_timeout_established=5, netfilter__nf_conntrack_tcp_loose=0)
    lab.serve(net.s1, 80)

    def rest(seconds):
        session = lab.session(net.c1, net.s1, 80).open()
        session.get(400)
        time.sleep(seconds)
        with contextlib.suppress(ConnectionResetError):
            session.get(400)
        return session.drop()

    with lab.capture(net.c1):
        rests = [lambda seconds=seconds: rest(seconds) for seconds in (8, 9, 10, 11, 12)]
        *guilty, busy = lab.at_once(*rests, lambda: lab.fetch(net.c1, net.s1, 80, *[200] * 13, pause=1))
        after = lab.fetch(net.c1, net.s1, 80, 400)
    return {
        "fault": "r2 forgets a connection after 5 seconds of silence and rejects what belongs to none",
        "idle_timeout_seconds": 5,
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
    incidents=[Incident("reset-burst", clients=["c1", "c2"], servers=["s1"])],
    signs={"reset": (10, 10)},
)
def server_killed(lab):
    net = lab.sites(clients=2)
    process = lab.serve_in_process(net.s1, 8080, _stops_reading)
    lab.serve(net.s1, 80)
    with lab.capture(net.s1):
        victims = [lab.session(client, net.s1, 8080).open() for client in net.clients for _ in range(5)]
        for session in victims:
            session.get(400)
        for session in victims:
            session.ask(400)
        healthy = every(0.5, 3, lambda: lab.fetch(net.c1, net.s1, 80, 500))
        process.kill()
        healthy += every(0.5, 3, lambda: lab.fetch(net.c2, net.s1, 80, 500))
        guilty = [session.drop() for session in victims]
    fault = "the process that serves port 8080 of s1 is killed with unread requests"
    return {"fault": fault, "guilty_flows": guilty, "healthy_flows": healthy}


def _breaks_off(connection):
    """Promises 200 kB and aborts after 40."""
    with connection.makefile("rb") as reader:
        read_head(reader)
    connection.sendall(head("200 OK", 200_000))
    for _ in range(5):
        connection.sendall(filler(8000))
        time.sleep(0.05)
    connection.sendall(filler(2000))
    aborted(connection)


@scenario(
    "reset-midstream",
    shows="""The server aborts one download in the middle, with data still under way; other downloads of the same
        client from the same host are whole.""",
    incidents=[Incident("reset-midstream", clients=["c1"], servers=["s1"])],
    signs={"reset": (1, 4)},
)
def reset_midstream(lab):
    net = lab.sites()
    lab.serve(net.s1, 8080, _breaks_off)
    lab.serve(net.s1, 80)
    with lab.capture(net.s1):
        healthy = every(0.3, 2, lambda: lab.fetch(net.c1, net.s1, 80, 2000))
        session = lab.session(net.c1, net.s1, 8080).open()
        with contextlib.suppress(ConnectionResetError):
            session.get(200_000)
        guilty = session.drop()
        healthy += every(0.3, 2, lambda: lab.fetch(net.c1, net.s1, 80, 2000))
    return {"fault": "the server aborts after 42 of 200 kB", "guilty_flows": [guilty], "healthy_flows": healthy}


def _too_large(connection):
    """Refuses an upload after its first 1000 bytes and closes on the rest."""
    connection.recv(1000)
    time.sleep(0.2)
    connection.sendall(head("413 Content Too Large", 0))


@scenario(
    "unread-data",
    shows="""A server answers uploads of 30 kB with 413 after their first 1000 bytes and closes without reading the
        rest, which makes its kernel send a reset behind the answer. Uploads to another port are read and succeed.""",
    incidents=[Incident("reset-unread-data", clients=["c1", "c2"], servers=["s1"])],
    # One for each close, and one more for each ACK that was still under way.
    signs={"reset": (4, 12)},
)
def unread_data(lab):
    net = lab.sites(clients=2)
    lab.serve(net.s1, 8080, _too_large)
    lab.serve(net.s1, 80)

    def upload(client, port):
        session = lab.session(client, net.s1, port).open()
        session.post(30_000)
        with contextlib.suppress(OSError):  # reset before, while or after the answer is read
            session.receive()
            session.close()
        return session.drop()

    with lab.capture(net.s1, snaplen=_HEADERS):
        guilty = every(0.8, 4, lambda turn=iter(net.clients * 2): upload(next(turn), 8080))
        healthy = [upload(client, 80) for client in net.clients]
    fault = "s1 closes sockets of port 8080 with unread data"
    return {"fault": fault, "guilty_flows": guilty, "healthy_flows": healthy}
