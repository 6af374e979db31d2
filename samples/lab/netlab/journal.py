"""What the laboratory did to packets. The wire's own journal tells what became of each TCP segment that entered it, one
line for each copy that left or was lost; deeds tell of everything that was done on purpose, by whom and why."""

from typing import NamedTuple

from . import table


class Identity(NamedTuple):
    """What stays the same in a packet on its way from host to host. Two packets may share it, if their sender makes
    them equal: without IP ID and time stamps a resend equals its original."""

    source: str
    source_port: int
    destination: str
    destination_port: int
    ip_id: int
    seq: int
    payload: int
    checksum: int


class Entry(NamedTuple):
    identity: Identity
    deed: str  # carried, late, double, or lost
    entered_ns: int  # of the monotonic clock
    left_ns: int  # what is lost would have left then
    number: int  # of the packet; copies share it


_PACKET = "protocol source source_port destination destination_port ip_id fragment_offset seq payload".split()
_HEADING = ["time", "where", "deed", "why", *_PACKET]


class Deed(NamedTuple):
    """Something done on purpose that the capture shows or hides."""

    time_ns: int  # since the epoch, as in captures
    where: str
    deed: str
    why: str
    packet: dict  # of the packet to which it was done, or empty


def write(path, deeds):
    """A table of deeds in the order of time, in seconds since the epoch; what a packet lacks is left empty. Without any
    deed there is no file."""
    if not deeds:
        return
    rows = [
        (f"{deed.time_ns // 10**9}.{deed.time_ns % 10**9:09}", deed.where, deed.deed, deed.why)
        + tuple(deed.packet.get(name, "") for name in _PACKET)
        for deed in sorted(deeds, key=lambda deed: deed.time_ns)
    ]
    table.write(path, _HEADING, rows)


def identity(packet):
    return Identity(
        packet.source,
        packet.source_port,
        packet.destination,
        packet.destination_port,
        packet.ip_id,
        packet.seq,
        packet.payload,
        packet.checksum,
    )
