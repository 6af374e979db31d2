"""Two independent faults in one network at the same time, of different services: both must be told."""

import contextlib
import socket
import time

from ..faults import Lose
from ..lab import every
from ..scenario import Incident, scenario
from ..traffic import aborted, filler, head, read_head, web

_HEADERS = 256
_ANY = (0, None)


class _Fault:
    """One service of one host, with clients of its own, that fails. `prepare` comes before the capture, `happen` during
    it. All of it can be seen between the routers."""

    rule = None

    def __init__(self, lab, port):
        self.lab, self.port = lab, port

    def place(self, net, clients, server):
        self.net, self.clients, self.server = net, clients, server

    @property
    def incident(self):
        return Incident(self.rule, [client.label for client in self.clients], [self.server.label])

    def session(self, client, **options):
        return self.lab.session(client, self.server, self.port, **options).open()

    def wire_faults(self):
        return []

    def prepare(self):
        self.lab.serve(self.server, self.port)

    def _filter(self, router, words):
        router.tables(f"-A FORWARD -p tcp {words}", self.lab.version)

    def _try(self, times, pause):
        for client in self.clients * times:
            self.lab.try_to_connect(client, self.server, self.port, timeout=6)
            time.sleep(pause)


class _Dropped(_Fault):
    rule = "syn-unanswered"

    def prepare(self):
        self._filter(self.net.r2, f"-i wan --dport {self.port} -d {self.server.address(self.lab.version)} -j DROP")

    def happen(self):
        self._try(times=2, pause=0)


class _Prohibited(_Fault):
    rule = "admin-prohibited"

    def prepare(self):
        words = {4: "icmp-admin-prohibited", 6: "icmp6-adm-prohibited"}[self.lab.version]
        match = f"--dport {self.port} -d {self.server.address(self.lab.version)}"
        self._filter(self.net.r2, f"-i wan {match} -j REJECT --reject-with {words}")

    def happen(self):
        self._try(times=3, pause=1.3)


class _Refused(_Fault):
    rule = "connection-refused"

    def prepare(self):
        pass

    def happen(self):
        self._try(times=4, pause=0.8)


class _Loss(_Fault):
    rule = "retransmission-storm"

    def wire_faults(self):
        def chosen(packet):
            return packet.is_tcp and packet.source_port == self.port and packet.payload > 0

        return [Lose(chosen, self.lab.vary("loss", 0.1, between=(0.07, 0.2)))]

    def happen(self):
        self.lab.at_once(*(
            lambda client=client: self.lab.fetch(client, self.server, self.port, 200_000) for client in self.clients
        ))


class _ZeroWindow(_Fault):
    rule = "zero-window"

    def happen(self):
        def stall(client):
            session = self.session(client, prepare=_small_buffer)
            session.ask(100_000)
            self.lab.note(client, "stopped", f"reading from port {self.port}, for 5 s")
            time.sleep(5)
            session.receive()
            session.close()

        self.lab.at_once(*(lambda client=client: stall(client) for client in self.clients))


class _IdleReset(_Fault):
    rule = "reset-after-idle"

    def prepare(self):
        super().prepare()
        match = f"--dport {self.port} -d {self.server.address(self.lab.version)}"
        self._filter(self.net.r2, f"{match} -m conntrack --ctstate ESTABLISHED -j ACCEPT")
        self._filter(self.net.r2, f"{match} --syn -m conntrack --ctstate NEW -j ACCEPT")
        self._filter(self.net.r2, f"{match} -j REJECT --reject-with tcp-reset")
        self.net.r2.sysctl(netfilter__nf_conntrack_tcp_timeout_established=5, netfilter__nf_conntrack_tcp_loose=0)

    def happen(self):
        def rest(client, seconds):
            session = self.session(client)
            session.get(400)
            time.sleep(seconds)
            with contextlib.suppress(ConnectionResetError):
                session.get(400)
            session.drop()

        calls = [(client, seconds) for client in self.clients for seconds in (8, 9, 10)]
        self.lab.at_once(*(lambda call=call: rest(*call) for call in calls))


class _Killed(_Fault):
    rule = "reset-burst"

    def prepare(self):
        self.process = self.lab.serve_in_process(self.server, self.port, _stops_reading)

    def happen(self):
        victims = [self.session(client) for client in self.clients for _ in range(6)]
        for session in victims:
            session.get(400)
        for session in victims:
            session.ask(400)
        time.sleep(3)
        self.process.kill()
        self.lab.note(self.server, "killed", f"the process that serves port {self.port}")
        time.sleep(1)
        for session in victims:
            session.drop()


class _Leak(_Fault):
    rule = "close-wait-leak"

    def prepare(self):
        self.lab.serve(self.server, self.port, _never_closes)

    def happen(self):
        def leave(client):
            session = self.session(client)
            session.get(400)
            session.drop()

        every(0.5, 10, lambda turn=iter(self.clients * 10): leave(next(turn)))
        # The capture must show that time goes on.
        every(7, 11, lambda: self.lab.fetch(self.clients[0], self.net.s1, 80, 300))


class _BlackHole(_Fault):
    rule = "mtu-black-hole"

    def prepare(self):
        super().prepare()
        self._filter(self.net.r1, f"-o lan --sport {self.port} -m length --length 1401:65535 -j DROP")

    def happen(self):
        stuck = [self.session(client, timeout=6) for client in self.clients]
        for session in stuck:
            session.get(300)
            session.ask(100_000)
        for client in self.clients * 3:
            self.lab.fetch(client, self.server, self.port, 300)
            time.sleep(0.5)
        for session in stuck:
            with contextlib.suppress(TimeoutError):
                session.receive()
        for session in stuck:
            session.drop()


class _Unread(_Fault):
    rule = "reset-unread-data"

    def prepare(self):
        self.lab.serve(self.server, self.port, _too_large)

    def happen(self):
        for client in self.clients * 2:
            session = self.session(client)
            with contextlib.suppress(OSError):
                session.post(30_000)
                session.receive()
                session.close()
            session.drop()
            time.sleep(0.8)


class _Midstream(_Fault):
    rule = "reset-midstream"

    def prepare(self):
        self.lab.serve(self.server, self.port, _breaks_off)

    def happen(self):
        for client in self.clients:
            session = self.session(client)
            with contextlib.suppress(ConnectionResetError):
                session.get(200_000)
            session.drop()
            time.sleep(1)


_FAULTS = {
    "dropped": _Dropped,
    "prohibited": _Prohibited,
    "refused": _Refused,
    "loss": _Loss,
    "zero window": _ZeroWindow,
    "idle reset": _IdleReset,
    "killed": _Killed,
    "leak": _Leak,
    "black hole": _BlackHole,
    "unread": _Unread,
    "midstream": _Midstream,
}
_PAIRS = [f"{one}, {other}" for one in _FAULTS for other in _FAULTS if one != other]
_SIGNS = (
    "reset retransmission out-of-order lost-segment ack-lost-segment duplicate-ack syn-resent zero-window keep-alive "
    "icmp-3/13 icmpv6-1/1"
).split()


def two_faults(lab, pair):
    names = lab.vary("faults", pair, among=_PAIRS).split(", ")
    ports = lab.vary("ports", "5432, 8080", among=("5432, 8080", "443, 3306", "9200, 6379", "8443, 22")).split(", ")
    faults = [_FAULTS[name](lab, int(port)) for name, port in zip(names, ports)]
    on_the_wire = [lose for fault in faults for lose in fault.wire_faults()]
    net = lab.sites(clients=4, servers=2, wan=lab.wan(delay_ms=12, slowest_ms=60, faults=on_the_wire))
    servers = net.s1, net.servers[lab.vary("on_other_server", 1, between=(0, 1))]
    for fault, clients, server in zip(faults, (net.clients[:2], net.clients[2:]), servers):
        fault.place(net, clients, server)
        fault.prepare()
    lab.serve(net.s1, 80)
    lab.expect(*(fault.incident for fault in faults))
    with lab.capture(lab.point((net.r1, "wan"), (net.r2, "wan")), snaplen=_HEADERS):
        healthy = lambda: every(1, 6, lambda: lab.fetch(net.c1, net.s1, 80, 500))  # noqa: E731
        lab.at_once(*(fault.happen for fault in faults), healthy)
    told = [f"{name} at port {fault.port} of {fault.server.label}" for name, fault in zip(names, faults)]
    return {"fault": "; ".join(told)}


for _name, _pair, _shows in (
    (
        "two-faults",
        "dropped, zero window",
        """A firewall drops the SYNs of two clients to port 5432 of one server, and two other clients stop reading what port
        8080 of another server sends them: two faults that have nothing to do with each other.""",
    ),
    (
        "two-faults-resets",
        "killed, idle reset",
        """The process that serves port 5432 of one server is killed with the connections of two clients; a firewall
        forgets the silent connections of two other clients to port 8080 of another server and resets them.""",
    ),
):
    _clients = (["c1", "c2"], ["c3", "c4"])
    scenario(
        _name,
        shows=_shows,
        incidents=[
            Incident(_FAULTS[fault].rule, clients, [server])
            for fault, clients, server in zip(_pair.split(", "), _clients, ("s1", "s2"))
        ],
        signs=dict.fromkeys(_SIGNS, _ANY),
        versions=(4, 6),
    )(lambda lab, pair=_pair: two_faults(lab, pair))


def _small_buffer(made):
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)


def _never_closes(connection):
    web(connection)
    time.sleep(3600)


def _stops_reading(connection):
    with connection.makefile("rb") as reader:
        read_head(reader)
        connection.sendall(head("200 OK", 400) + filler(400))
        time.sleep(3600)


def _too_large(connection):
    connection.recv(1000)
    time.sleep(0.2)
    connection.sendall(head("413 Content Too Large", 0))


def _breaks_off(connection):
    with connection.makefile("rb") as reader:
        read_head(reader)
    connection.sendall(head("200 OK", 200_000))
    for _ in range(5):
        connection.sendall(filler(8000))
        time.sleep(0.05)
    aborted(connection)
