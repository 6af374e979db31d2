"""Losses that few packets tell of, and what else makes a stream stand still or a sender send again."""

import socket
import time
from dataclasses import dataclass, field
from typing import Callable

from ..faults import Lose, Outages, Postpone, tcp_data, tcp_pure_ack
from ..packet import PSH
from ..scenario import MANY, Incident, scenario
from ..traffic import filler, read_head
from ..wire import Wan

_HEADERS = 128  # enough of each frame for every header
_MAYBE = (0, None)
_REPAIR = {"retransmission": MANY, "out-of-order": _MAYBE, "lost-segment": _MAYBE, "duplicate-ack": _MAYBE}
_MAYBE_REPAIR = _REPAIR | {"retransmission": _MAYBE}


@dataclass
class LoseNth:
    """Of the segments of each connection that `which` picks, loses the first copies of every n-th, as many as `copies`
    say."""

    which: Callable
    nth: int
    copies: tuple
    _left: dict = field(default_factory=dict)

    def treat(self, passage, rng):
        packet = passage.packet
        if not self.which(packet):
            return
        left = self._left.setdefault((packet.destination, packet.source_port, packet.destination_port), {})
        if packet.seq not in left:
            left[packet.seq] = rng.randint(*self.copies) if len(left) % self.nth == self.nth // 2 else 0
        if left[packet.seq]:
            left[packet.seq] -= 1
            passage.lost = True


def tails(toward):
    """Picks the last segments of messages on their way to one side."""
    picks = tcp_data(toward)
    return lambda packet: picks(packet) and packet.flags & PSH != 0


def _calls(lab, net, port, size, calls, pause):
    """On one connection for each client: a call, its answer of this size, a short pause, and again."""

    return lab.at_once(
        *[lambda client=client: _talk(lab, net, client, port, size, calls, pause) for client in net.clients]
    )


def _talk(lab, net, client, port, size, calls, pause):
    session = lab.session(client, net.s1, port, timeout=30).open()
    for _ in range(calls):
        session.get(size)
        time.sleep(pause)
    return session.close()


@scenario(
    "tail-loss-stall",
    shows="""Two clients call a server again and again on one connection each; the link loses the last segment of few
        answers. Nothing follows that could tell of it, so each time the answer waits for a probe or the timer.""",
    incidents=[Incident("tail-loss-stall", clients=["c1", "c2"], servers=["s1"])],
    signs=_MAYBE_REPAIR,
    versions=(4, 6),
)
def tail_loss_stall(lab):
    lost = LoseNth(tails("clients"), lab.vary("nth", 40, between=(33, 50)), (1, lab.vary("copies", 2, between=(1, 2))))
    delay = lab.vary("delay_ms", 14, between=(4, 60))
    net = lab.sites(clients=2, wan=Wan(delay_ms=delay, faults=[lost]))
    net.s1.sysctl(ipv4__tcp_early_retrans=lab.vary("early_retrans", 3, among=(3, 0)))
    port = lab.vary("port", 6379, among=(6379, 5432, 8080, 3306))
    lab.serve(net.s1, port)
    size = lab.vary("answer_bytes", 900, among=(300, 900, 1300, 2600))
    with lab.capture(lab.point(net.s1, (net.r2, "lan"), (net.r2, "wan")), snaplen=_HEADERS):
        flows = _calls(lab, net, port, size, calls=130, pause=0.01)
    log = net.wire.stop()
    return {
        "fault": "the link between r1 and r2 loses the last segment of some answers, up to a few times",
        "flows": flows,
        "lost_frames": len(log["lost"]),
        "lost": log["lost"],
    }


def _push(messages, size, pause):
    """Answers a request with this many messages, one after the other, as a feed or a multiplexed connection does."""

    def handler(connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection.makefile("rb") as reader:
            read_head(reader)
            for _ in range(messages):
                connection.sendall(filler(size))
                time.sleep(pause)
            reader.read()

    return handler


@scenario(
    "head-of-line-blocking",
    shows="""A server sends small messages all the time on one connection over a long path that loses few segments. Each
        loss is repaired a round trip later, and until then all messages behind it wait in the receiver's kernel.""",
    incidents=[Incident("head-of-line-blocking", clients=["c1"], servers=["s1"])],
    signs=_REPAIR,
    versions=(4, 6),
)
def head_of_line_blocking(lab):
    lost = LoseNth(tcp_data("clients"), lab.vary("nth", 55, between=(45, 65)), copies=(1, 1))
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 80, between=(60, 140)), faults=[lost]))
    port = lab.vary("port", 443, among=(443, 5671, 50051, 9092))
    messages, size = 400, lab.vary("message_bytes", 900, between=(300, 1300))
    lab.serve(net.s1, port, _push(messages, size, lab.vary("pause_s", 0.006, between=(0.003, 0.01))))
    with lab.capture(lab.point(net.s1, net.c1, (net.r2, "lan")), snaplen=_HEADERS):
        session = lab.session(net.c1, net.s1, port, timeout=30).open()
        session.ask(0)
        left = messages * size
        while left > 0:
            left -= len(session.socket.recv(65536))
        flow = session.close()
    log = net.wire.stop()
    return {
        "fault": "the link between r1 and r2 loses few of the segments on their way to the client",
        "flows": [flow],
        "lost_frames": len(log["lost"]),
        "lost": log["lost"],
    }


@scenario(
    "spurious-retransmission",
    shows="""Now and then the link holds all packets for a third of a second to a second and then delivers them. The
        senders' timers run out meanwhile; nothing was lost, and receivers report each needless copy (D-SACK).""",
    incidents=[Incident("spurious-retransmission", clients=["c1", "c2"], servers=["s1"])],
    signs=_MAYBE_REPAIR | {"retransmission": MANY, "keep-alive": _MAYBE},
    versions=(4, 6),
)
def spurious_retransmission(lab):
    longest = lab.vary("longest_s", 0.9, between=(0.7, 1.2))
    held = Outages(starts=(0.15, 0.35), lengths=(0.45, longest), holds=True)
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 12, between=(3, 40)), faults=[held]))
    port = lab.vary("port", 80, among=(80, 8080, 5432))
    lab.serve(net.s1, port)
    point = lab.point(net.s1, (net.r2, "lan"), net.c1)
    if point[0] is net.c1:
        lab.expect(Incident("spurious-retransmission", clients=["c1"], servers=["s1"]))
    with lab.capture(point, snaplen=_HEADERS):
        flows = lab.at_once(
            *[
                lambda client=client, size=size: lab.at_once(
                    *[lambda: _talk(lab, net, client, port, size, 30, 0.015) for _ in range(2)]
                )
                for client, size in zip(net.clients, (700, 2600))
            ]
        )
    log = net.wire.stop()
    return {"fault": "the link holds all packets now and then and loses none", "flows": sum(flows, []), "lost_frames": len(log["lost"])}


@scenario(
    "reordering",
    shows="""The link holds back about every seventh data segment for so long that many others overtake it. Nothing is
        lost, but the sender takes duplicate ACKs for losses, sends again what had arrived, and slows down.""",
    incidents=[Incident("reordering", clients=["c1", "c2"], servers=["s1"])],
    signs=_REPAIR | {"reset": _MAYBE},
    versions=(4, 6),
)
def reordering(lab):
    late = Postpone(
        tcp_data("clients"),
        every=lab.vary("every", 7, between=(5, 9)),
        milliseconds=(5.0, lab.vary("latest_ms", 14.0, between=(9.0, 18.0))),
    )
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 12, between=(10, 30)), rate_mbit=40, faults=[late]))
    port = lab.vary("port", 80, among=(80, 443, 8080))
    lab.serve(net.s1, port)
    with lab.capture(lab.point(net.s1, (net.r2, "lan")), snaplen=_HEADERS):
        flows = [lab.fetch(client, net.s1, port, 36_000) for _ in range(8) for client in net.clients]
    log = net.wire.stop()
    return {
        "fault": "the link between r1 and r2 delays about every seventh data segment by 5 ms or more",
        "lost_frames": len(log["lost"]),
        "postponed_frames": log["postponed"],
        "flows": flows,
    }


def _thinks(seconds):
    def handler(connection):
        with connection.makefile("rb") as reader:
            while read_head(reader):
                time.sleep(seconds)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n" + filler(400))

    return handler


@scenario(
    "pauses",
    shows="""A server thinks about each answer and the clients pause between calls; no packet is lost or late. Nothing is
        wrong with the network, however long the streams rest.""",
    versions=(4, 6),
)
def pauses(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 12, between=(2, 60))))
    port = lab.vary("port", 8080, among=(8080, 5432))
    lab.serve(net.s1, port, _thinks(lab.vary("think_s", 0.5, between=(0.2, 0.8))))
    with lab.capture(lab.point(net.s1, net.c1), snaplen=_HEADERS):
        flows = _calls(lab, net, port, 400, calls=6, pause=lab.vary("pause_s", 0.4, between=(0.1, 0.8)))
    return {"fault": None, "flows": flows}


@scenario(
    "few-losses",
    shows="""Downloads over a link that loses one data segment of some hundred; each loss is repaired at once. That
        costs nobody anything.""",
    signs=_MAYBE_REPAIR,
    versions=(4, 6),
)
def few_losses(lab):
    lost = Lose(tcp_data("clients"), lab.vary("probability", 0.008, between=(0.001, 0.01)))
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 10, between=(2, 40)), rate_mbit=40, faults=[lost]))
    port = lab.vary("port", 80, among=(80, 443))
    lab.serve(net.s1, port)
    with lab.capture(lab.point(net.s1, net.c1), snaplen=_HEADERS):
        flows = lab.at_once(*[lambda client=client: lab.fetch(client, net.s1, port, 180_000) for client in net.clients])
    log = net.wire.stop()
    return {"fault": None, "flows": flows, "lost_frames": len(log["lost"]), "lost": log["lost"]}


@scenario(
    "ack-loss",
    shows="""The link loses every fourth acknowledgement that carries nothing else. The next one says the same and more, so
        hardly anything is sent again; that is no loss of data.""",
    signs=_MAYBE_REPAIR | {"ack-lost-segment": _MAYBE},
    versions=(4, 6),
)
def ack_loss(lab):
    lost = Lose(tcp_pure_ack, lab.vary("probability", 0.25, between=(0.1, 0.4)))
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 12, between=(5, 40)), rate_mbit=40, faults=[lost]))
    lab.serve(net.s1, 80)
    with lab.capture(lab.point(net.s1, net.c1), snaplen=_HEADERS):
        flows = lab.at_once(*[lambda client=client: lab.fetch(client, net.s1, 80, 100_000, 60_000) for client in net.clients])
    log = net.wire.stop()
    return {"fault": "the link loses acknowledgements", "flows": flows, "lost_frames": len(log["lost"])}
