"""Datagrams larger than the path's packets, in fragments that arrive or do not."""

import contextlib

from ..lab import every
from ..faults import Lose, Postpone, later_fragments
from ..scenario import MANY, Incident, scenario
from ..traffic import filler, flow
from ..wire import Wan

_HEADERS = 128
_PORT = 5005


def _ask(lab, client, server, sizes):
    """Ask for answers of these sizes, one every 0.8 seconds, from one port. Gives the flow and how many came whole."""
    with lab.datagrams(client, timeout=0.7) as asker:
        pending, whole = iter(sizes), 0

        def once():
            size = next(pending)
            asker.sendto(str(size).encode(), (server.address(), _PORT))
            with contextlib.suppress(TimeoutError):
                return len(asker.recv(65535)) == size

        whole = sum(map(bool, every(0.8, len(sizes), once)))
        return flow("udp", *asker.getsockname(), server.address(), _PORT), whole


def _answers(lab, faults, sizes):
    net = lab.sites(wan=Wan(faults=faults))
    lab.serve_datagrams(net.s1, _PORT, lambda question: filler(int(question)))
    with lab.capture(net.c1, snaplen=_HEADERS):
        asked, whole = _ask(lab, net.c1, net.s1, sizes)
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


@scenario(
    "fragment-loss",
    shows="""A server answers over UDP with 4 to 8 kB, in fragments, and the link loses one in six of those that are
        not the first. Answers of one packet come; of the large ones many never get whole, and after 30 seconds the
        client's kernel says by ICMP that it has given up on reassembly.""",
    incidents=[Incident("ip-fragment-loss", clients=["c1"], servers=["s1"])],
    signs={"fragment": MANY, "icmp-11/1": MANY},
)
def fragment_loss(lab):
    sizes = [size for _ in range(6) for size in (4000, 300, 8000, 6000)] + [300] * 24
    truth = _answers(lab, [Lose(later_fragments("clients"), 1 / 6)], sizes)
    return {"fault": "the link between r1 and r2 loses fragments on their way to the client", **truth}


@scenario(
    "fragments-healthy",
    shows="""A server answers over UDP with 4 to 8 kB in fragments, some of which overtake others. All of them
        arrive and every answer gets whole: no incident.""",
    signs={"fragment": MANY},
)
def fragments_healthy(lab):
    late = Postpone(later_fragments("clients"), every=3, milliseconds=(0.3, 1.5))
    truth = _answers(lab, [late], [size for _ in range(3) for size in (4000, 300, 8000, 6000)])
    return {"fault": None, **truth}
