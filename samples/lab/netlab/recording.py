"""Capturing with tcpdump, and what a bad capture can do to the frames afterwards."""

import re
import signal
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from . import pcapng

_WHOLE_FRAMES = 262144
_ADDRESSES = 12  # bytes of an Ethernet header, before what tells the kind of its content
_TAIL_SECONDS = 0.4  # tcpdump gets frames late; an earlier stop would lose the last ones


class Recording:
    """One capture at one interface, from `start` to `stop`."""

    def __init__(self, host, interface="eth0", snaplen=_WHOLE_FRAMES, capture_filter="", tags=b""):
        self.point = f"{host.label} {interface}"
        self._host, self._interface = host, interface
        self._snaplen, self._filter, self._tags = snaplen, capture_filter, tags
        self._frames, self._link_type = [], None
        self._dropped, self._cut_frame = 0, None

    def start(self):
        self._folder = tempfile.TemporaryDirectory(prefix="capturelab-")
        self._file = Path(self._folder.name, "capture.pcap")
        command = f"tcpdump -Z root -n -i {self._interface} -s {self._snaplen} --immediate-mode -B 16384"
        command += f" --time-stamp-precision=nano -w {self._file} {self._filter}"
        self._process = self._host.start(*command.split(), stderr=open(self._file.with_suffix(".log"), "w"))
        self._wait_for("listening on")

    def stop(self):
        time.sleep(_TAIL_SECONDS)
        self._process.send_signal(signal.SIGINT)
        self._process.wait(10)
        lost = re.search(r"(\d+) packets? dropped by kernel", self._wait_for("dropped by kernel"))
        if int(lost[1]):
            raise RuntimeError(f"tcpdump lost {lost[1]} packets that the laboratory wanted")
        self._link_type, frames = pcapng.read_pcap(self._file)
        self._frames = [self._tagged(frame) for frame in frames] if self._tags else frames
        self.discard()

    def _tagged(self, frame):
        """The frame as a trunk port shows it. The kernel of the laboratory may have no VLAN devices."""
        length = frame.original_length + len(self._tags)
        addresses, rest = frame.data[:_ADDRESSES], frame.data[_ADDRESSES:]
        return replace(frame, original_length=length, data=addresses + self._tags + rest)

    def discard(self):
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()

    def _wait_for(self, words):
        for _ in range(200):
            said = self._file.with_suffix(".log").read_text()
            if words in said:
                return said
            time.sleep(0.05)
        raise RuntimeError(f"tcpdump did not say '{words}': {said}")

    @property
    def first_ns(self):
        """Time stamp of its first frame."""
        return self._frames[0].time_ns

    def forget(self, probability, rng):
        """Take frames away as a capture that is too slow does, and count them as the interface's drops."""
        kept = [frame for frame in self._frames if rng.random() >= probability]
        self._dropped += len(self._frames) - len(kept)
        self._frames = kept
        return self._dropped

    def shift(self, seconds):
        """Stamp each frame so many seconds later, `seconds(number, count, frame)`, and leave their order as it is."""
        count = len(self._frames)
        moves = [round(seconds(number, count, frame) * 1e9) for number, frame in enumerate(self._frames)]
        self._frames = [replace(frame, time_ns=frame.time_ns + move) for frame, move in zip(self._frames, moves)]

    def flag(self, flags):
        """Let the file say of each frame what the capturing system knew of it, `flags(frame)`, as EPB flags."""
        self._frames = [replace(frame, flags=flags(frame)) for frame in self._frames]

    def sort(self):
        """Put the frames in the order of their stamps, as merging does."""
        self._frames.sort(key=lambda frame: frame.time_ns)

    def forget_between(self, begin, end):
        """Take the frames of a part of the time away, given as shares of it, as if nobody had listened then."""
        first, last = self._frames[0].time_ns, self._frames[-1].time_ns
        hole = range(int(first + begin * (last - first)), int(first + end * (last - first)))
        kept = [frame for frame in self._frames if frame.time_ns not in hole]
        missing, self._frames = len(self._frames) - len(kept), kept
        return missing

    def forget_filter(self):
        """Do not tell of the capture filter, as pcap files and converted ones do not."""
        self._filter = ""

    def cut(self, share):
        """End the file in the middle of the frame at this share of the capture. Gives how many whole ones are left."""
        self._cut_frame = int(len(self._frames) * share)
        return self._cut_frame

    def write(self, path, comment):
        head = pcapng.section(comment) + self._described()
        blocks = [pcapng.packet(frame) for frame in self._frames]
        if self._cut_frame is not None:
            broken = blocks[self._cut_frame]
            path.write_bytes(head + b"".join(blocks[: self._cut_frame]) + broken[: len(broken) // 2])
            return
        ends = self._frames[0].time_ns, self._frames[-1].time_ns
        tail = pcapng.statistics(*ends, len(self._frames) + self._dropped, self._dropped)
        path.write_bytes(head + b"".join(blocks) + tail)

    def _described(self):
        return pcapng.interface(self._interface, self._link_type, self._snaplen, self._filter)

    @staticmethod
    def write_merged(path, comment, recordings):
        """Write what was captured at several interfaces as one capture, in the order of time."""
        frames = [
            replace(frame, interface=number)
            for number, recording in enumerate(recordings)
            for frame in recording._frames
        ]
        blocks = [pcapng.section(comment)] + [recording._described() for recording in recordings]
        blocks += [pcapng.packet(frame) for frame in sorted(frames, key=lambda frame: frame.time_ns)]
        path.write_bytes(b"".join(blocks))
