"""Packets that are lost on the way, and packets that only come late."""

from ..faults import Lose, Postpone, tcp_data
from ..scenario import MANY, Incident, scenario
from ..wire import Wan

_HEADERS = 128  # enough of each frame for every header; the rest of a bulk transfer is filler
_ANYTHING_OF_LOSS = {
    "retransmission": MANY,
    "out-of-order": (0, None),
    "lost-segment": (0, None),
    "duplicate-ack": MANY,
}
_LOSSY = Wan(delay_ms=12, rate_mbit=20, faults=[Lose(tcp_data("clients"), 0.11)])


def lossy_downloads(lab, capture_at):
    net = lab.sites(clients=2, wan=_LOSSY)
    lab.serve(net.s1, 80)
    with lab.capture(getattr(net, capture_at), snaplen=_HEADERS):
        flows = lab.at_once(
            lambda: lab.fetch(net.c1, net.s1, 80, 180_000),
            lambda: lab.fetch(net.c2, net.s1, 80, 180_000),
            lambda: lab.fetch(net.c1, net.s1, 80, 60_000),
        )
    seen = [flow for flow in flows if capture_at in ("s1", "c1" if flow["orig_ip"] == net.c1.address() else "c2")]
    ports = {flow["orig_port"] for flow in seen}
    lost = [packet for packet in net.wire.stop()["lost"] if packet["destination_port"] in ports]
    return {
        "fault": "the link between r1 and r2 loses 11 % of the data segments on their way to the clients",
        "guilty_flows": seen,
        "lost_frames": len(lost),
        "lost": lost,
    }


@scenario(
    "retransmission-storm",
    shows="""Three downloads over a link that loses every ninth data segment, captured at the server: each lost
        segment is seen twice, the original and its retransmission, so the loss is behind the capture point.""",
    incidents=[Incident("retransmission-storm", clients=["c1", "c2"], servers=["s1"])],
    signs=_ANYTHING_OF_LOSS,
)
def storm_at_the_sender(lab):
    return lossy_downloads(lab, capture_at="s1")


@scenario(
    "retransmission-storm-receiver",
    shows="""Downloads over a link that loses every ninth data segment, captured at the receiving client: the lost
        originals are never seen, only the gaps and what fills them later, so the loss is before the capture point.""",
    incidents=[Incident("retransmission-storm", clients=["c1"], servers=["s1"])],
    signs=_ANYTHING_OF_LOSS | {"lost-segment": MANY},
)
def storm_at_the_receiver(lab):
    return lossy_downloads(lab, capture_at="c1")


@scenario(
    "reordering-only",
    shows="""The link holds back about every fifteenth data segment for a millisecond or two, so that others
        overtake it. Nothing is lost; duplicate ACKs and segments out of order are no loss and no incident.""",
    signs={"out-of-order": MANY, "lost-segment": MANY, "duplicate-ack": MANY, "retransmission": (0, None)},
)
def reordering_only(lab):
    late = Postpone(tcp_data("clients"), every=15, milliseconds=(0.4, 2.0))
    net = lab.sites(wan=Wan(delay_ms=12, rate_mbit=50, faults=[late]))
    lab.serve(net.s1, 80)
    with lab.capture(net.c1, snaplen=_HEADERS):
        flows = [lab.fetch(net.c1, net.s1, 80, size) for size in (200_000, 120_000)]
    log = net.wire.stop()
    return {
        "fault": "the link between r1 and r2 delays about every fifteenth data segment by 0.4 to 2 ms",
        "lost_frames": len(log["lost"]),
        "postponed_frames": log["postponed"],
        "flows": flows,
    }
