"""What a play leaves behind for the truth: the kernel's trace, the wire's journal, the captures."""

from pathlib import Path
from typing import NamedTuple

from .. import kernel, pcapng, table
from ..journal import Entry, Identity, identity
from ..packet import Packet


class Sighting(NamedTuple):
    """A TCP segment in a capture."""

    frame: int  # number in the capture, from 1
    port: tuple  # where in the capture it was seen, when one capture holds several interfaces
    time_ns: int
    packet: Packet
    identity: Identity


def write(stem, trace, journal, offset_ns):
    """Write the trace, and the journal in the time of the captures, which is this much ahead of the monotonic clock."""
    Path(f"{stem}.trace.txt").write_text(f"{offset_ns}\n{trace}")
    table.write(
        Path(f"{stem}.wire.tsv"),
        (*Identity._fields, *Entry._fields[1:]),
        (
            (*entry.identity, entry.deed, entry.entered_ns + offset_ns, entry.left_ns + offset_ns, entry.number)
            for entry in journal
        ),
    )


def resends(stem):
    """What the kernel said, in the time of the captures."""
    offset_ns, _, trace = Path(f"{stem}.trace.txt").read_text().partition("\n")
    return [resend._replace(time_ns=resend.time_ns + int(offset_ns)) for resend in kernel.resends(trace)]


def journal(stem):
    rows = [_numbers(row) for row in table.read(Path(f"{stem}.wire.tsv"))]
    return [Entry(_take(row, Identity), **{name: row[name] for name in Entry._fields[1:]}) for row in rows]


def captures(stem):
    """{point: file} of the play."""
    files = sorted(Path(stem).parent.glob(f"{Path(stem).name}.*.pcapng"))
    return {path.name.split(".")[1]: path for path in files}


def sightings(path):
    """The TCP segments of a capture."""
    link_types, frames = pcapng.read(path)
    for number, frame in enumerate(frames, 1):
        link_type = link_types[frame.interface]
        packet = Packet(frame.data, link_type=link_type)
        if packet.is_tcp:
            device = frame.data[4:8] if link_type == pcapng.LINUX_SLL2 else b""
            yield Sighting(number, (frame.interface, device), frame.time_ns, packet, identity(packet))


def _numbers(row):
    return {name: int(value) if value.lstrip("-").isdigit() else value for name, value in row.items()}


def _take(row, kind):
    return kind(*(row[name] for name in kind._fields))
