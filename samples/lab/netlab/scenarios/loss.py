"""Packets that are lost on the way, and packets that only come late."""

from ..faults import Lose, LoseBursts, Police, Postpone, tcp_data
from ..scenario import CLIENTS, MANY, Incident, scenario
from ..variants import Variant
from ..wire import Wan

_HEADERS = 128  # enough of each frame for every header; the rest of a bulk transfer is filler
_ANYTHING_OF_LOSS = {
    "retransmission": MANY,
    "out-of-order": (0, None),
    "lost-segment": (0, None),
    "duplicate-ack": MANY,
}
_A_STORM = 14  # losses; fewer are bad luck
_CONGESTION = ("cubic", "cubic", "reno", "bbr")


def _lossy(lab):
    share = lab.vary("loss", 0.11, between=(0.06, 0.2))
    kind = lab.vary("kind", "single", among=("single", "single", "bursts"))
    lose = Lose(tcp_data("clients"), share)
    if kind == "bursts":
        lose = LoseBursts(tcp_data("clients"), share / 3, (2, 4))
    return share, lab.wan(delay_ms=12, rate_mbit=20, slowest_ms=60, faults=[lose])


def lossy_downloads(lab, *points):
    share, wan = _lossy(lab)
    lab.congestion = lab.vary("congestion", "cubic", among=_CONGESTION)
    net = lab.sites(clients=2, wan=wan)
    port, size = lab.vary("port", 80, among=(80, 443, 8080, 873)), lab.vary("bytes", 180_000, between=(250_000, 450_000))
    lab.serve(net.s1, port)
    with lab.capture(lab.point(*points_of(net, points)), snaplen=_HEADERS):
        flows = lab.at_once(
            lambda: lab.fetch(net.c1, net.s1, port, size),
            lambda: lab.fetch(net.c2, net.s1, port, size),
            lambda: lab.fetch(net.c1, net.s1, port, size // 3),
        )
    addresses = [net.host(label).address(lab.version) for label in lab.seen("clients")]
    seen = [flow for flow in flows if flow["orig_ip"] in addresses]
    ports = {flow["orig_port"] for flow in seen}
    lost = [packet for packet in net.wire.stop()["lost"] if packet["destination_port"] in ports]
    if len(lost) < _A_STORM:
        raise RuntimeError(f"chance lost only {len(lost)} segments")
    return {
        "fault": f"the link between r1 and r2 loses {share:.0%} of the data segments on their way to the clients",
        "guilty_flows": seen,
        "lost_frames": len(lost),
        "lost": lost,
    }


def points_of(net, names):
    """Capture points by their names: s1, or r1-wan."""
    return [(net.host(name.split("-")[0]), (name.split("-") + ["eth0"])[1]) for name in names]


@scenario(
    "retransmission-storm",
    shows="""Three downloads over a link that loses every ninth data segment, captured at the server: each lost
        segment is seen twice, the original and its retransmission, so the loss is behind the capture point.""",
    incidents=[Incident("retransmission-storm", clients=CLIENTS, servers=["s1"])],
    signs=_ANYTHING_OF_LOSS,
    versions=(4, 6),
)
def storm_at_the_sender(lab):
    return lossy_downloads(lab, "s1", "r2-lan", "r2-wan")


@scenario(
    "retransmission-storm-offload",
    shows="""The same at a server whose interface cuts segments and computes checksums itself: the capture shows frames far
        above the MTU with checksums that are not computed yet, and the losses all the same.""",
    incidents=[Incident("retransmission-storm", clients=CLIENTS, servers=["s1"])],
    capture_quality=["capture-offload"],
    signs=_ANYTHING_OF_LOSS | {"above-mtu": MANY, "bad-checksum": (0, None)},
    versions=(4, 6),
    variant=Variant(offload=True),
)
def storm_with_offload(lab):
    return lossy_downloads(lab, "s1")


@scenario(
    "retransmission-storm-receiver",
    shows="""Downloads over a link that loses every ninth data segment, captured at the receiving client: the lost
        originals are never seen, only the gaps and what fills them later, so the loss is before the capture point.""",
    incidents=[Incident("retransmission-storm", clients=CLIENTS, servers=["s1"])],
    signs=_ANYTHING_OF_LOSS | {"lost-segment": MANY},
    versions=(4, 6),
)
def storm_at_the_receiver(lab):
    return lossy_downloads(lab, "c1", "r1-lan", "r1-wan")


@scenario(
    "retransmission-storm-policer",
    shows="""A policer lets two megabits a second pass to the clients and drops what exceeds them; nothing waits. One
        download loses segments whenever it has become faster than that, and its round-trip time stays what it was.""",
    incidents=[Incident("retransmission-storm", clients=["c1"], servers=["s1"])],
    signs=_ANYTHING_OF_LOSS,
    versions=(4, 6),
    not_with=("vxlan", "offload"),
)
def policed_download(lab):
    rate = lab.vary("policed_mbit", 2.0, between=(1.5, 3.0))
    police = Police(tcp_data("clients"), rate, bucket=lab.vary("bucket", 8_000, between=(6_000, 12_000)))
    net = lab.sites(wan=Wan(delay_ms=lab.vary("delay_ms", 12, between=(8, 20)), faults=[police]))
    lab.congestion = lab.vary("congestion", "cubic", among=("cubic", "reno"))
    lab.serve(net.s1, 80)
    with lab.capture(lab.point(net.s1, (net.r2, "lan")), snaplen=_HEADERS):
        guilty = lab.fetch(net.c1, net.s1, 80, lab.vary("bytes", 600_000, between=(500_000, 900_000)))
    return {
        "fault": f"r2 lets {rate} Mbit/s pass to the clients and drops what exceeds them",
        "guilty_flows": [guilty],
        "lost_frames": len(net.wire.stop()["lost"]),
    }


@scenario(
    "retransmission-storm-both-ways",
    shows="""A link loses every tenth segment whichever way it goes, while a client uploads and downloads: both hosts
        have to send again.""",
    incidents=[Incident("retransmission-storm", clients=["c1"], servers=["s1"])],
    signs=_ANYTHING_OF_LOSS | {"reset": (0, None)},
    versions=(4, 6),
)
def lossy_both_ways(lab):
    share = lab.vary("loss", 0.11, between=(0.08, 0.16))
    faults = [Lose(tcp_data(side), share) for side in ("clients", "servers")]
    net = lab.sites(wan=lab.wan(delay_ms=12, rate_mbit=20, slowest_ms=40, faults=faults))
    size = lab.vary("bytes", 200_000, between=(250_000, 400_000))
    lab.serve(net.s1, 80)

    def upload():
        session = lab.session(net.c1, net.s1, 80, timeout=60).open()
        session.post(size)
        session.receive()
        return session.close()

    with lab.capture(lab.point(net.s1, net.c1, (net.r1, "wan")), snaplen=_HEADERS):
        guilty = lab.at_once(upload, lambda: lab.fetch(net.c1, net.s1, 80, size))
    lost = [packet["destination_port"] for packet in net.wire.stop()["lost"]]
    if min(lost.count(80), len(lost) - lost.count(80)) < _A_STORM:
        raise RuntimeError("chance lost too few segments one way")
    return {
        "fault": f"the link between r1 and r2 loses {share:.0%} of the data segments, both ways",
        "guilty_flows": guilty,
        "lost_toward_server": lost.count(80),
        "lost_toward_client": len(lost) - lost.count(80),
    }


@scenario(
    "reordering-only",
    shows="""The link holds back about every fifteenth data segment for a millisecond or two, so that others
        overtake it. Nothing is lost; duplicate ACKs and segments out of order are no loss and no incident.""",
    signs={"out-of-order": MANY, "lost-segment": MANY, "duplicate-ack": (0, None), "retransmission": (0, None)},
    versions=(4, 6),
)
def reordering_only(lab):
    every_nth, latest = lab.vary("every", 15, between=(10, 40)), lab.vary("latest_ms", 2.0, between=(1.0, 4.0))
    late = Postpone(tcp_data("clients"), every=every_nth, milliseconds=(0.4, latest))
    net = lab.sites(wan=lab.wan(delay_ms=12, rate_mbit=50, faults=[late]))
    lab.congestion = lab.vary("congestion", "cubic", among=_CONGESTION)
    lab.serve(net.s1, 80)
    factor = lab.vary("times_larger", 1, between=(1, 4))
    with lab.capture(lab.point(net.c1, (net.r1, "lan"), (net.r1, "wan")), snaplen=_HEADERS):
        flows = [lab.fetch(net.c1, net.s1, 80, size * factor) for size in (200_000, 120_000)]
    log = net.wire.stop()
    return {
        "fault": f"the link between r1 and r2 delays one in {every_nth} data segments by 0.4 to {latest} ms",
        "lost_frames": len(log["lost"]),
        "postponed_frames": log["postponed"],
        "flows": flows,
    }
