"""Addresses on the link: claimed twice, claimed falsely, not claimed at all; and what only looks like it."""

import contextlib
import threading
import time

from .. import neighbors, traffic
from ..lab import every
from ..scenario import MANY, Incident, scenario
from ..topology import mac

_ANY = (0, None)
_PORTS = (80, 443, 5432, 8080)
_BROKEN = dict.fromkeys(("reset", "retransmission", "syn-resent", "out-of-order", "lost-segment", "duplicate-ack"), _ANY)


def _prefix(lab):
    return 24 if lab.version == 4 else 64


def _try(lab, client, server, port, size=400):
    """A session that may fail in any way. Gives its flow."""
    session = lab.session(client, server, port, timeout=2)
    with contextlib.suppress(OSError):
        session.open().get(size)
    return session.drop()


def _serve_at(lab, host, address, port):
    listener = traffic.open_socket(host, version=lab.version)
    listener.bind((address, port))
    listener.listen()
    traffic.serve(listener, traffic.web)


def _duplicate_address(lab):
    net = lab.sites(clients=4)
    owner, intruder, address = net.c2, net.c3, net.c2.address(lab.version)
    port = lab.vary("port", 80, among=_PORTS)
    lab.serve(owner, port)
    for client in (net.c1, net.c4):
        client.run("ping", "-q", "-c", 1, address)
    with lab.capture(lab.point(net.c1, net.c4)):
        healthy = [lab.fetch(net.c1, owner, port, 300)]
        intruder.ip(f"addr add {address}/{_prefix(lab)} dev eth0" + (" nodad" if lab.version == 6 else ""))
        lab.note(intruder, "configured", f"the address {address}, which {owner.label} has")
        broken = []
        for _ in range(lab.vary("rounds", 3, between=(3, 5))):
            neighbors.announce(intruder, address)
            time.sleep(lab.vary("pause_s", 0.4, between=(0.2, 1.5)))
            broken += lab.at_once(*(lambda c=client: _try(lab, c, owner, port) for client in (net.c1, net.c4)))
            neighbors.announce(owner, address)
            time.sleep(lab.vary("pause_s", 0.4, between=(0.2, 1.5)))
            healthy += [lab.fetch(client, owner, port, 300) for client in (net.c1, net.c4)]
    return {
        "fault": f"{intruder.label} is given the address of {owner.label} too",
        "hardware_addresses": [mac(owner.label), mac(intruder.label)],
        "broken_flows": broken,
        "healthy_flows": healthy,
    }


for _name, _version in (("arp-duplicate-address", 4), ("arp-duplicate-address-ipv6", 6)):
    scenario(
        _name,
        shows="""A host is configured with an address that its neighbour already has. Each of the two announces it from
            time to time; the clients follow the last announcement, and each second connection meets the wrong host,
            which refuses it.""",
        incidents=[Incident("arp-duplicate-address", clients=None, servers=["c2"])],
        signs=_BROKEN | {"reset": MANY},
        version=_version,
        versions=(4, 6) if _version == 4 else (),
    )(_duplicate_address)


@scenario(
    "arp-address-refused",
    shows="""A host asks three times whether an address is free before it takes it (RFC 5227), and the owner answers each
        time. The others go on undisturbed.""",
    incidents=[Incident("arp-duplicate-address", clients=["c2"], servers=[])],
)
def arp_address_refused(lab):
    net = lab.sites(clients=3)
    lab.serve(net.c2, 80)
    with lab.capture(lab.point(net.c3, net.c2)):
        for _ in range(lab.vary("probes", 3, between=(1, 3))):
            neighbors.ask(net.c3, net.c2.address(), sender="0.0.0.0")
            time.sleep(lab.vary("between_s", 1.2, between=(1, 2)))
        flows = every(0.5, 3, lambda: lab.fetch(net.c3, net.c2, 80, 300))
    return {"fault": "c3 wants the address of c2", "flows": flows}


@scenario(
    "arp-address-refused-ipv6",
    shows="""A host is given an IPv6 address that its neighbour has; duplicate address detection (RFC 4862) finds out, and
        the host leaves the address alone.""",
    incidents=[Incident("arp-duplicate-address", clients=["c2"], servers=[])],
    version=6,
)
def arp_address_refused_ipv6(lab):
    net = lab.sites(clients=3)
    lab.serve(net.c2, 80)
    net.c3.sysctl(ipv6__conf__eth0__accept_dad=1)
    with lab.capture(lab.point(net.c3, net.c2)):
        net.c3.ip(f"addr add {net.c2.address(6)}/64 dev eth0")
        time.sleep(lab.vary("wait_s", 2, between=(2, 4)))
        flows = every(0.5, 3, lambda: lab.fetch(net.c1, net.c2, 80, 300))
    return {"fault": "c3 is given the address of c2", "flows": flows}


@scenario(
    "arp-flux",
    shows="""A host has two cards with an address each in the same network and answers on both for both: each question
        gets two answers with different hardware addresses, and everything works.""",
    incidents=[Incident("arp-duplicate-address", clients=["c2", "10.1.0.102"], servers=[])],
)
def arp_flux(lab):
    net = lab.sites(clients=3)
    net.r1.ip(
        f"link add c2b type veth peer name eth1 address 02:00:0a:01:00:66 netns {net.c2.name}",
        "link set c2b master lan addrgenmode none up",
    )
    net.c2.sysctl(ipv4__conf__all__arp_ignore=0, ipv4__conf__all__rp_filter=0, ipv6__conf__eth1__disable_ipv6=1)
    net.c2.ip("addr add 10.1.0.102/24 dev eth1", "link set eth1 up")
    lab.serve(net.c2, 80)
    with lab.capture(net.c1):
        for _ in range(lab.vary("rounds", 3, between=(2, 6))):
            net.c1.ip("neigh flush dev eth0")
            for address in (net.c2.address(), "10.1.0.102"):
                net.c1.run("ping", "-q", "-c", 1, address)
            time.sleep(lab.vary("pause_s", 0.5, between=(0.2, 2)))
        flows = [lab.fetch(net.c1, net.c2, 80, 2000)]
    return {"fault": "c2 answers on both its cards for both its addresses", "flows": flows}


@scenario(
    "arp-poisoning",
    shows="""A host tells a client and its router, unasked and again and again, that each other's address is at its own
        hardware address, and forwards what then comes to it. Captured at that host.""",
    incidents=[Incident("arp-duplicate-address", clients=None, servers=["c1", "r1"])],
    capture_quality=["capture-duplicates"],
    signs=dict.fromkeys(("retransmission", "syn-resent", "out-of-order", "duplicate-ack", "lost-segment"), _ANY),
    not_with=("vlan",),
)
def arp_poisoning(lab):
    net = lab.sites(clients=3)
    thief = net.c3
    thief.sysctl(ipv4__ip_forward=1, ipv4__conf__all__send_redirects=0, ipv4__conf__eth0__send_redirects=0)
    lab.serve(net.s1, 80)
    over = threading.Event()

    def poison():
        while not over.wait(lab.vary("every_s", 0.5, between=(0.3, 2))):
            neighbors.tell(thief, net.r1.address(), net.c1)
            neighbors.tell(thief, net.c1.address(), net.r1)

    with lab.capture(thief):
        thread = threading.Thread(target=poison)
        thread.start()
        lab.note(thief, "claims", "the addresses of c1 and r1")
        time.sleep(1)
        flows = every(0.6, lab.vary("requests", 6, between=(4, 10)), lambda: lab.fetch(net.c1, net.s1, 80, 400))
        over.set()
        thread.join()
    return {"fault": "c3 poisons the ARP caches of c1 and r1", "flows": flows}


def _failover(lab):
    net = lab.sites(clients=4)
    shared = "10.1.0.100" if lab.version == 4 else "fd42:1::100"
    port = lab.vary("port", 80, among=_PORTS)
    words = f"{shared}/{_prefix(lab)} dev eth0" + (" nodad" if lab.version == 6 else "")

    def take(host):
        host.ip(f"addr add {words}")
        for _ in range(3):
            neighbors.announce(host, shared)
            time.sleep(0.1)

    for host in (net.c2, net.c3):
        host.sysctl(ipv4__ip_nonlocal_bind=1, ipv6__ip_nonlocal_bind=1)
        _serve_at(lab, host, shared, port)
    take(net.c2)
    calls = [lambda c=client: lab.fetch(c, shared, port, 400) for client in (net.c1, net.c4)]
    with lab.capture(lab.point(net.c1, net.c4)):
        flows = sum(every(0.5, lab.vary("before", 3, between=(2, 6)), lambda: lab.at_once(*calls)), [])
        net.c2.ip(f"addr del {shared}/{_prefix(lab)} dev eth0")
        lab.note(net.c2, "gave up", shared)
        take(net.c3)
        flows += sum(every(0.5, lab.vary("after", 4, between=(2, 6)), lambda: lab.at_once(*calls)), [])
    return {"what": f"the address {shared} moves from c2 to c3, which announces it", "flows": flows}


for _name, _version in (("address-failover", 4), ("address-failover-ipv6", 6)):
    scenario(
        _name,
        shows="""A shared address moves from one server to its standby, which announces it; clients work before and
            after. The address had two hardware addresses, one after the other: nothing is wrong.""",
        version=_version,
        versions=(4, 6) if _version == 4 else (),
    )(_failover)


@scenario(
    "link-healthy",
    shows="""What may be done on a link: a router with a virtual hardware address (VRRP) beside its own, a router that
        answers for the hosts behind it (proxy ARP), a sweep of the network for free addresses, an announcement at
        start, probes for an address that nobody has. Nothing is wrong.""",
    signs={"icmp-3/1": _ANY},
)
def link_healthy(lab):
    net = lab.sites(clients=4, servers=2)
    virtual_mac, virtual = "00:00:5e:00:01:0a", "10.1.0.254"
    net.r1.sysctl(ipv4__conf__lan__proxy_arp=1, ipv4__conf__all__arp_ignore=1)
    net.r1.ip(
        f"link add vrrp link lan address {virtual_mac} type macvlan mode bridge",
        f"addr add {virtual}/32 dev vrrp",
        "link set vrrp addrgenmode none up",
    )
    net.c1.ip("route add 10.2.0.0/24 dev eth0 scope link")
    lab.serve(net.s1, 80)
    lab.serve(net.s2, 80)
    with lab.capture(lab.point(net.c1, net.c4)):
        neighbors.announce(net.c2, net.c2.address())
        for _ in range(3):
            neighbors.announce(net.r1, virtual, virtual_mac, interface="lan")
            neighbors.ask(net.r1, net.c1.address(), sender=virtual, interface="lan")
            neighbors.ask(net.c4, "10.1.0.200", sender="0.0.0.0")
            time.sleep(1)
        for last in range(2, lab.vary("swept", 60, between=(30, 200))):
            neighbors.ask(net.c3, f"10.1.0.{last}")
        flows = [lab.fetch(client, server, 80, 400) for client in (net.c1, net.c4) for server in net.servers]
    return {"what": "VRRP, proxy ARP, a sweep, an announcement and probes", "flows": flows}


@scenario(
    "nd-unanswered",
    shows="""A client wants to reach fd42:1::77 in its own network and asks for its hardware address again and again;
        nobody has it. Its router and its neighbour answer.""",
    incidents=[Incident("nd-unanswered", clients=["c1"], servers=["fd42:1::77"])],
    version=6,
)
def nd_unanswered(lab):
    net = lab.sites(clients=2)
    port = lab.vary("port", 80, among=_PORTS)
    tries = lab.vary("tries", 3, between=(2, 4))
    lab.serve(net.s1, 80)
    with lab.capture(net.c1):
        net.c1.ip("neigh flush dev eth0")
        results = lab.at_once(
            lambda: every(3.5, tries, lambda: lab.try_to_connect(net.c1, "fd42:1::77", port, timeout=5)),
            lambda: every(2, tries, lambda: lab.fetch(net.c1, net.s1, 80, 500)),
            lambda: net.c1.run("ping", "-q", "-c", 3, net.c2.address(6)),
        )
    return {"fault": "no host has the address fd42:1::77", "healthy_flows": results[1]}
