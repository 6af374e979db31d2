"""What the kernel says about the segments that it sends again: a trace instance of our own, for one port."""

import os
import re
import time
from pathlib import Path
from typing import NamedTuple

from .namespaces import PREFIX

_TRACING = Path("/sys/kernel/tracing")
_INSTANCES = _TRACING / "instances"
_BUFFER_KB = 16384
_WITH_STACK = "tcp_retransmit_skb", "tcp_retransmit_synack"
_OF_SOCKETS = *_WITH_STACK, "tcp_cong_state_set"
_TIMER = "timer_expire_entry"
_TIMERS = "tcp_write_timer", "reqsk_timer_handler"
_STATES = ("Open", "Disorder", "CWR", "Recovery", "Loss")
_ENTRY = re.compile(r".*?\[(\d+)\] \S+ +(\d+)\.(\d{6}): (.*)")
_STACK = "<stack trace>"
_AT_ONCE_NS = 500_000
UNKNOWN = "?"
_FIELD = re.compile(r"(\w+)=(\S+)")
_FRAME = re.compile(r"^ => (\w+)")
_FUNCTION = re.compile(r"function=(\w+)")
# The first of these functions that stands anywhere in the stack tells why.
_REASONS = {
    "tcp_send_loss_probe": "probe",
    "tcp_retransmit_timer": "timer",
    "tcp_simple_retransmit": "path-mtu",
    "tcp_xmit_retransmit_queue": "queue",
    "reqsk_timer_handler": "timer",
    "tcp_check_req": "answer",
}


class Resend(NamedTuple):
    """One segment sent again, as the kernel tells it."""

    source: str
    source_port: int
    destination: str
    destination_port: int
    time_ns: int  # of the monotonic clock
    reason: str  # probe, timer, path-mtu, queue (on an ACK), answer (a SYN-ACK to a SYN that came again)
    state: str  # of the congestion control


class KernelTrace:
    """From `start` to `stop`, which gives the text of the trace, for `resends` to read: about the sockets that have
    this port at either end."""

    def __init__(self, port):
        self._port = port
        self._folder = _INSTANCES / f"{PREFIX}-{os.getpid()}"

    def start(self):
        if not _INSTANCES.is_dir():
            raise FileNotFoundError(f"no kernel trace at {_TRACING}; try: mount -t tracefs tracefs {_TRACING}")
        self._folder.mkdir()
        self._write("trace_clock", "mono")
        self._write("buffer_size_kb", _BUFFER_KB)
        ours = f"sport == {self._port} || dport == {self._port}"
        for event in _OF_SOCKETS:
            self._write(f"events/tcp/{event}/filter", ours)
            if event in _WITH_STACK:
                self._write(f"events/tcp/{event}/trigger", f"stacktrace if {ours}")
            self._write(f"events/tcp/{event}/enable", 1)
        timers = " || ".join(f"function.function == {name}" for name in _TIMERS)
        self._write(f"events/timer/{_TIMER}/filter", timers)
        self._write(f"events/timer/{_TIMER}/enable", 1)

    def stop(self):
        self._write("tracing_on", 0)
        try:
            return (self._folder / "trace").read_text()
        finally:
            self.remove()

    def remove(self):
        if self._folder.exists():
            self._folder.rmdir()

    def _write(self, name, value):
        (self._folder / name).write_text(f"{value}\n")


def remove_leftovers():
    """Remove the instances of runs that were killed before they could."""
    for path in _INSTANCES.glob(f"{PREFIX}-*"):
        if not Path("/proc", path.name.split("-")[1]).exists():
            path.rmdir()


def real_time_offset_ns():
    """What to add to the monotonic clock to get the time that captures have."""
    before = time.monotonic_ns()
    real = time.time_ns()
    return real - (before + time.monotonic_ns()) // 2


def resends(text):
    """Every `Resend` that a trace tells of, in the order of time."""
    events, latest, timers, told = [], {}, {}, None  # latest, timers: by processor
    for line in text.splitlines():
        if entry := _ENTRY.match(line):
            processor, what = entry[1], entry[4]
            if what.startswith(_STACK):  # of the latest event of this processor
                told = latest[processor]
            elif what.startswith(_TIMER):
                timers[processor] = _time_ns(*entry.groups()[1:3]), _FUNCTION.search(what)[1]
            else:
                told = latest[processor] = _Event(_time_ns(*entry.groups()[1:3]), what, timers.get(processor))
                events.append(told)
        elif frame := _FRAME.match(line):
            told.stack.append(frame[1])
    return _told(events)


def _told(events):
    latest = {}  # event of a change of state, by flow
    for event in events:
        if event.name not in _WITH_STACK:
            latest[event.flow] = event
        elif not event.failed:
            change = latest.get(event.flow)
            yield Resend(*event.flow, event.time_ns, event.reason(change), change.state if change else _STATES[0])


def _time_ns(seconds, micros):
    return int(seconds) * 10**9 + int(micros) * 1000


class _Event:
    """An event of the trace; its stack comes later, after events of other processors perhaps."""

    def __init__(self, time_ns, text, timer):
        self.time_ns = time_ns
        self.timer = timer  # that ran out on the same processor before: (time, function)
        self.name = text.partition(":")[0]
        fields = dict(_FIELD.findall(text))
        v6 = "v6" if fields["family"] == "AF_INET6" else ""
        ends = fields[f"saddr{v6}"], fields["sport"], fields[f"daddr{v6}"], fields["dport"]
        self.flow = (ends[0], int(ends[1]), ends[2], int(ends[3]))
        self.state = _STATES[int(fields.get("cong_state", 0))]
        self.failed = fields.get("err", "0") != "0"
        self.stack = []

    def reason(self, change):
        known = [reason for name, reason in _REASONS.items() if name in self.stack]
        return known[0] if known else self._reason_without_stack(change)

    def _reason_without_stack(self, change):
        """The kernel cannot always take a stack where it interrupts an idle processor. What that processor did just before
        stands in: a timer of TCP's ran out or not, and then the state changed unless the timer was the probe's."""
        if change and change.state == "Loss" and self._is_just_after(change.time_ns):
            return "timer"
        function = self.timer[1] if self.timer and self._is_just_after(self.timer[0]) else None
        if self.name == "tcp_retransmit_synack":
            return "timer" if function == "reqsk_timer_handler" else "answer"
        is_quiet = change is None or change.state in ("Open", "CWR")  # elsewhere the timer of RACK runs out
        return "probe" if function == "tcp_write_timer" and is_quiet else "queue"

    def _is_just_after(self, time_ns):
        return self.time_ns - time_ns < _AT_ONCE_NS
