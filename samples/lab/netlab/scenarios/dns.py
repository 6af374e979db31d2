"""Names that are looked up: answered, refused, late, too large, or not at all."""

import struct
import threading
import time

from .. import resolver
from ..faults import Lose, later_fragments
from ..lab import every
from ..scenario import CLIENTS, MANY, Incident, scenario
from ..traffic import flow

_DOMAIN = "lab.example"
_HOSTS = [f"{name}.{_DOMAIN}. 300 IN {record}" for name in ("www", "api", "db", "mail") for record in ("A 10.2.0.2", "AAAA fd42:2::2")]
_LARGE = [f'large.{_DOMAIN}. 300 IN TXT "{n:02d}{"x" * 200}"' for n in range(12)]
_ONCE = "timeout:1 attempts:1"


def _known(*more):
    return resolver.zone(_DOMAIN, *_HOSTS, *more)


def _addresses(lab, *hosts):
    return [host.address(lab.version) for host in hosts]


def _rounds(lab, net, call, rounds=6, gap=0.6):
    """Let each client do this so many times. Gives what came of it."""
    times = lab.vary("rounds", rounds, between=(rounds, rounds + 4))
    results = lab.at_once(*[lambda client=client: every(gap, times, lambda: call(client)) for client in net.clients])
    return [one for some in results for one in some]


def _pick(lab):
    return lab.rng.choice(("www", "api", "db", "mail")) + f".{_DOMAIN}"


def _near(lab, net):
    return lab.point((net.r1, "lan"), net.c1, (net.r1, "wan"))


@scenario(
    "dns-unanswered",
    shows="""A firewall drops what comes for UDP port 53 of the only resolver. Programs of two clients wait, ask again
        and find no name.""",
    incidents=[Incident("dns-unanswered", clients=CLIENTS, servers=["s1"])],
    signs={"dns-query-resent": MANY, "dns-unanswered": MANY},
    versions=(4, 6),
)
def dns_unanswered(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    resolver.serve(lab, net.s1, _known())
    net.r2.tables("-A FORWARD -i wan -p udp --dport 53 -j DROP", lab.version)
    with lab.capture(_near(lab, net)):
        found = _rounds(lab, net, lambda client: resolver.look_up(client, _pick(lab), _addresses(lab, net.s1)), 3, 0.2)
    if any(found):
        raise RuntimeError("a name was found")
    return {"fault": "r2 drops what comes for UDP port 53"}


@scenario(
    "dns-unanswered-fallback",
    shows="""The first of two resolvers does not answer any more; programs wait a second for each lookup and then learn
        the name from the second one.""",
    incidents=[Incident("dns-unanswered", clients=CLIENTS, servers=["s1"])],
    signs={"dns-unanswered": MANY},
    versions=(4, 6),
)
def dns_unanswered_fallback(lab):
    net = lab.sites(clients=2, servers=2, wan=lab.wan())
    resolver.serve(lab, net.s1, _known())
    resolver.serve(lab, net.s2, _known())
    servers = _addresses(lab, net.s1, net.s2)
    with lab.capture(_near(lab, net)):
        _rounds(lab, net, lambda client: resolver.look_up(client, _pick(lab), servers), 3, 0.2)
        net.s1.tables("-A INPUT -p udp --dport 53 -j DROP", lab.version)
        found = _rounds(lab, net, lambda client: resolver.look_up(client, _pick(lab), servers), 4, 0.2)
    if not all(found):
        raise RuntimeError("a name was not found")
    return {"fault": "s1 drops what comes for UDP port 53"}


@scenario(
    "dns-server-failure",
    shows="""The server to which a resolver forwards refuses to serve it: the resolver answers SERVFAIL to every question.""",
    incidents=[Incident("dns-server-failure", clients=CLIENTS, servers=["s1"])],
    signs={"dns-servfail": MANY},
    versions=(4, 6),
)
def dns_server_failure(lab):
    net = lab.sites(clients=2, servers=2, wan=lab.wan())
    resolver.serve(lab, net.s2, ["access-control: 10.2.0.0/24 refuse"])
    resolver.serve(lab, net.s1, rest=f'forward-zone:\n    name: "."\n    forward-addr: {net.s2.address()}')
    lab.note(net.s2, "configured", "the upstream server refuses the network of the resolver")
    with lab.capture(_near(lab, net)):
        _rounds(lab, net, lambda client: resolver.look_up(client, _pick(lab), _addresses(lab, net.s1), options=_ONCE))
    return {"fault": "the resolver's upstream refuses it"}


@scenario(
    "dns-refused",
    shows="""A resolver is configured to serve other networks: it refuses (REFUSED) what these clients ask.""",
    incidents=[Incident("dns-server-failure", clients=CLIENTS, servers=["s1"])],
    signs={"dns-refused": MANY},
    versions=(4, 6),
)
def dns_refused(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    refuse = ["access-control: 10.1.0.0/24 refuse", "access-control: fd42:1::/64 refuse"]
    resolver.serve(lab, net.s1, [*_known(), *refuse])
    lab.note(net.s1, "configured", "the resolver refuses the network of the clients")
    with lab.capture(_near(lab, net)):
        _rounds(lab, net, lambda client: resolver.look_up(client, _pick(lab), _addresses(lab, net.s1), options=_ONCE))
    return {"fault": "the resolver's access list lacks the clients' network"}


@scenario(
    "dns-name-error",
    shows="""A program is configured with a misspelled host name and asks for it again and again; the resolver, which knows
        all names of the domain, says each time that it does not exist. Other names are found.""",
    incidents=[Incident("dns-name-error", clients=["c1"], servers=["s1"])],
    signs={"dns-nxdomain": MANY},
    versions=(4, 6),
)
def dns_name_error(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    resolver.serve(lab, net.s1, _known())
    lab.note(net.c1, "configured", "a program asks for databse, which is called db")
    servers = _addresses(lab, net.s1)
    tries = lab.vary("tries", 6, between=(5, 9))
    with lab.capture(lab.point((net.r1, "lan"), net.c1, (net.r1, "wan"))):
        lab.at_once(
            lambda: every(1, tries, lambda: resolver.look_up(net.c1, f"databse.{_DOMAIN}", servers)),
            lambda: every(1, tries, lambda: resolver.look_up(net.c2, f"db.{_DOMAIN}", servers)),
        )
    return {"fault": "a misspelled name"}


@scenario(
    "healthy-dns-search",
    shows="""Programs look short names up with a search list: the first domains of the list do not have them (NXDOMAIN), the
        last one does. Of some names only an IPv4 address exists.""",
    signs={"dns-nxdomain": MANY},
    versions=(4, 6),
)
def healthy_dns_search(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    only_v4 = f"legacy.{_DOMAIN}. 300 IN A 10.2.0.9"
    empty = [*resolver.zone("one.example"), *resolver.zone("two.example")]
    resolver.serve(lab, net.s1, [*_known(only_v4), *empty])
    search = ("one.example", "two.example", _DOMAIN)

    def once(client):
        name = lab.rng.choice(("www", "api", "legacy"))
        return resolver.look_up(client, name, _addresses(lab, net.s1), search)

    with lab.capture(_near(lab, net)):
        found = _rounds(lab, net, once)
    if not all(found):
        raise RuntimeError("a name was not found")
    return {"fault": None}


def _late_authority(lab, host, seconds):
    """An authority of everything that takes its time."""
    server = lab.datagrams(host, 53, timeout=None)

    def serve():
        while True:
            question, client = server.recvfrom(4096)
            delay = lab.rng.uniform(*seconds)
            threading.Timer(delay, server.sendto, (_answer(question), client)).start()

    threading.Thread(target=serve, daemon=True).start()


def _answer(question):
    """192.0.2.80 for type A, nothing for others; without the asker's EDNS."""
    end = question.index(b"\0", 12) + 5
    is_a = question[end - 4 : end - 2] == b"\0\1"
    record = struct.pack("!HHHIH", 0xC00C, 1, 1, 300, 4) + bytes([192, 0, 2, 80]) if is_a else b""
    return question[:2] + struct.pack("!5H", 0x8580, 1, int(is_a), 0, 0) + question[12:end] + record


@scenario(
    "dns-slow",
    shows="""A resolver asks an authority that takes most of a second for each name: every name that it does not know yet
        comes late. What it knows comes at once.""",
    incidents=[Incident("dns-slow", clients=CLIENTS, servers=["s1"])],
)
def dns_slow(lab):
    net = lab.sites(clients=2, servers=2, wan=lab.wan(slowest_ms=40))
    low = lab.vary("delay_s", 0.6, between=(0.5, 1.0))
    _late_authority(lab, net.s2, (low, low + 0.4))
    forward = f'forward-zone:\n    name: "."\n    forward-addr: {net.s2.address()}'
    resolver.serve(lab, net.s1, ["unknown-server-time-limit: 3000", "infra-cache-min-rtt: 3000"], forward)
    lab.note(net.s2, "configured", f"the authority waits {low:.1f} s or more before it answers")
    names = iter(range(10_000))

    def once(client):
        name = f"host{next(names)}.shop.example"
        resolver.look_up(client, name, [net.s1.address()], options="timeout:4 attempts:1")
        return resolver.look_up(client, name, [net.s1.address()], options="timeout:4 attempts:1")

    with lab.capture(_near(lab, net)):
        found = _rounds(lab, net, once, 8, 1.0)
    if not all(found):
        raise RuntimeError("a name was not found")
    return {"fault": "the authority behind the resolver is slow"}


def _truncated(lab, blocked):
    net = lab.sites(clients=2, wan=lab.wan())
    resolver.serve(lab, net.s1, [*_known(*_LARGE), "max-udp-size: 512"])
    if blocked:
        net.r2.tables("-A FORWARD -i wan -p tcp --dport 53 -j DROP", lab.version)
    server = net.s1.address(lab.version)

    def once(client):
        resolver.dig(client, server, f"www.{_DOMAIN}", "A", "+tries=1", "+time=2")
        return resolver.dig(client, server, f"large.{_DOMAIN}", "TXT", "+tries=1", "+time=2")

    with lab.capture(_near(lab, net)):
        results = _rounds(lab, net, once, 3, 0.5)
    if blocked == any(took is not None for _, took in results):
        raise RuntimeError("the large answer came or came not, against the plan")
    return {"fault": "r2 drops what comes for TCP port 53" if blocked else None}


@scenario(
    "dns-truncated",
    shows="""An answer does not fit into a datagram: the resolver says so (TC), dig asks again by TCP, and a firewall drops
        TCP port 53. Small answers come.""",
    incidents=[Incident("dns-truncated", clients=CLIENTS, servers=["s1"])],
    signs={"dns-truncated": MANY, "syn-resent": MANY},
    versions=(4, 6),
)
def dns_truncated(lab):
    return _truncated(lab, blocked=True)


@scenario(
    "healthy-dns-truncated",
    shows="""An answer does not fit into a datagram: the resolver says so (TC), dig asks again by TCP and gets it.""",
    signs={"dns-truncated": MANY},
    versions=(4, 6),
)
def healthy_dns_truncated(lab):
    return _truncated(lab, blocked=False)


@scenario(
    "dns-large-answer-lost",
    shows="""A resolver answers with more than a packet holds, in fragments, and the path loses all but the first fragment
        of each. dig, which offers 4096 bytes, gets no answer; with 1232 bytes the answer is truncated and comes by TCP.""",
    incidents=[Incident("dns-large-answer-lost", clients=CLIENTS, servers=["s1"])],
    capture_quality=["capture-filtered"],  # a filter on ports would leave the same fragments
    signs={"fragment": MANY, "dns-truncated": MANY},
    versions=(4, 6),
)
def dns_large_answer_lost(lab):
    net = lab.sites(clients=2, wan=lab.wan(faults=[Lose(later_fragments("clients"), 1.0)]))
    resolver.serve(lab, net.s1, [*_known(*_LARGE), "max-udp-size: 4096", "edns-buffer-size: 4096"])
    server = net.s1.address(lab.version)

    def once(client):
        resolver.dig(client, server, f"www.{_DOMAIN}", "A", "+tries=1", "+time=2")
        lost, _ = resolver.dig(client, server, f"large.{_DOMAIN}", "TXT", "+bufsize=4096", "+tries=2", "+time=1")
        came, _ = resolver.dig(client, server, f"large.{_DOMAIN}", "TXT", "+bufsize=1232", "+tries=1", "+time=2")
        return not lost and came == "NOERROR"

    with lab.capture(lab.point((net.r1, "lan"), net.c1)):
        results = _rounds(lab, net, once, 3, 0.3)
    if not all(results):
        raise RuntimeError("a large answer came, or a small one did not")
    return {"fault": "the path loses later fragments"}


@scenario(
    "healthy-dns",
    shows="""Programs and dig look names up by IPv4 and IPv6, and fetch from the addresses that they learn. dig's own query
        times stand in the truth.""",
    versions=(4, 6),
)
def healthy_dns(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    resolver.serve(lab, net.s1, _known())
    lab.serve(net.s1, 80)
    server, timed = net.s1.address(lab.version), []

    def once(client):
        name = _pick(lab)
        found = resolver.look_up(client, name, [server])
        _, took = resolver.dig(client, server, name)
        timed.append({"client": client.address(lab.version), "name": name, "milliseconds": took})
        lab.fetch(client, net.s1, 80, 400)
        return found

    with lab.capture(lab.point(net.c1, (net.r1, "lan"), net.s1)):
        found = _rounds(lab, net, once, 5, 0.3)
    if not all(found):
        raise RuntimeError("a name was not found")
    return {"fault": None, "dig": timed}


def _ask_everybody(lab, client, group, port, name, kind):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    number = 0 if port == 5353 else lab.rng.getrandbits(16)
    question = struct.pack("!6H", number, 0, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!HH", kind, 1)
    source = port if port == 5353 else lab.port()
    with lab.datagrams(client, source) as made:
        for _ in range(2):
            made.sendto(question, (group, port))
            time.sleep(0.1)
    return flow("udp", client.address(lab.version), source, group, port)


@scenario(
    "healthy-multicast-names",
    shows="""Hosts ask everybody for names by mDNS and LLMNR, and nobody has them: that is no fault. A resolver beside them
        answers.""",
    signs={"dns-query-resent": MANY},
)
def healthy_multicast_names(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    resolver.serve(lab, net.s1, _known())
    server = net.s1.address()

    def once(client):
        _ask_everybody(lab, client, "224.0.0.251", 5353, "printer.local", 1)
        _ask_everybody(lab, client, "224.0.0.252", 5355, "wpad", 1)
        return resolver.look_up(client, _pick(lab), [server])

    with lab.capture(lab.point((net.r1, "lan"), net.c1)):
        _rounds(lab, net, once, 4, 0.5)
    return {"fault": None}
