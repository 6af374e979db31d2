"""Segment sizes that two hosts agree on and the path between them."""

from ..lab import every
from ..scenario import Incident, scenario
from ..wire import Wan


def _downloads(lab, net, port, size):
    calls = [
        lambda client=client: every(0.5, 3, lambda: lab.fetch(client, net.s1, port, size)) for client in net.clients
    ]
    return [done for some in lab.at_once(*calls) for done in some]


def _clamped(lab):
    mss = lab.vary("mss", 460, between=(300, 500) if lab.version == 4 else (400, 1100))
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 8, between=(2, 40))))
    net.r1.tables(f"-t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss {mss}", lab.version)
    port = lab.vary("port", 80, among=(80, 443, 8080))
    lab.serve(net.s1, port)
    with lab.capture(lab.point(net.s1, (net.r1, "wan"), (net.r2, "lan")), snaplen=128):
        flows = _downloads(lab, net, port, lab.vary("size", 12_000, between=(12_000, 60_000)))
    fault = f"r1 sets the MSS of every handshake to {mss} although the path carries 1500 bytes"
    return {"fault": fault, "guilty_flows": flows}


for _version, _suffix in ((4, ""), (6, "-ipv6")):
    scenario(
        f"mss-mismatch{_suffix}",
        shows="""A router clamps the MSS of every connection far below what the path carries and below what any link
            may ask for: downloads come in three times as many segments as they need. It works; it costs.""",
        incidents=[Incident("mss-mismatch", clients=["c1", "c2"], servers=["s1"])],
        version=_version,
    )(_clamped)


@scenario(
    "mss-mismatch-no-option",
    shows="""An old middlebox takes the MSS option out of each SYN to one port: the server may assume no more than the
        least that every host takes, and its downloads come in small segments. Those of another port are full-size.""",
    incidents=[Incident("mss-mismatch", clients=["c1", "c2"], servers=["s1"])],
)
def without_option(lab):
    net = lab.sites(clients=2, wan=Wan(delay_ms=lab.vary("delay_ms", 8, between=(2, 40))))
    old, good = lab.vary("port", 80, among=(80, 8080)), 443
    net.r1.tables(f"-t mangle -A FORWARD -p tcp --dport {old} --syn -j TCPOPTSTRIP --strip-options mss")
    for port in (old, good):
        lab.serve(net.s1, port)
    size = lab.vary("size", 12_000, between=(12_000, 60_000))
    with lab.capture(lab.point(net.s1, (net.r1, "wan"), (net.r2, "lan")), snaplen=128):
        guilty, healthy = lab.at_once(
            lambda: _downloads(lab, net, old, size), lambda: _downloads(lab, net, good, size)
        )
    fault = f"r1 takes the MSS option out of each SYN to port {old}"
    return {"fault": fault, "guilty_flows": guilty, "healthy_flows": healthy}


@scenario(
    "mss-clamped-well",
    shows="""A link of 1400 bytes before which the router clamps the MSS to 1360: nothing is lost and no ICMP is needed.
        This is how it should be.""",
    versions=(4, 6),
)
def clamped_well(lab):
    mtu = lab.vary("path_mtu", 1400, between=(1320, 1480))
    net = lab.sites(clients=2, wan=Wan(mtu=mtu, delay_ms=lab.vary("delay_ms", 8, between=(2, 40))))
    for router in net.routers:
        router.tables("-t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu", lab.version)
    lab.serve(net.s1, 80)
    with lab.capture(lab.point(net.s1, net.c1, (net.r1, "wan")), snaplen=128):
        flows = _downloads(lab, net, 80, 9_000)
    return {"fault": None, "healthy_flows": flows}
