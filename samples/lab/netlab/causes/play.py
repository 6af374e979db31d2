"""Plays a plan and writes down the evidence: captures at several points, the kernel's trace, the wire's journal."""

import contextlib
import time
from pathlib import Path
from pprint import pformat

from .. import table, traffic
from ..kernel import real_time_offset_ns
from ..lab import Lab
from ..recording import Recording
from . import evidence, plans, talk

_HEADERS = 128  # of each frame: enough for every header
_SILENCE = 0.5  # seconds for the last FIN and its ACK, on top of the round-trip time
_REFUSALS = "TCPRcvQDrop TCPOFODrop TCPZeroWindowDrop TCPBacklogDrop RcvPruned OfoPruned ListenDrops".split()
_CAPTURE = {"snaplen": _HEADERS, "capture_filter": "tcp"}


def play(scenario, seed, port, folder):
    """Play a scenario of this seed with servers at this port, which no other play of this time may have."""
    with Lab(scenario, seed, version=4) as lab:
        plan = plans.plan(scenario, lab.rng)
        net = lab.sites(wan=plan.wan)
        for host in (net.c1, net.s1):
            host.sysctl(**plan.settings)
            host.ip("link set eth0 gso_max_segs 1")  # so that each resend is one packet
        points = _points(net, lab.rng)
        notes = talk.Notes()
        for version in (4, 6):
            listener = traffic.listen(net.s1, port, version)
            talk.tuned(listener, plan.listener)
            traffic.serve(listener, talk.answer(notes))
        trace = lab.kernel_trace(port)
        with contextlib.ExitStack() as captures:
            recordings = {}
            for point, host, interfaces in _points(net, lab.rng):
                each = [lab.capture(host, interface=name, **_CAPTURE) for name in interfaces]
                recordings[point] = [captures.enter_context(capture) for capture in each]
            lab.at_once(*(_held(lab, net, port, one, notes) for one in plan.talks))
            time.sleep(_SILENCE + plan.wan.delay_ms / 500)
        told, journal, offset_ns = trace.stop(), net.wire.stop()["journal"], real_time_offset_ns()
        unread = [drop for host in (net.c1, net.s1) for drop in _refused(host)]
    stem = f"{folder}/{scenario}-{seed}"
    for stale in Path(folder).glob(f"{scenario}-{seed}.*"):
        stale.unlink()
    for point, captured in recordings.items():
        comment = f"{scenario}: made by samples/lab/causes with seed {seed}"
        Recording.write_merged(Path(f"{stem}.{point}.pcapng"), comment, captured)
    evidence.write(stem, told, journal, offset_ns)
    table.write(Path(f"{stem}.tcpinfo.tsv"), talk.INFO_HEADING, notes.infos)
    Path(f"{stem}.plan.txt").write_text(pformat(plan, width=120) + "\n")
    return notes.failed + unread


def _refused(host):
    """What this host's TCP threw away although it arrived: the truth takes for granted that it does not happen."""
    counts = host.run("cat", "/proc/net/netstat").split("\n")
    names, values = counts[0].split(), counts[1].split()
    counted = zip(names, values, strict=True)
    return [f"{host.label}: {name} {value}" for name, value in counted if name in _REFUSALS and value != "0"]


def _held(lab, net, port, one, notes):
    return lambda: talk.hold(lab, net.c1, net.s1, port, one, notes)


def _points(net, rng):
    """Each end, and one router: at its side of the wire, at both its ports, or on all its devices at once."""
    router, port = rng.choice(((net.r1, "c1"), (net.r2, "s1")))
    kind, interfaces = rng.choice((("wan", ["wan"]), ("ports", [port, "wan"]), ("any", ["any"])))
    yield "client", net.c1, ["eth0"]
    yield "server", net.s1, ["eth0"]
    yield f"{router.label}-{kind}", router, interfaces
