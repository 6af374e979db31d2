"""Captures that are bad in themselves, of networks in which nothing is wrong."""

from ..pcapng import CHECKSUM_NOT_READY
from ..scenario import MANY, scenario

_HEADERS = 128
_ANY = (0, None)


def _downloads(lab, net, *sizes):
    """Each client downloads all these sizes, one after the other."""
    calls = [lambda client=client: [lab.fetch(client, net.s1, 80, size) for size in sizes] for client in net.clients]
    return sum(lab.at_once(*calls), [])


@scenario(
    "capture-dropped",
    shows="""Downloads over a healthy network, captured at the server by a capture that lost 7 % of the frames and
        says so in its interface statistics. The receivers acknowledge data that the capture lacks: the capture lost
        it, not the network.""",
    capture_quality=["capture-loss"],
    signs={"lost-segment": MANY, "ack-lost-segment": MANY, "duplicate-ack": _ANY, "retransmission": _ANY},
    versions=(4, 6),
)
def capture_dropped(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    lab.serve(net.s1, 80)
    with lab.capture(net.s1, snaplen=_HEADERS) as recording:
        flows = _downloads(lab, net, lab.vary("bytes", 120_000, between=(60_000, 400_000)), 20_000)
    missing = recording.forget(lab.vary("share", 0.07, between=(0.03, 0.2)), lab.rng)
    return {"fault": "the capture lacks frames", "frames_missing": missing, "flows": flows}


@scenario(
    "capture-doubled",
    shows="""Two servers talk to each other, captured at a mirror port of their switch that copies what enters and
        what leaves both their ports: each packet stands twice in the capture and nothing was sent twice.""",
    capture_quality=["capture-duplicates"],
    signs=dict.fromkeys(("retransmission", "out-of-order", "duplicate-ack", "syn-resent"), _ANY) | {"syn": (8, 8)},
    versions=(4, 6),
)
def capture_doubled(lab):
    net = lab.sites(servers=2)
    lab.serve(net.s2, 5432)
    net.r2.ip(
        "link add mirror type veth peer name monitor",
        "link set mirror addrgenmode none up",
        "link set monitor addrgenmode none up",
    )
    for port in ("s1", "s2"):
        net.r2.run("tc", "qdisc", "add", "dev", port, "clsact")
        for side in ("ingress", "egress"):
            copy = f"filter add dev {port} {side} protocol all u32 match u32 0 0 action mirred egress mirror dev mirror"
            net.r2.run("tc", *copy.split())
    with lab.capture(net.r2, interface="monitor"):
        flows = [lab.fetch(net.s1, net.s2, 5432, *sizes) for sizes in ((300,), (900, 300), (20_000,), (300, 300))]
    return {"fault": "the mirror port copies each packet at its way in and at its way out", "flows": flows}


@scenario(
    "capture-one-sided",
    shows="""Downloads and small requests over a healthy network, captured with a filter that passes only what goes
        to the server: nothing of what it sends is seen.""",
    capture_quality=["capture-filtered", "capture-one-sided"],
    signs=lambda truth: {"syn-ack" if "dst" in truth["fault"] else "syn": (0, 0), "duplicate-ack": _ANY},
    versions=(4, 6),
)
def capture_one_sided(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    lab.serve(net.s1, 80)
    seen = lab.vary("direction", "dst", among=("dst", "src"))
    words = f"{seen} host {net.s1.address(lab.version)}"
    with lab.capture(lab.point(net.s1, (net.r1, "lan"), (net.r2, "lan")), capture_filter=words):
        flows = _downloads(lab, net, 400, 30_000, 2000)
    return {"fault": f"the capture filter is: {words}", "flows": flows}


@scenario(
    "capture-cut",
    shows="""Downloads over a healthy network; the capture file ends in the middle of a frame, as after a full disk
        or a broken copy. What stands before the cut is whole.""",
    capture_quality=["capture-truncated"],
    versions=(4, 6),
)
def capture_cut(lab):
    net = lab.sites(clients=2, wan=lab.wan())
    lab.serve(net.s1, 80)
    with lab.capture(net.s1) as recording:
        flows = _downloads(lab, net, 400, 12_000, 2000)
    return {"fault": "the file is cut in the middle of a frame", "whole_frames": recording.cut(lab.vary("share", 0.8, between=(0.3, 0.97))), "flows": flows}


@scenario(
    "capture-offload",
    shows="""Downloads over a healthy network, captured on a server whose interface cuts segments and computes
        checksums itself: the capture shows frames far above the MTU, and checksums not yet computed, that never
        were on a wire.""",
    capture_quality=["capture-offload"],
    signs={"above-mtu": MANY, "bad-checksum": _ANY},
    versions=(4, 6),
    not_with=("offload",),
)
def capture_offload(lab):
    net = lab.sites(clients=2, offload=True)
    lab.serve(net.s1, 80)
    with lab.capture(net.s1, snaplen=_HEADERS):
        flows = _downloads(lab, net, 400, 300_000, 2000)
    return {"fault": "segmentation and checksum offload of s1 are on", "flows": flows}


@scenario(
    "capture-offload-marked",
    shows="""Requests over a healthy network, captured on a server whose system notes in the file which frames its
        network card had yet to finish: all that the server sends are without their checksum. None is above the MTU.""",
    capture_quality=["capture-offload"],
    versions=(4, 6),
    not_with=("vlan", "vxlan"),
)
def capture_offload_marked(lab):
    net = lab.sites(clients=2)
    lab.serve(net.s1, 80)
    with lab.capture(net.s1, snaplen=_HEADERS) as recording:
        flows = _downloads(lab, net, 400, 3000, 2000)
    own = bytes.fromhex("02000a020002")
    recording.flag(lambda frame: CHECKSUM_NOT_READY if frame.data[6:12] == own else 0)
    return {"fault": "the network card of s1 computes checksums", "flows": flows}
