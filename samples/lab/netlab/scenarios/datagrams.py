"""Datagrams that nobody wants, and QUIC that does not get through."""

import contextlib
import socket
import struct
import threading
import time

from ..lab import every
from ..scenario import CLIENTS, MANY, Incident, scenario
from ..traffic import flow, serve_datagrams
from ..wire import Wan

_UNREACHABLE = {4: "icmp-3/3", 6: "icmpv6-1/4"}
_QUIC_V1, _INITIAL, _HANDSHAKE = 1, 0xC3, 0xE3


def _question(number, name=b"\x03www\x07example\x03com\x00"):
    return struct.pack("!6H", number, 0x0100, 1, 0, 0, 0) + name + struct.pack("!HH", 1, 1)


def _answer(question):
    record = struct.pack("!HHHIH", 0xC00C, 1, 1, 300, 4) + bytes([192, 0, 2, 80])
    return question[:2] + struct.pack("!5H", 0x8180, 1, 1, 0, 0) + question[12:] + record


def _ask(lab, client, server, port, payload, timeout=1.0):
    """One datagram from a socket of its own. Gives the flow and whether an answer came."""
    source = lab.port()
    with lab.datagrams(client, source, timeout) as made:
        address = server.address(lab.version)
        made.connect((address, port))
        made.send(payload)
        answered = False
        with contextlib.suppress(OSError):
            answered = bool(made.recv(65535))
        return flow("udp", client.address(lab.version), source, address, port), answered


def _closed(lab):
    net = lab.sites(clients=2, servers=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 100))))
    port = lab.vary("port", 53, among=(53, 123, 514, 1812, 5060))
    lab.serve_datagrams(net.s2, port, _answer)
    lab.serve(net.s1, 80)
    with lab.capture(lab.point((net.r1, "lan"), net.s1, (net.r2, "lan"))):
        results = lab.at_once(
            *[
                lambda client=client: every(1.2, 4, lambda: _ask(lab, client, net.s1, port, _question(7)))
                for client in net.clients
            ],
            *[
                lambda client=client: every(1.2, 4, lambda: _ask(lab, client, net.s2, port, _question(7)))
                for client in net.clients
            ],
        )
        lab.fetch(net.c1, net.s1, 80, 400)
    return {
        "fault": f"nothing listens on UDP port {port} of s1",
        "guilty_flows": [each for some in results[:2] for each, _ in some],
        "healthy_flows": [each for some in results[2:] for each, _ in some] if port else [],
    }


for _version, _suffix in ((4, ""), (6, "-ipv6")):
    scenario(
        f"udp-port-closed{_suffix}",
        shows="""Two clients ask a name server that is not running: each query is answered by ICMP port unreachable.
            They ask another one then, which answers.""",
        incidents=[Incident("udp-port-closed", clients=CLIENTS, servers=["s1"])],
        signs={_UNREACHABLE[_version]: (4, None)},
        version=_version,
    )(_closed)


@scenario(
    "healthy-late-answer",
    shows="""A resolver takes two seconds for some names; the client's resolver has given up and closed its socket by
        then, so that the client's own kernel answers the late answer with ICMP port unreachable. Nobody is at
        fault.""",
    signs=lambda truth: {truth["icmp"]: MANY},
    versions=(4, 6),
)
def healthy_late_answer(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 100))))
    server = lab.datagrams(net.s1, 53, timeout=None)

    def serve():
        while True:
            question, client = server.recvfrom(4096)
            late = 1.2 if question[1] == 9 else 0
            threading.Timer(late, server.sendto, (_answer(question), client)).start()

    threading.Thread(target=serve, daemon=True).start()
    with lab.capture(lab.point((net.r1, "lan"), net.c1, net.s1)):
        every(0.3, 6, lambda: [_ask(lab, client, net.s1, 53, _question(3)) for client in net.clients])
        late = [_ask(lab, client, net.s1, 53, _question(9), timeout=0.8) for client in net.clients * 2]
        time.sleep(2)
    return {"fault": None, "icmp": _UNREACHABLE[lab.version], "answered_late": [each for each, _ in late]}


def _quic(first, version, payload, rng):
    """A long-header packet in form (RFC 9000 17.2); what should be encrypted is random."""
    ids = bytes([8]) + rng.randbytes(8) + bytes([8]) + rng.randbytes(8)
    body = rng.randbytes(payload - 40)
    token = b"\0" if first == _INITIAL else b""
    length = struct.pack("!H", 0x4000 | len(body))
    return (bytes([first]) + struct.pack("!I", version) + ids + token + length + body).ljust(payload, b"\0")


def _knock(lab, client, server, times, rng):
    """QUIC Initials of a client that waits 0.3, 0.6, 1.2 ... seconds for an answer. Gives the flow and whether one came."""
    source, address = lab.port(), server.address(lab.version)
    with lab.datagrams(client, source) as made:
        made.connect((address, 443))
        answered = False
        for turn in range(times):
            made.settimeout(0.3 * 2**turn)
            made.send(_quic(_INITIAL, _QUIC_V1, 1200, rng))
            with contextlib.suppress(OSError):
                answered = bool(made.recv(65535))
            if answered:
                made.send(_quic(_HANDSHAKE, _QUIC_V1, 300, rng))
                for _ in range(3):
                    made.send(bytes([0x43]) + rng.randbytes(120))
                made.settimeout(0.5)
                with contextlib.suppress(OSError):  # until no more answers come
                    while made.recv(65535):
                        pass
                break
        return flow("udp", client.address(lab.version), source, address, 443), answered


def _blocked(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 100))))
    net.r2.tables("-A FORWARD -p udp --dport 443 -j DROP", lab.version)
    lab.serve(net.s1, 443)
    times = lab.vary("initials", 3, between=(2, 4))

    def browse(client):
        knocked, answered = _knock(lab, client, net.s1, times, lab.rng)
        return knocked, lab.fetch(client, net.s1, 443, 2000), answered

    with lab.capture(lab.point((net.r1, "lan"), net.c1, (net.r2, "wan"))):
        results = lab.at_once(
            *[lambda client=client: every(1, 3, lambda: browse(client)) for client in net.clients]
        )
    flat = [each for some in results for each in some]
    return {
        "fault": "r2 drops UDP port 443",
        "guilty_flows": [knocked for knocked, _, _ in flat],
        "healthy_flows": [fetched for _, fetched, _ in flat],
    }


for _version, _suffix in ((4, ""), (6, "-ipv6")):
    scenario(
        f"quic-blocked{_suffix}",
        shows="""Clients try QUIC first: their Initials to UDP port 443 are dropped by a firewall, they wait, and then
            fetch the same over TCP port 443 of the same server.""",
        incidents=[Incident("quic-blocked", clients=CLIENTS, servers=["s1"])],
        version=_version,
    )(_blocked)


@scenario(
    "healthy-quic",
    shows="""Clients talk QUIC to a server, with connections over TCP port 443 of the same server beside it.""",
    versions=(4, 6),
)
def healthy_quic(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 100))))

    def answer(datagram):
        if datagram[0] & 0xF0 == 0xC0:
            return _quic(_INITIAL, _QUIC_V1, 1200, lab.rng)
        return bytes([0x41]) + lab.rng.randbytes(400)

    serve_datagrams(lab.datagrams(net.s1, 443, timeout=None), answer)
    lab.serve(net.s1, 443)
    with lab.capture(lab.point((net.r1, "lan"), net.c1, net.s1)):
        flows = every(0.3, 3, lambda: [_knock(lab, client, net.s1, 3, lab.rng) for client in net.clients])
        fetched = [lab.fetch(client, net.s1, 443, 2000) for client in net.clients]
    return {"fault": None, "healthy_flows": [each for some in flows for each, _ in some] + fetched}
