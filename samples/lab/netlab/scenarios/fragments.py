"""Datagrams larger than the path's packets, in fragments that arrive or do not."""

import contextlib

from ..faults import Lose, Postpone, later_fragments
from ..lab import every
from ..scenario import MANY, Incident, scenario
from ..traffic import filler, flow

_HEADERS = 128
_GIVES_UP = {4: "icmp-11/1", 6: "icmpv6-3/1"}


def _ask(lab, client, server, port, sizes):
    """Ask for answers of these sizes, one every 0.8 seconds, from one port. Gives the flow and how many came whole."""
    with lab.datagrams(client, timeout=0.7) as asker:
        pending, address = iter(sizes), server.address(lab.version)

        def once():
            size = next(pending)
            asker.sendto(str(size).encode(), (address, port))
            with contextlib.suppress(TimeoutError):
                return len(asker.recv(65535)) == size

        whole = sum(map(bool, every(0.8, len(sizes), once)))
        return flow("udp", *asker.getsockname()[:2], address, port), whole


def _answers(lab, faults, sizes):
    net = lab.sites(wan=lab.wan(faults=faults))
    net.c1.sysctl(ipv6__ip6frag_time=30)
    port = lab.vary("port", 5005, among=(5005, 514, 1812, 9999))
    lab.serve_datagrams(net.s1, port, lambda question: filler(int(question)))
    with lab.capture(lab.point(net.c1, (net.r1, "lan"), (net.r1, "wan")), snaplen=_HEADERS):
        asked, whole = _ask(lab, net.c1, net.s1, port, sizes)
    log = net.wire.stop()
    incomplete = {packet["ip_id"] for packet in log["lost"]}
    return {
        "flows": [asked],
        "answers_asked_for": len(sizes),
        "answers_that_came": whole,
        "incomplete_datagrams": len(incomplete),
        "lost_fragments": len(log["lost"]),
        "postponed_fragments": log["postponed"],
        "lost": log["lost"],
    }


def _large(lab):
    return lab.vary("largest", 8000, between=(4500, 16_000))


@scenario(
    "fragment-loss",
    shows="""A server answers over UDP with 4 to 8 kB, in fragments, and the link loses one in six of those that are
        not the first. Answers of one packet come; of the large ones many never get whole, and after 30 seconds the
        client's kernel says by ICMP that it has given up on reassembly.""",
    incidents=[Incident("ip-fragment-loss", clients=["c1"], servers=["s1"])],
    signs=lambda truth: {"fragment": MANY, truth["sign"]: MANY},
    versions=(4, 6),
)
def fragment_loss(lab):
    share, rounds = lab.vary("loss", 1 / 6, between=(0.1, 0.5)), lab.vary("rounds", 6, between=(5, 8))
    sizes = [size for _ in range(rounds) for size in (4000, 300, _large(lab), 6000)] + [300] * (48 - 4 * rounds)
    truth = _answers(lab, [Lose(later_fragments("clients"), share)], sizes)
    fault = "the link between r1 and r2 loses fragments on their way to the client"
    return {"fault": fault, "sign": _GIVES_UP[lab.version], **truth}


@scenario(
    "fragments-healthy",
    shows="""A server answers over UDP with 4 to 8 kB in fragments, some of which overtake others. All of them
        arrive and every answer gets whole: no incident.""",
    signs={"fragment": MANY},
    versions=(4, 6),
)
def fragments_healthy(lab):
    late = Postpone(later_fragments("clients"), lab.vary("every", 3, between=(2, 10)), milliseconds=(0.3, 1.5))
    truth = _answers(lab, [late], [size for _ in range(3) for size in (4000, 300, _large(lab), 6000)])
    return {"fault": None, **truth}
