"""The few header fields by which the wire picks its victims, and by which a packet is known again in a capture."""

import ipaddress
import struct

from .pcapng import ETHERNET, LINUX_SLL2

TCP, UDP, IPV6_FRAGMENT = 6, 17, 44
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
_ETHERTYPE_IPV4, _ETHERTYPE_IPV6 = 0x0800, 0x86DD
_LINK_HEADERS = {ETHERNET: (12, 14), LINUX_SLL2: (0, 20)}  # link type: where the EtherType stands, where IP begins


class Packet:
    """A frame read up to its ports. What is not IP has version 0; later fragments have no ports."""

    def __init__(self, frame, toward=None, link_type=ETHERNET):
        self.toward = toward
        self.length = len(frame)
        self.version = self.protocol = self.ip_id = self.payload = 0
        self.fragment_offset, self.more_fragments = 0, False
        self.source = self.destination = None
        self.source_port = self.destination_port = self.seq = None
        self.flags = self.ack = self.window = self.checksum = 0
        self.options = b""
        type_at, network_at = _LINK_HEADERS[link_type]
        ether_type = int.from_bytes(frame[type_at : type_at + 2], "big")
        if ether_type == _ETHERTYPE_IPV4:
            self._ipv4(frame[network_at:])
        elif ether_type == _ETHERTYPE_IPV6:
            self._ipv6(frame[network_at:])

    @property
    def is_fragment(self):
        return self.more_fragments or self.fragment_offset > 0

    @property
    def is_tcp(self):
        """Whether it is TCP with its header in sight."""
        return self.seq is not None

    @property
    def sequence_length(self):
        return self.payload + bool(self.flags & SYN) + bool(self.flags & FIN)

    def _ipv4(self, data):
        first, total, self.ip_id, fragment, self.protocol = struct.unpack_from("!BxHHHxB", data)
        self.version, header = 4, (first & 15) * 4
        self.fragment_offset, self.more_fragments = (fragment & 0x1FFF) * 8, bool(fragment & 0x2000)
        self.source, self.destination = (str(ipaddress.IPv4Address(data[i : i + 4])) for i in (12, 16))
        self._transport(data[header:], total - header)

    def _ipv6(self, data):
        length, self.protocol = struct.unpack_from("!4xHB", data)
        self.version, header = 6, 40
        self.source, self.destination = (str(ipaddress.IPv6Address(data[i : i + 16])) for i in (8, 24))
        if self.protocol == IPV6_FRAGMENT:
            self.protocol, fragment, self.ip_id = struct.unpack_from("!BxHI", data, 40)
            self.fragment_offset, self.more_fragments = fragment & 0xFFF8, bool(fragment & 1)
            header += 8
        self._transport(data[header:], 40 + length - header)

    def _transport(self, data, length):
        self.payload = length
        if self.fragment_offset or self.protocol not in (TCP, UDP):
            return
        self.source_port, self.destination_port = struct.unpack_from("!HH", data)
        if self.protocol == TCP:
            self.seq, self.ack, offset, self.flags, self.window, self.checksum = struct.unpack_from("!IIBBHH", data, 4)
            self.payload -= (offset >> 4) * 4
            self.options = data[20 : (offset >> 4) * 4]

    def identified(self):
        """The same with the protocol, for the journal of deeds."""
        return {"protocol": self.protocol, **self.described()} if self.version else {}

    def described(self):
        """What identifies this packet in a capture, for the log."""
        names = "source source_port destination destination_port ip_id fragment_offset seq payload"
        values = {name: getattr(self, name) for name in names.split()}
        if not self.is_fragment:
            del values["fragment_offset"]
        return {name: value for name, value in values.items() if value is not None}
