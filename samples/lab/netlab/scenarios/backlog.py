"""Servers that do not take connections as fast as they come, and what looks like it."""

import contextlib
import threading
import time

from ..faults import Lose, tcp
from ..lab import every
from ..scenario import CLIENTS, MANY, Incident, scenario
from ..traffic import listen, serve, web
from ..wire import Wan


def _accept_slowly(lab, host, port, backlog, pause):
    """A server with a short listen queue that takes one connection in each `pause` seconds."""
    listener = listen(host, port, lab.version, backlog)

    def accept():
        while True:
            time.sleep(pause)
            connection, _ = listener.accept()
            threading.Thread(target=_talk, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


def _talk(connection):
    with contextlib.suppress(OSError), connection:
        web(connection)


def _ask_once(lab, client, server, port, timeout):
    """One request in a connection of its own, come what may."""
    session = lab.session(client, server, port, timeout)
    with contextlib.suppress(OSError):
        session.open()
        session.get(400)
        return session.close()
    return session.drop()


def _rush(lab, net, port, waves, size, pause, timeout):
    """Waves of connections of all clients to one port, and a client that uses port 80 meanwhile."""

    def wave():
        calls = [
            lambda client=client: _ask_once(lab, client, net.s1, port, timeout)
            for client in net.clients
            for _ in range(size)
        ]
        return lab.at_once(*calls)

    def other():
        return every(0.25, int(waves * pause * 4) + 4, lambda: lab.fetch(net.c1, net.s1, 80, 500))

    def rush():
        threads, flows = [], []
        for turn in range(waves):
            threads.append(threading.Thread(target=lambda: flows.extend(wave())))
            threads[-1].start()
            time.sleep(pause)
        for thread in threads:
            thread.join()
        return flows

    guilty, healthy = lab.at_once(rush, other)
    return {"guilty_flows": guilty, "healthy_flows": healthy}


def _overflow(lab, syncookies=0):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 8, between=(2, 60))))
    backlog = lab.vary("backlog", 3, between=(1, 6))
    net.s1.sysctl(ipv4__tcp_syncookies=syncookies)
    _accept_slowly(lab, net.s1, 8080, backlog, lab.vary("accept_seconds", 0.25, between=(0.2, 0.4)))
    lab.serve(net.s1, 80)
    before = net.s1.run("nstat", "-asz", "TcpExtListenOverflows")
    with lab.capture(lab.point(net.s1, (net.r1, "lan"), net.c1)):
        flows = _rush(lab, net, 8080, waves=3, size=lab.vary("burst", 4, between=(4, 7)), pause=0.8, timeout=12)
    return {
        "fault": f"the process that serves port 8080 of s1 accepts slowly and has a listen queue of {backlog}",
        "kernel": [line.split()[:2] for line in (before, net.s1.run("nstat", "-asz", "TcpExtListenOverflows"))
                   for line in line.splitlines() if "Listen" in line],
        **flows,
    }


for _version, _suffix in ((4, ""), (6, "-ipv6")):
    scenario(
        f"listen-backlog-overflow{_suffix}",
        shows="""A server process accepts connections slowly and its listen queue is short: SYNs and the ACKs behind
            SYN-ACKs are dropped by its kernel, so that SYNs, SYN-ACKs and first requests are sent again. Another
            service of the same host takes each connection of the same client at once.""",
        incidents=[Incident("listen-backlog-overflow", clients=CLIENTS, servers=["s1"])],
        signs={"syn-resent": MANY, "retransmission": (0, None), "duplicate-ack": (0, None), "reset": (0, None),
               "out-of-order": (0, None), "ack-lost-segment": (0, None), "lost-segment": (0, None)},
        version=_version,
    )(_overflow)


@scenario(
    "listen-backlog-overflow-cookies",
    shows="""As listen-backlog-overflow, with SYN cookies: each SYN is answered at once, but the handshake's last packet
        and the first request are dropped until the queue has a place, so that requests are sent again and again.""",
    incidents=[Incident("listen-backlog-overflow", clients=CLIENTS, servers=["s1"])],
    signs={"syn-resent": (0, None), "retransmission": MANY, "duplicate-ack": (0, None), "reset": (0, None),
           "out-of-order": (0, None), "ack-lost-segment": (0, None), "lost-segment": (0, None)},
    versions=(4, 6),
)
def overflow_cookies(lab):
    return _overflow(lab, syncookies=1)


@scenario(
    "listen-backlog-overflow-reset",
    shows="""A server process accepts slowly, its listen queue is short, and its kernel is told to reset what does not
        fit (tcp_abort_on_overflow): connections are reset right behind their handshake. Another service of the same
        host works.""",
    incidents=[Incident("listen-backlog-overflow", clients=CLIENTS, servers=["s1"])],
    signs={"reset": MANY, "syn-resent": (0, None), "retransmission": (0, None)},
    versions=(4, 6),
)
def overflow_reset(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 8, between=(2, 60))))
    net.s1.sysctl(ipv4__tcp_abort_on_overflow=1, ipv4__tcp_syncookies=0)
    _accept_slowly(lab, net.s1, 8080, lab.vary("backlog", 4, between=(3, 6)), 0.3)
    lab.serve(net.s1, 80)
    with lab.capture(lab.point(net.s1, (net.r1, "lan"), net.c1)):
        flows = _rush(lab, net, 8080, waves=3, size=lab.vary("burst", 5, between=(5, 8)), pause=0.8, timeout=12)
    return {"fault": "s1 resets connections for which its listen queue of port 8080 has no place", **flows}


@scenario(
    "busy-server-lossy-path",
    shows="""A busy server on a path that loses packets of every kind: SYNs are sent again, and so are data. The
        server's queues are empty.""",
    incidents=[Incident("retransmission-storm", clients=None, servers=None)],
    signs={"syn-resent": MANY, "retransmission": MANY, "duplicate-ack": (0, None), "out-of-order": (0, None),
           "lost-segment": (0, None), "ack-lost-segment": (0, None)},
    versions=(4, 6),
)
def busy_server_lossy_path(lab):
    loss = lab.vary("loss", 0.12, between=(0.08, 0.18))
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 8, between=(2, 60)), faults=[Lose(tcp, loss)]))
    lab.serve(net.s1, 8080)

    def visit(client):
        session = lab.session(client, net.s1, 8080, 25).open()
        with contextlib.suppress(OSError):
            for _ in range(4):
                session.get(5000)
            return session.close()
        return session.drop()

    with lab.capture(lab.point(net.s1, net.c1), snaplen=128):
        flows = lab.at_once(*[lambda client=client: every(0.1, 6, lambda: visit(client)) for client in net.clients * 2])
    return {"fault": f"the path loses {loss:.0%} of the packets", "guilty_flows": [flow for some in flows for flow in some]}


@scenario(
    "healthy-short-connections",
    shows="""Many short connections of three clients to one server, each for one request: every one is taken at
        once.""",
    versions=(4, 6),
)
def healthy_short_connections(lab):
    net = lab.sites(clients=3, wan=Wan(delay_ms=lab.vary("delay_ms", 5, between=(2, 60))))
    lab.serve(net.s1, 8080)
    with lab.capture(lab.point(net.s1, net.c1, (net.r1, "lan"))):
        flows = lab.at_once(
            *[lambda client=client: every(0.1, 20, lambda: lab.fetch(client, net.s1, 8080, 300)) for client in net.clients]
        )
    return {"fault": None, "healthy_flows": [flow for some in flows for flow in some]}
