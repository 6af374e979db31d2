"""Reading tcpdump's pcap files, writing and reading the pcapng files that become samples."""

import struct
from dataclasses import dataclass, replace

ETHERNET, LINUX_SLL2 = 1, 276
_PCAP_UNITS_NS = {0xA1B23C4D: 1, 0xA1B2C3D4: 1000}  # of the fraction of a second, by the magic number
_PCAP_HEADER, _PCAP_RECORD = 24, struct.Struct("=IIII")
_SECTION, _INTERFACE, _STATISTICS, _PACKET = 0x0A0D0D0A, 1, 5, 6
_END, _COMMENT = 0, 1
_SHB_USERAPPL = 4
_EPB_FLAGS, CHECKSUM_NOT_READY = 2, 1 << 9
_IF_NAME, _IF_TSRESOL, _IF_FILTER = 2, 9, 11
_ISB_START, _ISB_END, _ISB_RECEIVED, _ISB_DROPPED = 2, 3, 4, 5


@dataclass(frozen=True)
class Frame:
    time_ns: int
    original_length: int
    data: bytes
    interface: int = 0
    flags: int = 0


def read_pcap(path):
    """(link type, frames) of a whole file in this machine's byte order, as tcpdump writes it here."""
    with open(path, "rb") as file:
        data = file.read()
    magic, link_type = struct.unpack_from("=I16xI", data)
    if magic not in _PCAP_UNITS_NS:
        raise ValueError(f"{path}: not a pcap file of this machine")
    unit_ns = _PCAP_UNITS_NS[magic]
    frames, position = [], _PCAP_HEADER
    while position < len(data):
        seconds, fraction, captured, original = _PCAP_RECORD.unpack_from(data, position)
        position += _PCAP_RECORD.size
        time_ns = seconds * 10**9 + fraction * unit_ns
        frames.append(Frame(time_ns, original, data[position : position + captured]))
        position += captured
    # On a host of several processors frames that come at once may be written in another order than they were stamped.
    return link_type & 0xFFFF, sorted(frames, key=lambda frame: frame.time_ns)


def read(path):
    """(link types of the interfaces, frames) of a whole file as this module writes it."""
    data = path.read_bytes()
    link_types, frames, position = [], [], 0
    while position < len(data):
        kind, length = struct.unpack_from("<II", data, position)
        if kind == _INTERFACE:
            link_types.append(struct.unpack_from("<H", data, position + 8)[0])
        elif kind == _PACKET:
            interface, high, low, captured, original = struct.unpack_from("<5I", data, position + 8)
            frame = data[position + 28 : position + 28 + captured]
            frames.append(Frame(high << 32 | low, original, frame, interface))
        position += length
    return link_types, frames


def join(path, captures, gap_ns):
    """Write these captures one after the other as one, each beginning so long after the end of the one before. Gives
    how many frames come before each."""
    blocks, before, end_ns, interfaces, frames_before = [section("joined")], [], None, 0, 0
    for capture in captures:
        link_types, frames = read(capture)
        shift_ns = 0 if end_ns is None or not frames else end_ns + gap_ns - frames[0].time_ns
        blocks += [interface(capture.name, link_type, 0, "") for link_type in link_types]
        for frame in frames:
            moved = replace(frame, time_ns=frame.time_ns + shift_ns, interface=frame.interface + interfaces)
            blocks.append(packet(moved))
            end_ns = moved.time_ns
        before.append(frames_before)
        frames_before += len(frames)
        interfaces += len(link_types)
    path.write_bytes(b"".join(blocks))
    return before


def _padded(data):
    return data + bytes(-len(data) % 4)


def _option(code, value):
    return struct.pack("<HH", code, len(value)) + _padded(value)


def _block(kind, body, *options):
    tail = b"".join(options) + _option(_END, b"") if options else b""
    length = struct.pack("<I", 12 + len(body) + len(tail))
    return struct.pack("<I", kind) + length + body + tail + length


def _time(time_ns):
    return struct.pack("<II", time_ns >> 32, time_ns & 0xFFFFFFFF)


def section(comment):
    body = struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)
    return _block(_SECTION, body, _option(_COMMENT, comment.encode()), _option(_SHB_USERAPPL, b"samples/lab"))


def interface(name, link_type, snaplen, capture_filter):
    options = [_option(_IF_NAME, name.encode()), _option(_IF_TSRESOL, b"\x09")]
    if capture_filter:
        options.append(_option(_IF_FILTER, b"\0" + capture_filter.encode()))
    return _block(_INTERFACE, struct.pack("<HHI", link_type, 0, snaplen), *options)


def packet(frame):
    body = struct.pack("<I", frame.interface) + _time(frame.time_ns)
    body += struct.pack("<II", len(frame.data), frame.original_length)
    options = [_option(_EPB_FLAGS, struct.pack("<I", frame.flags))] if frame.flags else []
    return _block(_PACKET, body + _padded(frame.data), *options)


def statistics(first_ns, last_ns, received, dropped):
    return _block(
        _STATISTICS,
        struct.pack("<I", 0) + _time(last_ns),
        _option(_ISB_START, _time(first_ns)),
        _option(_ISB_END, _time(last_ns)),
        _option(_ISB_RECEIVED, struct.pack("<Q", received)),
        _option(_ISB_DROPPED, struct.pack("<Q", dropped)),
    )
