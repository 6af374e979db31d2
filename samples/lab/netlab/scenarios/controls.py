"""More networks in which nothing is wrong, each with something that looks like one of the faults."""

import contextlib
import random
import socket
import struct
import threading
import time

from ..faults import Lose, Postpone, tcp_data
from ..lab import every
from ..scenario import MANY, scenario
from ..traffic import aborted, filler, flow, head, read_head
from ..wire import Wan

_HEADERS = 128
_ANY = (0, None)
_STRAYS = ("retransmission", "duplicate-ack")  # of a busy machine that is late with its acknowledgements
_CONGESTION = ("cubic", "cubic", "reno", "bbr")
_PORTS = (80, 443, 8080, 5432)
_TRACED = {4: ("icmp-11/0", "icmp-3/3"), 6: ("icmpv6-3/0", "icmpv6-1/4")}
_HOP_LIMIT = {4: (socket.IPPROTO_IP, socket.IP_TTL), 6: (socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS)}


def _points(lab, net):
    return lab.point(net.s1, net.c1, (net.r1, "lan"), (net.r1, "wan"), (net.r2, "lan"), (net.r2, "wan"))


@scenario(
    "healthy-long-rtt",
    shows="""Many short requests over a path of 240 ms round trip, on connections that are kept and on new ones. The
        distance is all there is to see.""",
    versions=(4, 6),
)
def long_rtt(lab):
    net = lab.sites(clients=2, wan=lab.wan(delay_ms=120, slowest_ms=250))
    port = lab.vary("port", 80, among=_PORTS)
    lab.serve(net.s1, port)
    requests = lab.vary("requests", 6, between=(4, 12))
    with lab.capture(_points(lab, net)):
        flows = lab.at_once(
            lambda: lab.fetch(net.c1, net.s1, port, *[400] * requests),
            lambda: lab.fetch(net.c2, net.s1, port, *[6000, 200] * (requests // 2), pause=0.2),
            *(lambda: lab.fetch(net.c1, net.s1, port, 900) for _ in range(requests)),
        )
    return {"fault": None, "flows": flows}


def _losses_of_a_full_queue(truth):
    """The queue decides whether there are any."""
    return dict.fromkeys(("retransmission", "out-of-order", "lost-segment", "duplicate-ack"), _ANY)


@scenario(
    "healthy-bulk",
    shows="""Downloads fill a link of 8 Mbit/s and the queue in front of it, so that the round trip grows; the queue
        never overflows.""",
    signs=_losses_of_a_full_queue,
    versions=(4, 6),
)
def bulk(lab):
    delay_ms, rate_mbit = lab.vary("delay_ms", 15, between=(5, 75)), lab.vary("rate_mbit", 8, among=(5, 10, 20, 40))
    lab.congestion = lab.vary("congestion", "cubic", among=_CONGESTION)
    bdp_kb = rate_mbit * delay_ms * 2 / 8
    # What is under way once or twice, and room for the bursts of senders: queues as they should be, or one without end.
    times = lab.vary("queue", 0, among=(0, 1, 2))
    queue_kb = times and max(times * bdp_kb, 100)
    net = lab.sites(wan=Wan(delay_ms, rate_mbit, queue_kb=queue_kb or float("inf")))
    port = lab.vary("port", 80, among=_PORTS)
    lab.serve(net.s1, port)
    # Long enough that what slow start loses is little of it.
    seconds = lab.vary("seconds", 0.7, between=(3.0, 8.0))
    size = int(rate_mbit * 125_000 * seconds)
    with lab.capture(_points(lab, net), snaplen=_HEADERS):
        flows = [lab.fetch(net.c1, net.s1, port, size)]
    log = net.wire.stop()
    return {"fault": None, "queue_kb": queue_kb or "endless", "lost_frames": len(log["lost"]), "flows": flows}


@scenario(
    "healthy-rare-loss",
    shows="""A long download over a path that loses one segment in five hundred: each is resent within a round trip and
        nobody notices.""",
    signs=_losses_of_a_full_queue,
    versions=(4, 6),
    is_sample=False,
)
def rare_loss(lab):
    share = lab.vary("loss", 0.002, between=(0.0005, 0.003))
    net = lab.sites(wan=lab.wan(delay_ms=12, rate_mbit=50, slowest_ms=40, faults=[Lose(tcp_data("clients"), share)]))
    lab.congestion = lab.vary("congestion", "cubic", among=_CONGESTION)
    lab.serve(net.s1, 80)
    size = lab.vary("bytes", 1_500_000, between=(800_000, 2_500_000))
    with lab.capture(_points(lab, net), snaplen=_HEADERS):
        flows = lab.at_once(*[lambda: lab.fetch(net.c1, net.s1, 80, size)] * 2)
    return {"fault": None, "lost_frames": len(net.wire.stop()["lost"]), "flows": flows}


@scenario(
    "healthy-jitter",
    shows="""Requests and downloads over a path whose delay varies by some milliseconds, so that packets overtake each
        other now and then. Nothing is lost.""",
    signs=_losses_of_a_full_queue,
    versions=(4, 6),
    is_sample=False,
)
def jitter(lab):
    latest = lab.vary("latest_ms", 3.0, between=(1.0, 6.0))
    late = Postpone(lambda packet: packet.is_tcp, lab.vary("every", 30, between=(15, 80)), (0.2, latest))
    net = lab.sites(clients=2, wan=lab.wan(delay_ms=20, rate_mbit=50, faults=[late]))
    lab.congestion = lab.vary("congestion", "cubic", among=_CONGESTION)
    lab.serve(net.s1, 80)
    with lab.capture(_points(lab, net), snaplen=_HEADERS):
        flows = lab.at_once(
            lambda: lab.fetch(net.c1, net.s1, 80, 300_000),
            lambda: lab.fetch(net.c2, net.s1, 80, *[2000] * 20, pause=0.1),
        )
    return {"fault": None, "postponed_frames": net.wire.stop()["postponed"], "flows": flows}


@scenario(
    "healthy-crowd",
    shows="""Thirty clients use one server at the same time, each with two connections of a few requests. It answers all
        of them.""",
    signs=dict.fromkeys(_STRAYS, (0, 8)),
    versions=(4, 6),
)
def crowd(lab):
    net = lab.sites(wan=lab.wan())
    port, count = lab.vary("port", 80, among=_PORTS), lab.vary("clients", 30, between=(20, 60))
    guests = net.crowd(net.c1, count)
    lab.serve(net.s1, port)
    each = lab.vary("connections_each", 2, between=(2, 8))

    def visit(guest, rng):
        time.sleep(rng.uniform(0, 2))
        flows = []
        for _ in range(each):
            flows.append(lab.fetch(guest, net.s1, port, *rng.choices((200, 900, 3000), k=rng.randint(1, 3))))
            time.sleep(rng.uniform(0, 1))
        return flows

    rngs = [random.Random(lab.rng.random()) for _ in guests]
    with lab.capture(_points(lab, net), snaplen=_HEADERS):
        flows = lab.at_once(*(lambda guest=guest, rng=rng: visit(guest, rng) for guest, rng in zip(guests, rngs)))
    return {"fault": None, "clients": count, "connections": sum(map(len, flows))}


@scenario(
    "healthy-aborts",
    shows="""Clients read the whole answer and then close with a reset, as browsers and load generators do; a load
        balancer checks the port by opening and resetting a connection each second. Nobody misses anything.""",
    signs={"reset": MANY} | dict.fromkeys(_STRAYS, (0, 2)),
    versions=(4, 6),
)
def aborts(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    port = lab.vary("port", 80, among=_PORTS)
    lab.serve(net.s1, port)

    def read_and_reset():
        session = lab.session(net.c1, net.s1, port).open()
        for _ in range(2):
            session.get(3000)
        time.sleep(0.1)
        aborted(session.socket)
        return session.drop()

    def check():
        session = lab.session(net.c2, net.s1, port, prepare=aborted).open()
        return session.drop()

    times = lab.vary("times", 5, between=(5, 20))
    with lab.capture(_points(lab, net)):
        aborts, checks, whole = lab.at_once(
            lambda: every(0.4, times, read_and_reset),
            lambda: every(1, 4, check),
            lambda: every(0.7, 4, lambda: lab.fetch(net.c2, net.s1, port, 2000)),
        )
    return {"fault": None, "reset_after_all_was_read": aborts, "checks": checks, "flows": whole}


@scenario(
    "healthy-traceroute",
    shows="""Somebody traces the route to the server and pings it, with small and large packets: the ICMP messages that
        tell of exceeded TTLs and of the closed port at the end are the answers asked for.""",
    signs=lambda truth: dict.fromkeys(_TRACED[truth["version_of_ip"]], MANY),
    versions=(4, 6),
)
def traced(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    lab.serve(net.s1, 80)
    for host in (net.r1, net.r2, net.s1):
        host.sysctl(ipv4__icmp_ratelimit=0, ipv6__icmp__ratelimit=0)
    target, probes = net.s1.address(lab.version), lab.vary("probes", 3, between=(1, 3))

    def trace():
        with lab.datagrams(net.c1) as prober:
            level, option = _HOP_LIMIT[lab.version]
            for number in range(4 * probes):
                prober.setsockopt(level, option, number // probes + 1)
                with contextlib.suppress(OSError):  # the answer to the one before
                    prober.sendto(filler(32), (target, 33434 + number))
                time.sleep(0.25)

    pings = lab.vary("pings", 4, between=(3, 10))
    with lab.capture(lab.point((net.r1, "lan"), net.c1)):
        results = lab.at_once(
            trace,
            lambda: net.c2.run("ping", "-q", "-c", pings, "-i", 0.4, target),
            lambda: net.c2.run("ping", "-q", "-c", pings, "-i", 0.5, "-s", 1400, target),
            lambda: every(0.6, 4, lambda: lab.fetch(net.c2, net.s1, 80, 800)),
        )
    return {"fault": None, "version_of_ip": lab.version, "flows": results[-1]}



@scenario(
    "healthy-neighbours",
    shows="""Hosts forget their neighbours and ask again, a host checks that its new address is free before it takes
        it, and another tells everybody of its address without being asked. Each question that has an owner is
        answered.""",
)
def neighbours(lab):
    net = lab.sites(clients=3, wan=lab.wan())
    for version in (4, 6):
        lab.serve(net.s1, 80, version=version)
    rounds, pause = lab.vary("rounds", 3, between=(3, 8)), lab.vary("pause", 3.0, between=(2.5, 6.0))

    def churn():
        for _ in range(rounds):
            for host in (net.c1, net.c2):
                host.ip("neigh flush dev eth0")
            net.c1.run("ping", "-q", "-c", 1, net.c2.address())
            for version in (4, 6):  # c1 sees the questions, which go to all, and not the answers, which go to c2 alone
                net.c2.run("ping", "-q", "-c", 1, net.c3.address(version))
            lab.fetch(net.c1, net.s1, 80, 500, version=4)
            lab.fetch(net.c2, net.s1, 80, 500, version=6)
            time.sleep(pause)

    def new_address():
        # RFC 5227: three probes that nobody must answer, then two announcements.
        wanted = f"10.1.0.{lab.vary('new_host', 50, between=(20, 90))}"
        for sender, pause in (("0.0.0.0", 1), ("0.0.0.0", 1), ("0.0.0.0", 1), (wanted, 0.5), (wanted, 0.5)):
            _send_arp(net.c3, sender, wanted)
            time.sleep(pause)
        net.c3.ip(f"addr add {wanted}/24 dev eth0")
        net.c1.run("ping", "-q", "-c", 2, wanted)

    with lab.capture(lab.point(net.c1, net.c2, (net.r1, "lan"))):
        lab.at_once(churn, new_address)
    return {"fault": None}


def _send_arp(host, sender, target):
    """A broadcast ARP request; the same address on both sides announces it."""
    own = bytes.fromhex(host.mac.replace(":", ""))
    body = struct.pack("!HHBBH", 1, 0x0800, 6, 4, 1) + own + socket.inet_aton(sender) + bytes(6) + socket.inet_aton(target)
    with host.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
        raw.bind(("eth0", 0))
        raw.send(b"\xff" * 6 + own + struct.pack("!H", 0x0806) + body)


@scenario(
    "healthy-datagrams",
    shows="""A service answers over UDP, with one packet or with ten; another gets log lines over UDP that are never
        answered, as is meant.""",
    versions=(4, 6),
)
def datagrams(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    port, times = lab.vary("port", 5005, among=(5005, 1812, 123, 27015)), lab.vary("requests", 10, between=(5, 40))
    lab.serve_datagrams(net.s1, port, lambda question: filler(min(int(question), 1200)))
    sink = lab.datagrams(net.s1, 514, timeout=None)
    target = net.s1.address(lab.version)

    def ask(client):
        with lab.datagrams(client) as asker:
            for number in range(times):
                asker.sendto(str(100 * (number % 12 + 1)).encode(), (target, port))
                asker.recv(65535)
                time.sleep(0.1)
            return flow("udp", *asker.getsockname()[:2], target, port)

    def log():
        with lab.datagrams(net.c2) as logger:
            for number in range(times * 2):
                logger.sendto(f"<134>c2 app: line {number} of the log".encode(), (target, 514))
                time.sleep(0.1)
            return flow("udp", *logger.getsockname()[:2], target, 514)

    with sink, lab.capture(_points(lab, net)):
        flows = lab.at_once(lambda: ask(net.c1), lambda: ask(net.c2), log)
    return {"fault": None, "flows": flows}


@scenario(
    "healthy-middle",
    shows="""The capture begins when a download and a chat are under way and ends before they do: no handshake, no
        close, and nothing wrong.""",
    signs=dict.fromkeys(("lost-segment", "duplicate-ack", "ack-lost-segment"), _ANY),
    versions=(4, 6),
)
def middle(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    port = lab.vary("port", 80, among=_PORTS)
    lab.serve(net.s1, port, _streams)
    chat = lab.session(net.c1, net.s1, port).open()
    chat.get(200)
    stream = lab.session(net.c2, net.s1, port).open()
    stream.ask(lab.vary("bytes", 500_000, between=(500_000, 1_500_000)))
    threading.Thread(target=stream.receive, daemon=True).start()
    time.sleep(lab.vary("before", 0.5, between=(0.3, 2.0)))
    with lab.capture(_points(lab, net), snaplen=_HEADERS):
        for _ in range(lab.vary("requests", 4, between=(3, 15))):
            chat.get(400)
            time.sleep(0.2)
    return {"fault": None, "flows": [chat.flow, stream.flow]}


def _streams(connection):
    """Like `web`, but at most 80 kB/s."""
    with connection.makefile("rb") as reader:
        while request := read_head(reader):
            size = int(request[0].split()[1].strip("/") or 0)
            connection.sendall(head("200 OK", size))
            for _ in range(0, size, 8000):
                connection.sendall(filler(8000))
                time.sleep(0.1)


@scenario(
    "healthy-long-poll",
    shows="""Clients ask for news and the server answers only when there is some, after seconds; they ask again at once.
        Silence that is meant.""",
    versions=(4, 6),
)
def long_poll(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    port, seconds = lab.vary("port", 80, among=_PORTS), lab.vary("seconds", 3, between=(2, 12))
    rounds = lab.vary("rounds", 4, between=(2, 4))

    def wait_for_news(connection):
        with connection.makefile("rb") as reader:
            while read_head(reader):
                time.sleep(seconds)
                connection.sendall(head("200 OK", 300) + filler(300))

    lab.serve(net.s1, port, wait_for_news)
    with lab.capture(_points(lab, net)):
        flows = lab.at_once(*(
            lambda client=client: _patient(lab, client, net.s1, port, rounds) for client in net.clients for _ in range(2)
        ))
    return {"fault": None, "flows": flows}


def _patient(lab, client, server, port, rounds):
    session = lab.session(client, server, port, timeout=30).open()
    for _ in range(rounds):
        session.get(300)
    return session.close()


@scenario(
    "healthy-uploads",
    shows="""Clients upload some hundred kilobytes each, at once and one after the other; the server reads all of it and
        answers.""",
    signs=dict.fromkeys(("retransmission", "duplicate-ack"), (0, 3)),
    versions=(4, 6),
)
def uploads(lab):
    net = lab.sites(clients=2, wan=lab.wan(delay_ms=20))
    lab.congestion = lab.vary("congestion", "cubic", among=_CONGESTION)
    port, size = lab.vary("port", 80, among=_PORTS), lab.vary("bytes", 60_000, between=(40_000, 600_000))
    lab.serve(net.s1, port)

    def upload(client):
        session = lab.session(client, net.s1, port, timeout=30).open()
        session.post(size)
        session.receive()
        return session.close()

    with lab.capture(_points(lab, net), snaplen=_HEADERS):
        flows = lab.at_once(*(lambda client=client: every(0.3, 2, lambda: upload(client)) for client in net.clients))
    return {"fault": None, "flows": sum(flows, [])}
