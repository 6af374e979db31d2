"""A cable between two namespaces: a process that carries frames between two TAP devices, with seeded faults."""

import fcntl
import heapq
import multiprocessing
import os
import random
import select
import struct
import time
from dataclasses import dataclass
from typing import Callable, Sequence

from .namespaces import die_with_parent
from .packet import TCP, Packet

_TUNSETIFF, _IFF_TAP, _IFF_NO_PI = 0x400454CA, 0x0002, 0x1000
_LARGEST_FRAME = 65600


def tcp_data(toward):
    """Picks TCP segments with payload on their way to the clients or to the servers."""
    return lambda packet: packet.toward == toward and packet.protocol == TCP and packet.payload > 0


def later_fragments(toward):
    """Picks fragments other than the first."""
    return lambda packet: packet.toward == toward and packet.fragment_offset > 0


@dataclass(frozen=True)
class Lose:
    """Loses each packet that `which` picks with this probability."""

    which: Callable[[Packet], bool]
    probability: float

    def delay(self, packet, rng):
        return None if self.which(packet) and rng.random() < self.probability else 0.0


@dataclass(frozen=True)
class Postpone:
    """Holds back about every n-th packet that `which` picks by a time from this range, so that others overtake it."""

    which: Callable[[Packet], bool]
    every: int
    milliseconds: tuple

    def delay(self, packet, rng):
        hit = self.which(packet) and rng.random() < 1 / self.every
        return rng.uniform(*self.milliseconds) / 1000 if hit else 0.0


@dataclass(frozen=True)
class Wan:
    """The link between the two sites: one-way delay, bottleneck rate, MTU of both ends, faults."""

    delay_ms: float = 10
    rate_mbit: float = 100
    mtu: int = 1500
    faults: Sequence = ()


class Wire:
    """Has both its ends from the making on, carries from `start` to `stop`, which gives back the log of what it did."""

    def __init__(self, left, right, wan, seed):
        self._taps = [_open_tap(left), _open_tap(right)]
        self._wan, self._seed = wan, seed
        self._process = None

    def start(self):
        """Begin to carry. Both ends must be up."""
        self._control, theirs = multiprocessing.Pipe()
        carrier = _Carrier(self._taps, self._wan, random.Random(self._seed), theirs)
        self._process = multiprocessing.get_context("fork").Process(target=carrier.run, daemon=True)
        self._process.start()
        theirs.close()
        while self._taps:
            os.close(self._taps.pop())

    def stop(self):
        """{carried, postponed, lost: one entry for each frame that did not arrive}"""
        self._control.send("stop")
        log = self._control.recv() if self._control.poll(5) else None
        self.kill()
        if log is None:
            raise RuntimeError("the wire gave no log")
        return log

    def kill(self):
        if self._process:
            self._process.kill()
            self._process.join()


def _open_tap(namespace):
    with namespace.entered():
        descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(descriptor, _TUNSETIFF, struct.pack("16sH22x", b"wan", _IFF_TAP | _IFF_NO_PI))
    return descriptor


class _Carrier:
    """The loop of the wire's own process."""

    TOWARD = ("servers", "clients")

    def __init__(self, taps, wan, rng, control):
        self._taps, self._wan, self._rng, self._control = taps, wan, rng, control
        self._bytes_per_second = wan.rate_mbit * 125_000
        self._free = [0.0, 0.0]
        self._waiting = []  # heap of (release time, number, descriptor, frame)
        self._number = 0
        self._log = {"carried": 0, "postponed": 0, "lost": []}

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
                frame = os.read(self._taps[side], _LARGEST_FRAME)
            except BlockingIOError:
                return
            self._accept(side, frame)

    def _accept(self, side, frame):
        packet = Packet(frame, self.TOWARD[side])
        delays = [fault.delay(packet, self._rng) for fault in self._wan.faults]
        if None in delays:
            self._log["lost"].append(packet.described())
            return
        extra = sum(delays)
        self._log["postponed"] += extra > 0
        self._free[side] = max(self._free[side], time.monotonic()) + len(frame) / self._bytes_per_second
        release = self._free[side] + self._wan.delay_ms / 1000 + extra
        self._number += 1
        heapq.heappush(self._waiting, (release, self._number, self._taps[1 - side], frame))
