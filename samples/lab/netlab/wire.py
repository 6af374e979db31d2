"""A cable between two namespaces: a process that carries frames between two TAP devices, with seeded faults."""

import heapq
import multiprocessing
import os
import random
import select
import time
from dataclasses import dataclass
from typing import Sequence

from .faults import Passage
from .journal import Deed, Entry, identity
from .kernel import real_time_offset_ns
from .namespaces import die_with_parent
from .packet import Packet
from .tuntap import LARGEST_FRAME, open_tap


@dataclass(frozen=True)
class Wan:
    """The link between the two sites: one-way delay, bottleneck rate, MTU of both ends, faults. What would wait longer
    than `queue_kb` take at this rate is lost."""

    delay_ms: float = 10
    rate_mbit: float = 100
    mtu: int = 1500
    faults: Sequence = ()
    queue_kb: float = float("inf")


class Wire:
    """Has both its ends, devices of this name, from the making on; carries from `start` to `stop`, which gives back the
    log of what it did. Its faults see what follows the first `tunnel_bytes` of each frame."""

    def __init__(self, left, right, wan, seed, name="wan", tunnel_bytes=0):
        self._taps = [open_tap(left, name), open_tap(right, name)]
        self._wan, self._seed, self._tunnel_bytes = wan, seed, tunnel_bytes
        self._process = self._log = None

    def start(self):
        """Begin to carry. Both ends must be up."""
        self._control, theirs = multiprocessing.Pipe()
        carrier = _Carrier(self._taps, self._wan, random.Random(self._seed), theirs, self._tunnel_bytes)
        self._process = multiprocessing.get_context("fork").Process(target=carrier.run, daemon=True)
        self._process.start()
        theirs.close()
        while self._taps:
            os.close(self._taps.pop())

    def stop(self):
        """{carried, postponed, lost: each frame that did not arrive, journal: each passage of a TCP segment, deeds: of
        its faults}. The same again if it has stopped before."""
        if self._log:
            return self._log
        self._control.send("stop")
        log = self._control.recv() if self._control.poll(5) else None
        self.kill()
        if log is None:
            raise RuntimeError("the wire gave no log")
        self._log = log
        return log

    def kill(self):
        if self._process:
            self._process.kill()
            self._process.join()


class _Carrier:
    """The loop of the wire's own process."""

    TOWARD = ("servers", "clients")

    def __init__(self, taps, wan, rng, control, tunnel_bytes):
        self._tunnel_bytes, self._offset_ns = tunnel_bytes, real_time_offset_ns()
        self._taps, self._wan, self._rng, self._control = taps, wan, rng, control
        self._bytes_per_second = wan.rate_mbit * 125_000
        self._queue_seconds = wan.queue_kb * 1000 / self._bytes_per_second
        self._free = [0.0, 0.0]
        self._waiting = []  # heap of (release time, number, descriptor, frame)
        self._entered = self._sent = 0
        self._log = {"carried": 0, "postponed": 0, "lost": [], "journal": [], "deeds": []}

    def run(self):
        die_with_parent()
        os.nice(-10)
        while True:
            self._release(time.monotonic())
            pause = max(0.0, self._waiting[0][0] - time.monotonic()) if self._waiting else None
            ready, _, _ = select.select([*self._taps, self._control], [], [], pause)
            if self._control in ready:
                break
            for side, tap in enumerate(self._taps):
                if tap in ready:
                    self._drain(side)
        self._control.send(self._log)

    def _release(self, now):
        while self._waiting and self._waiting[0][0] <= now:
            _, _, tap, frame = heapq.heappop(self._waiting)
            os.write(tap, frame)
            self._log["carried"] += 1

    def _drain(self, side):
        while True:
            try:
                frame = os.read(self._taps[side], LARGEST_FRAME)
            except BlockingIOError:
                return
            self._accept(side, frame)

    def _accept(self, side, frame):
        self._entered += 1
        passage = Passage(Packet(frame[self._tunnel_bytes :], self.TOWARD[side]), self._entered, time.monotonic())
        for fault in self._wan.faults:
            before = passage.suffered()
            fault.treat(passage, self._rng)
            if passage.suffered() != before:
                self._tell(passage, passage.deed(before), getattr(fault, "why", type(fault).__name__))
        begins = max(self._free[side], passage.entered, passage.held_until)
        if begins - passage.entered > self._queue_seconds and not passage.lost:
            passage.lost = True
            self._tell(passage, "lost", "the queue of the link is full")
        through = begins + len(frame) / self._bytes_per_second
        release = through + self._wan.delay_ms / 1000 + passage.late
        if passage.lost:
            self._log["lost"].append(passage.packet.described())
            self._note(passage, "lost", release)
            return
        self._free[side] = through
        self._log["postponed"] += passage.late > 0
        self._note(passage, "late" if passage.late or passage.held_until else "carried", release)
        self._send(side, frame, release)
        for following in passage.doubled:
            self._note(passage, "double", release + following)
            self._send(side, frame, release + following)

    def _send(self, side, frame, release):
        self._sent += 1
        heapq.heappush(self._waiting, (release, self._sent, self._taps[1 - side], frame))

    def _tell(self, passage, deed, why):
        now_ns = int(passage.entered * 1e9) + self._offset_ns
        self._log["deeds"].append(Deed(now_ns, "wan", deed, why, passage.packet.identified()))

    def _note(self, passage, deed, release):
        if passage.packet.is_tcp:
            times = int(passage.entered * 1e9), int(release * 1e9)
            self._log["journal"].append(Entry(identity(passage.packet), deed, *times, passage.number))
