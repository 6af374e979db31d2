"""Connections of a play: what each says, how fast it writes and reads, and what the kernel counted in the end."""

import contextlib
import socket
import struct
import time
from dataclasses import dataclass, field
from typing import Mapping, NamedTuple, Sequence

from .. import traffic

_OPTIONS = {
    "congestion": lambda name: (socket.IPPROTO_TCP, socket.TCP_CONGESTION, name.encode()),
    "receive_buffer": lambda size: (socket.SOL_SOCKET, socket.SO_RCVBUF, size),
    "send_buffer": lambda size: (socket.SOL_SOCKET, socket.SO_SNDBUF, size),
    "keep_alive": lambda on: (socket.SOL_SOCKET, socket.SO_KEEPALIVE, on),
    "keep_alive_idle": lambda seconds: (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, seconds),
    "keep_alive_interval": lambda seconds: (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, seconds),
    "no_delay": lambda on: (socket.IPPROTO_TCP, socket.TCP_NODELAY, on),
}
_ALL_AT_ONCE = (1 << 30, 0.0)
_LARGEST_READ = 65536


class Pace(NamedTuple):
    """So many bytes, then a pause in seconds, again and again."""

    bytes: int = _ALL_AT_ONCE[0]
    pause: float = _ALL_AT_ONCE[1]


@dataclass(frozen=True)
class Transfer:
    """So many bytes down (to the client) or up; for one that goes down the client sends a short request."""

    way: str
    size: int
    write: Pace = Pace()
    read: Pace = Pace()
    idle: float = 0.0  # seconds of silence afterwards


@dataclass(frozen=True)
class Talk:
    """One connection; `options` are those of the client's socket."""

    transfers: Sequence[Transfer]
    version: int = 4
    congestion: str = "cubic"  # of both ends
    begins: float = 0.0
    options: Mapping = field(default_factory=dict)


def tuned(made, options):
    for name, value in options.items():
        made.setsockopt(*_OPTIONS[name](value))


def hold(lab, host, server, port, talk, notes):
    """Hold a talk. One that breaks down is told in the notes and is no failure of the play."""
    time.sleep(talk.begins)
    session = lab.session(host, server, port, timeout=12, version=talk.version)
    tuned(session.socket, {"congestion": talk.congestion, **talk.options})
    try:
        session.open()
        for transfer in talk.transfers:
            _ask(session.socket, transfer, talk.congestion)
            time.sleep(transfer.idle)
        notes.ended(session.socket)
        session.finish()
        _read(session.socket, None, Pace())
    except OSError as failure:
        notes.failed.append(f"{session.flow['orig_port']}: {type(failure).__name__}: {failure}")
        notes.ended(session.socket)
    session.drop()


def _ask(made, transfer, congestion):
    downward = transfer.way == "down"
    theirs = transfer.write if downward else transfer.read
    made.sendall(f"{transfer.way} {transfer.size} {theirs.bytes} {theirs.pause} {congestion}\n".encode())
    if downward:
        _read(made, transfer.size, transfer.read)
    else:
        _write(made, transfer.size, transfer.write)
        _read(made, 1, Pace())


def answer(notes):
    """The server's side: a handler for `traffic.serve`."""

    def handler(connection):
        try:
            while line := _line(connection):
                way, size, count, pause, congestion = line.split()
                tuned(connection, {"congestion": congestion})
                pace = Pace(int(count), float(pause))
                if way == "down":
                    _write(connection, int(size), pace)
                else:
                    _read(connection, int(size), pace)
                    connection.sendall(b"k")
        finally:
            notes.ended(connection)

    return handler


def _line(connection):
    line = b""
    while not line.endswith(b"\n"):
        if not (byte := connection.recv(1)):
            return ""
        line += byte
    return line.decode()


def _write(made, size, pace):
    while size > 0:
        part = min(size, pace.bytes)
        made.sendall(traffic.filler(part))
        size -= part
        time.sleep(pace.pause)


def _read(made, size, pace):
    """Read so many bytes, or, without a size, to the end."""
    budget = pace.bytes
    while size is None or size > 0:
        got = made.recv(min(_LARGEST_READ, budget, *([] if size is None else [size])))
        if not got:
            return
        size = None if size is None else size - len(got)
        budget -= len(got)
        if budget == 0:
            time.sleep(pace.pause)
            budget = pace.bytes


# From struct tcp_info of linux/tcp.h: where each number stands. Times are in microseconds.
_INFO = {
    "rtt": ("I", 68),
    "total_retrans": ("I", 100),
    "min_rtt": ("I", 148),
    "busy_time": ("Q", 168),
    "rwnd_limited": ("Q", 176),
    "sndbuf_limited": ("Q", 184),
    "bytes_sent": ("Q", 200),
    "bytes_retrans": ("Q", 208),
    "dsack_dups": ("I", 216),
    "rcv_ooopack": ("I", 224),
}
_INFO_BYTES = 256
INFO_HEADING = ("source", "source_port", "destination", "destination_port", *_INFO)


class Notes:
    """What both ends write down while a play runs."""

    def __init__(self):
        self.infos, self.failed = [], []

    def ended(self, made):
        """Note the kernel's counts of a connection, as this end sees what it sent."""
        with contextlib.suppress(OSError):
            info = made.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
            numbers = [struct.unpack_from(f"={kind}", info, offset)[0] for kind, offset in _INFO.values()]
            self.infos.append((*made.getsockname()[:2], *made.getpeername()[:2], *numbers))
