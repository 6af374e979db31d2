"""Connections of which one end, or something between, knows nothing any more: resets, silence, keep-alives."""

import contextlib
import socket
import time

from ..faults import Postpone
from ..lab import every
from ..packet import PSH
from ..scenario import CLIENTS, MANY, Incident, scenario
from ..traffic import aborted, filler, head, read_head
from ..wire import Wan

_TABLES = {4: "icmp", 6: "icmpv6"}
_UNHEARD = {"retransmission": MANY, "duplicate-ack": (0, None), "out-of-order": (0, None), "lost-segment": (0, None),
            "ack-lost-segment": (0, None)}


def _forgets(lab, router, seconds, verdict):
    """A stateful firewall that forgets connections which are silent for so long, and what it does with their packets."""
    for rule in (
        "-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT",
        "-A FORWARD -p tcp --syn -m conntrack --ctstate NEW -j ACCEPT",
        f"-A FORWARD -p tcp -j {verdict}",
    ):
        router.tables(rule, lab.version)
    router.sysctl(netfilter__nf_conntrack_tcp_timeout_established=seconds, netfilter__nf_conntrack_tcp_loose=0)


def _rest(lab, client, server, port, seconds, timeout=10):
    """Ask, rest, ask again. Gives the flow, whatever becomes of the second request."""
    session = lab.session(client, server, port, timeout).open()
    session.get(400)
    time.sleep(seconds)
    with contextlib.suppress(OSError):
        session.get(400)
    return session.drop()


@scenario(
    "established-blackholed",
    shows="""A stateful firewall forgets connections that are silent for 5 seconds and drops their packets without a
        word: requests after a longer pause are sent again and again until the client gives up. New connections to the
        same server work at once, and one that is used each second lives on.""",
    incidents=[Incident("established-blackholed", clients=["c1"], servers=["s1"])],
    signs=_UNHEARD,
    versions=(4, 6),
)
def established_blackholed(lab):
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 100))))
    _forgets(lab, net.r2, seconds=lab.vary("idle_timeout", 5, between=(4, 7)), verdict="DROP")
    port = lab.vary("port", 5432, among=(5432, 3306, 6379, 8080))
    lab.serve(net.s1, port)
    with lab.capture(lab.point(net.c1, (net.r1, "lan"), (net.r1, "wan"))):
        rests = [
            lambda seconds=seconds: _rest(lab, net.c1, net.s1, port, seconds, timeout=9) for seconds in (8, 9, 10)
        ]
        *guilty, busy, fresh = lab.at_once(
            *rests,
            lambda: lab.fetch(net.c1, net.s1, port, *[200] * 16, pause=1),
            lambda: every(3, 6, lambda: lab.fetch(net.c1, net.s1, port, 400)),
        )
        time.sleep(4)
        fresh.append(lab.fetch(net.c1, net.s1, port, 400))
    return {
        "fault": "r2 forgets silent connections and drops what belongs to none",
        "guilty_flows": guilty,
        "healthy_flows": [busy, *fresh],
    }


@scenario(
    "established-blackholed-dead",
    shows="""The server's cable is pulled while three clients work with it: their requests are sent again and again
        and nothing comes back. Another server of the same site goes on.""",
    incidents=[Incident("established-blackholed", clients=CLIENTS, servers=["s1"])],
    signs=_UNHEARD,
    versions=(4, 6),
)
def established_blackholed_dead(lab):
    net = lab.sites(clients=2, servers=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 100))))
    for server in net.servers:
        lab.serve(server, 8080)
    # The router would tell the clients after some seconds; many filters keep it to themselves.
    net.r2.tables(f"-A OUTPUT -p {_TABLES[lab.version]} -d {net.c1.address(lab.version)} -j DROP", lab.version)
    net.r2.tables(f"-A OUTPUT -p {_TABLES[lab.version]} -d {net.c2.address(lab.version)} -j DROP", lab.version)

    def work(client):
        session = lab.session(client, net.s1, 8080, timeout=14).open()
        with contextlib.suppress(OSError):
            for _ in range(40):
                session.get(2000)
                time.sleep(0.25)
        return session.drop()

    def pull():
        time.sleep(3)
        net.r2.ip("link set s1 down")
        lab.note(net.s1, "cut off", "its cable is pulled")

    with lab.capture(lab.point((net.r1, "lan"), (net.r1, "wan"))):
        *guilty, healthy, _ = lab.at_once(
            *[lambda client=client: work(client) for client in (*net.clients, net.c1)],
            lambda: every(1, 14, lambda: lab.fetch(net.c2, net.s2, 8080, 900)),
            pull,
        )
    return {"fault": "the cable of s1 is pulled", "guilty_flows": guilty, "healthy_flows": healthy}


def _keep_alive(idle, interval, count):
    def prepare(made):
        made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, idle)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, interval)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, count)

    return prepare


@scenario(
    "keepalive-unanswered",
    shows="""Clients with keep-alives hold connections to two servers. The cable of one is pulled: its keep-alives
        get no answer and after the last one the clients' kernels give up with a reset. The other server answers
        its own.""",
    incidents=[Incident("keepalive-unanswered", clients=CLIENTS, servers=["s1"])],
    signs={"keep-alive": MANY, "reset": MANY},
    versions=(4, 6),
)
def keepalive_unanswered(lab):
    net = lab.sites(clients=2, servers=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 100))))
    for server in net.servers:
        lab.serve(server, 5432)
    for client in net.clients:
        net.r2.tables(f"-A OUTPUT -p {_TABLES[lab.version]} -d {client.address(lab.version)} -j DROP", lab.version)
    interval = lab.vary("interval", 1, between=(1, 2))
    prepare = _keep_alive(lab.vary("idle", 2, between=(2, 4)), interval, lab.vary("probes", 4, between=(3, 5)))
    with lab.capture(lab.point((net.r1, "lan"), net.c1, (net.r1, "wan"))):
        sessions = [
            lab.session(client, server, 5432, prepare=prepare).open()
            for client in net.clients
            for server in net.servers
            for _ in range(2)
        ]
        for session in sessions:
            session.get(400)
        time.sleep(5)
        net.r2.ip("link set s1 down")
        lab.note(net.s1, "cut off", "its cable is pulled")
        time.sleep(18)
        dead = [session for session in sessions if session.flow["resp_ip"] == net.s1.address(lab.version)]
        healthy = [session.close() for session in sessions if session not in dead]
        guilty = [session.drop() for session in dead]
    return {"fault": "the cable of s1 is pulled", "guilty_flows": guilty, "healthy_flows": healthy}


@scenario(
    "healthy-keepalive",
    shows="""Clients with keep-alives hold idle connections; each keep-alive is answered, and after the pauses
        requests and answers pass.""",
    signs={"keep-alive": MANY, "duplicate-ack": (0, None)},
    versions=(4, 6),
)
def healthy_keepalive(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 100))))
    lab.serve(net.s1, 5432)
    prepare = _keep_alive(lab.vary("idle", 2, between=(1, 3)), 1, 4)
    with lab.capture(lab.point((net.r1, "lan"), net.s1, net.c1)):
        sessions = [lab.session(client, net.s1, 5432, prepare=prepare).open() for client in net.clients * 3]
        for _ in range(2):
            for session in sessions:
                session.get(400)
            time.sleep(8)
        flows = [session.close() for session in sessions]
    return {"fault": None, "healthy_flows": flows}


def _closes_when_idle(seconds):
    def handle(connection):
        connection.settimeout(seconds)
        with connection.makefile("rb") as reader:
            while read_head(reader):
                connection.sendall(head("200 OK", 400) + filler(400))

    return handle


@scenario(
    "healthy-server-idle-close",
    shows="""A server closes connections that rest for 6 seconds, in the open, by FIN. Some clients have gone on by
        then, some send one more request a moment later and are reset, as the server no longer listens on it: they
        begin anew.""",
    signs={"reset": (0, 4), "retransmission": (0, 4), "duplicate-ack": (0, None)},
    versions=(4, 6),
)
def healthy_server_idle_close(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 100))))
    lab.serve(net.s1, 80, _closes_when_idle(lab.vary("idle_timeout", 6, between=(5, 9))))
    with lab.capture(lab.point(net.c1, net.s1, (net.r1, "lan"))):
        flows = lab.at_once(
            lambda: _rest(lab, net.c1, net.s1, 80, 11),
            lambda: _rest(lab, net.c2, net.s1, 80, 12),
            lambda: _rest(lab, net.c1, net.s1, 80, 2),
            lambda: lab.fetch(net.c1, net.s1, 80, *[400] * 10, pause=1),
        )
        flows.append(lab.fetch(net.c1, net.s1, 80, 400))
    return {"fault": None, "healthy_flows": flows}


def _tells_late(seconds):
    """Answers, and has more to tell after so many seconds, without being asked."""

    def handle(connection):
        with connection.makefile("rb") as reader:
            read_head(reader)
        connection.sendall(head("200 OK", 800) + filler(400))
        time.sleep(seconds)
        connection.sendall(filler(400))
        time.sleep(2)

    return handle


@scenario(
    "idle-reset-toward-server",
    shows="""A stateful firewall forgets connections that are silent for 5 seconds. The server, which has something to
        tell after 8 to 10 seconds, gets a reset in the client's name, and the client waits in vain.""",
    incidents=[Incident("reset-after-idle", clients=CLIENTS, servers=["s1"])],
    signs={"reset": (4, 8)},
    versions=(4, 6),
)
def idle_reset_toward_server(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 100))))
    idle = lab.vary("idle_timeout", 5, between=(4, 7))
    _forgets(lab, net.r2, idle, verdict="REJECT --reject-with tcp-reset")
    late = lab.vary("pause", 8, between=(8, 12))
    lab.serve(net.s1, 8080, _tells_late(late))
    lab.serve(net.s1, 80)

    def wait(client):
        session = lab.session(client, net.s1, 8080, timeout=late + 3).open()
        session.ask(0)
        with contextlib.suppress(OSError):
            session.receive()
        return session.drop()

    with lab.capture(lab.point(net.s1)):  # the router sends its resets past its own bridge
        *guilty, healthy = lab.at_once(
            *[lambda client=client: wait(client) for client in net.clients * 2],
            lambda: lab.fetch(net.c1, net.s1, 80, *[200] * 12, pause=1),
        )
    return {
        "fault": "r2 forgets a connection after some seconds of silence and rejects what belongs to none",
        "idle_timeout_seconds": idle,
        "guilty_flows": guilty,
        "healthy_flows": [healthy],
    }


@scenario(
    "reset-midstream-client",
    shows="""Clients break off downloads in the middle, with data still coming: their timeout of half a second is too
        short for a slow line. Downloads that are short enough are whole.""",
    incidents=[Incident("reset-midstream", clients=CLIENTS, servers=["s1"])],
    signs={"reset": MANY, "retransmission": (0, None), "duplicate-ack": (0, None), "out-of-order": (0, None),
           "lost-segment": (0, None), "ack-lost-segment": (0, None), "syn-resent": (0, None)},
    versions=(4, 6),
)
def reset_midstream_client(lab):
    delay = lab.vary("delay_ms", 10, between=(2, 80))
    net = lab.sites(clients=2, wan=Wan(delay_ms=delay, rate_mbit=2, queue_kb=150))
    seconds = lab.vary("patience", 0.6, between=(0.5, 1.0))
    lab.serve(net.s1, 8080)
    lab.serve(net.s1, 80)

    def give_up(client):
        session = lab.session(client, net.s1, 8080, timeout=5).open()
        aborted(session.socket)
        session.ask(1_000_000)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            session.socket.recv(65536)
        return session.drop()

    with lab.capture(lab.point(net.s1, net.c1, (net.r1, "lan")), snaplen=128):
        guilty = every(1.7, 4, lambda turn=iter(net.clients * 2): give_up(next(turn)))
        healthy = every(0.3, 3, lambda: lab.fetch(net.c1, net.s1, 80, 3000))
    return {"fault": "the clients break off downloads", "guilty_flows": guilty, "healthy_flows": healthy}


@scenario(
    "healthy-abortive-close",
    shows="""Clients that have read a whole answer close with a reset in place of a FIN, and so does a server behind
        its last acknowledged byte: rude, and nobody loses anything.""",
    signs={"reset": MANY},
    versions=(4, 6),
)
def healthy_abortive_close(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 80))))

    def answers_and_resets(connection):
        with connection.makefile("rb") as reader:
            read_head(reader)
        connection.sendall(head("200 OK", 3000) + filler(3000))
        time.sleep(0.6)
        aborted(connection)

    lab.serve(net.s1, 8080, answers_and_resets)
    lab.serve(net.s1, 80)

    def rude(client):
        session = lab.session(client, net.s1, 80).open()
        session.get(20_000)
        time.sleep(0.4)
        aborted(session.socket)
        return session.drop()

    def told(client):
        session = lab.session(client, net.s1, 8080).open()
        session.get(3000)
        time.sleep(1)
        return session.drop()

    with lab.capture(lab.point(net.s1, net.c1, (net.r1, "lan")), snaplen=128):
        flows = [rude(client) for client in net.clients * 2] + [told(client) for client in net.clients * 2]
    return {"fault": None, "healthy_flows": flows}


@scenario(
    "reset-overtakes-data",
    shows="""A server aborts downloads, and on the way its reset overtakes the data that it sent before: data follow
        the reset. The reset is the server's own, by its TTL; nobody forged it.""",
    incidents=[Incident("reset-midstream", clients=["c1"], servers=["s1"])],
    signs={"reset": MANY, "duplicate-ack": (0, None), "out-of-order": (0, None), "retransmission": (0, None),
           "lost-segment": (0, None), "ack-lost-segment": (0, None)},
    versions=(4, 6),
)
def reset_overtakes_data(lab):
    def tail_of_a_burst(packet):
        return packet.toward == "clients" and packet.is_tcp and packet.flags & PSH and 300 < packet.payload < 1000

    late = Postpone(tail_of_a_burst, every=1, milliseconds=(3, 9))
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(5, 80)), faults=[late]))

    def breaks_off(connection):
        with connection.makefile("rb") as reader:
            read_head(reader)
        connection.sendall(head("200 OK", 200_000))
        connection.sendall(filler(12_000))
        time.sleep(0.25)
        connection.sendall(filler(12_000))
        aborted(connection)

    lab.serve(net.s1, 8080, breaks_off)
    lab.serve(net.s1, 80)

    def download():
        session = lab.session(net.c1, net.s1, 8080).open()
        with contextlib.suppress(ConnectionResetError):
            session.get(200_000)
        return session.drop()

    with lab.capture(lab.point(net.c1, (net.r1, "lan")), snaplen=128):
        guilty = every(0.5, 6, download)
        healthy = every(0.3, 3, lambda: lab.fetch(net.c1, net.s1, 80, 3000))
    return {"fault": "the server aborts", "guilty_flows": guilty, "healthy_flows": healthy}
