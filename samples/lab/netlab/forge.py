"""A device on the path that reads along and forges resets in the names of both ends."""

import multiprocessing
import select
import socket
import struct

from .namespaces import die_with_parent
from .packet import ACK, RST, Packet
from .spoof import checksum

_ETH_P_ALL = 0x0003
_IPV6_HDRINCL = 36


def _segment(source, destination, source_port, destination_port, seq, ack, flags):
    header = struct.pack("!HHIIBBHHH", source_port, destination_port, seq, ack, 5 << 4, flags, 0, 0, 0)
    pseudo = source + destination + struct.pack("!II", len(header), socket.IPPROTO_TCP)
    return header[:16] + struct.pack("!H", checksum(pseudo + header)) + header[18:]


def _packet(version, source, destination, segment, ttl, ip_id):
    if version == 6:
        return struct.pack("!IHBB", 6 << 28, len(segment), socket.IPPROTO_TCP, ttl) + source + destination + segment
    fields = (0x45, 0, 20 + len(segment), ip_id, 0, ttl, socket.IPPROTO_TCP, 0, source, destination)
    return struct.pack("!BBHHHBBH4s4s", *fields) + segment


class Forger:
    """Watches one interface of a host in a process of its own and resets each connection in which `pattern` passes
    toward `port`: the client's side in the server's name, and the server's in the client's."""

    def __init__(self, host, interface, version, port, pattern, ttl, both=True):
        family = socket.AF_INET if version == 4 else socket.AF_INET6
        self._reader = host.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ETH_P_ALL))
        self._reader.bind((interface, _ETH_P_ALL))
        self._raw = host.socket(family, socket.SOCK_RAW, socket.IPPROTO_RAW)
        if version == 6:
            self._raw.setsockopt(socket.IPPROTO_IPV6, _IPV6_HDRINCL, 1)
        self._family, self._version, self._port = family, version, port
        self._pattern, self._ttl, self._both = pattern, ttl, both
        self._process = multiprocessing.get_context("fork").Process(target=self._watch, daemon=True)

    def start(self):
        self._process.start()
        return self

    def stop(self):
        self._process.kill()
        self._reader.close()
        self._raw.close()

    def _watch(self):
        die_with_parent()
        while True:
            select.select([self._reader], [], [])
            frame = self._reader.recv(65535)
            packet = Packet(frame)
            if packet.is_tcp and packet.destination_port == self._port and self._pattern in frame:
                self._forge(packet)

    def _forge(self, seen):
        names = seen.source, seen.source_port, seen.destination, seen.destination_port
        self._send(*names[2:], *names[:2], seen.ack, seen.seq + seen.payload)
        if self._both:
            self._send(*names, seen.seq + seen.payload, seen.ack)

    def _send(self, source, source_port, destination, destination_port, seq, ack):
        ends = (socket.inet_pton(self._family, address) for address in (source, destination))
        source_packed, destination_packed = ends
        segment = _segment(
            source_packed, destination_packed, source_port, destination_port, seq % 2**32, ack % 2**32, RST | ACK
        )
        data = _packet(self._version, source_packed, destination_packed, segment, self._ttl, 0x1234)
        self._raw.sendto(data, (destination, 0))
