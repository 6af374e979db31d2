"""Addresses that are asked for by DHCP: given, refused, or never answered."""

import time

from .. import leases
from ..lab import every
from ..scenario import Incident, scenario
from ..topology import mac


def _lonely(lab, client, tries, gap):
    for turn in range(tries):
        if client.ask(leases.DISCOVER, wait=gap)[0]:
            raise RuntimeError("an answer that nobody should have given")


@scenario(
    "dhcp-no-offer",
    shows="""Two hosts without an address ask for one by DHCP again and again; there is no server and no relay in their
        network. A neighbour with a fixed address works.""",
    incidents=[Incident("dhcp-no-offer", clients=[mac("c1"), mac("c3")], servers=[])],
    not_with=("snaplen",),
)
def dhcp_no_offer(lab):
    net = lab.sites(clients=3)
    lab.serve(net.s1, 80)
    tries, gap = lab.vary("tries", 4, between=(3, 5)), lab.vary("gap_s", 3.0, between=(2.0, 5.0))
    with lab.capture(lab.point(net.c1, (net.r1, "lan"), net.c2)):
        lab.at_once(
            lambda: _lonely(lab, leases.Client(net.c1, lab.rng), tries, gap),
            lambda: _lonely(lab, leases.Client(net.c3, lab.rng), tries, gap),
            lambda: every(2, 3, lambda: lab.fetch(net.c2, net.s1, 80, 400)),
        )
    return {"fault": "no DHCP server answers"}


@scenario(
    "dhcp-relay-unanswered",
    shows="""A relay carries the questions of a host without an address to the server in another network; a firewall drops
        what comes for the server. Captured behind the relay.""",
    incidents=[Incident("dhcp-no-offer", clients=[mac("c1")], servers=["s1"])],
    not_with=("vxlan", "snaplen"),
)
def dhcp_relay_unanswered(lab):
    net = lab.sites(clients=2)
    lab.serve(net.s1, 80)
    leases.relay(net.r1, net.s1)
    net.r2.tables("-A FORWARD -i wan -p udp --dport 67 -j DROP")
    tries, gap = lab.vary("tries", 4, between=(3, 5)), lab.vary("gap_s", 3.0, between=(2.0, 5.0))
    with lab.capture((net.r1, "wan")):
        lab.at_once(
            lambda: _lonely(lab, leases.Client(net.c1, lab.rng), tries, gap),
            lambda: every(2, 3, lambda: lab.fetch(net.c2, net.s1, 80, 400)),
        )
    return {"fault": "r2 drops what comes for UDP port 67"}


@scenario(
    "dhcp-no-ack",
    shows="""A server offers an address and then never acknowledges it: the host asks for it again and again.""",
    incidents=[Incident("dhcp-no-offer", clients=[mac("c1")], servers=["c2"])],
    not_with=("snaplen",),
)
def dhcp_no_ack(lab):
    net = lab.sites(clients=3)
    leases.serve(net.c2, lambda kind, number: leases.OFFER if kind == leases.DISCOVER else 0)
    with lab.capture(lab.point(net.c1, net.c2)):
        client = leases.Client(net.c1, lab.rng)
        _, given = client.ask(leases.DISCOVER)
        for _ in range(lab.vary("tries", 4, between=(3, 5))):
            client.ask(leases.REQUEST, requested=given, server=net.c2.address(), wait=lab.vary("gap_s", 2.0, between=(1.5, 4.0)))
    return {"fault": "the server does not acknowledge"}


@scenario(
    "dhcp-nak",
    shows="""A server offers an address and refuses it when the host asks for it, each time: the host begins again and
        never gets one.""",
    incidents=[Incident("dhcp-no-offer", clients=[mac("c1")], servers=["c2"])],
    not_with=("snaplen",),
)
def dhcp_nak(lab):
    net = lab.sites(clients=3)
    leases.serve(net.c2, lambda kind, number: leases.OFFER if kind == leases.DISCOVER else leases.NAK)
    with lab.capture(lab.point(net.c1, net.c2)):
        client = leases.Client(net.c1, lab.rng)
        for _ in range(lab.vary("tries", 3, between=(2, 5))):
            _, given = client.ask(leases.DISCOVER)
            client.ask(leases.REQUEST, requested=given, server=net.c2.address())
            client.xid += 1
            time.sleep(lab.vary("gap_s", 1.0, between=(0.5, 3.0)))
    return {"fault": "the server refuses what it has offered"}


@scenario(
    "dhcp-no-offer-ipv6",
    shows="""A host solicits DHCPv6 servers again and again and none answers.""",
    incidents=[Incident("dhcp-no-offer", clients=[mac("c1")], servers=[])],
    version=6,
    not_with=("snaplen",),
)
def dhcp_no_offer_ipv6(lab):
    net = lab.sites(clients=3)
    lab.serve(net.s1, 80)
    with lab.capture(lab.point(net.c1, net.c2)):
        client = leases.ClientV6(net.c1, lab.rng)
        for turn in range(lab.vary("tries", 4, between=(3, 5))):
            client.ask(leases.SOLICIT, elapsed=200 * turn, wait=lab.vary("gap_s", 2.0, between=(1.5, 4.0)))
        lab.fetch(net.c2, net.s1, 80, 400)
    return {"fault": "no DHCPv6 server answers"}


@scenario(
    "dhcp-healthy",
    shows="""DHCP that works: leases for two hosts, one of which is offered something only after it has asked twice; a host
        that asks for an address of another network, is refused and gets a new one; DHCPv6 for one. Nothing is wrong.""",
)
def dhcp_healthy(lab):
    net = lab.sites(clients=4)
    lab.serve(net.s1, 80)
    kinds = {leases.DISCOVER: leases.OFFER, leases.REQUEST: leases.ACK}

    def answer(kind, number):
        if number == 1:
            return 0
        return leases.NAK if number == 4 else kinds[kind]

    leases.serve(net.c2, answer)
    leases.serve_v6(net.c2)
    with lab.capture(lab.point(net.c1, net.c2, (net.r1, "lan"))):
        client = leases.Client(net.c1, lab.rng)
        client.ask(leases.DISCOVER, wait=lab.vary("lost_s", 3.0, between=(2.0, 5.0)))
        client.lease()
        moved = leases.Client(net.c3, lab.rng)
        moved.ask(leases.REQUEST, requested="192.168.7.7")
        moved.xid += 1
        moved.lease()
        solicitor = leases.ClientV6(net.c4, lab.rng)
        if solicitor.ask(leases.SOLICIT) != leases.ADVERTISE or solicitor.ask(leases.REQUEST_V6) != leases.REPLY:
            raise RuntimeError("no lease by DHCPv6")
        lab.fetch(net.c1, net.s1, 80, 400)
    return {"what": "DHCP at work"}
