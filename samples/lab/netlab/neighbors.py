"""ARP packets and neighbour messages that no kernel sends by itself."""

import ipaddress
import socket
import struct

from .topology import mac

_ARP, _IPV6 = 0x0806, 0x86DD
_REQUEST, _REPLY = 1, 2
_NEIGHBOUR_ADVERTISEMENT, _OVERRIDE, _ICMPV6 = 136, 0x20, 58
_ALL_HOSTS, _ALL_NODES = "ff:ff:ff:ff:ff:ff", "33:33:00:00:00:01"
_NO_MAC = "00:00:00:00:00:00"


def _bytes(hardware_address):
    return bytes.fromhex(hardware_address.replace(":", ""))


def _send(host, kind, destination, payload, source, interface):
    with host.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
        raw.bind((interface, kind))
        raw.send(_bytes(destination) + _bytes(source) + struct.pack("!H", kind) + payload)


def _arp(operation, sender_mac, sender, target_mac, target):
    head = struct.pack("!HHBBH", 1, 0x0800, 6, 4, operation)
    packed = (ipaddress.IPv4Address(ip).packed for ip in (sender, target))
    return head + _bytes(sender_mac) + next(packed) + _bytes(target_mac) + next(packed)


def ask(host, target, sender=None, interface="eth0"):
    """Ask all for this IPv4 address; with the sender 0.0.0.0, whether it is taken (RFC 5227)."""
    question = _arp(_REQUEST, mac(host.label), sender or host.address(), _NO_MAC, target)
    _send(host, _ARP, _ALL_HOSTS, question, mac(host.label), interface)


def tell(host, claimed, listener, claimed_mac=None):
    """Tell this listener, a host, unasked that an IPv4 address is at our hardware address."""
    own, its = claimed_mac or mac(host.label), mac(listener.label)
    _send(host, _ARP, its, _arp(_REPLY, own, claimed, its, listener.address()), own, "eth0")


def announce(host, claimed, claimed_mac=None, interface="eth0"):
    """Tell all unasked that this address is at our hardware address: gratuitous ARP or an unsolicited advertisement."""
    own = claimed_mac or mac(host.label)
    if ":" in claimed:
        _send(host, _IPV6, _ALL_NODES, _advertisement(own, claimed), own, interface)
    else:
        _send(host, _ARP, _ALL_HOSTS, _arp(_REQUEST, own, claimed, _NO_MAC, claimed), own, interface)


def _advertisement(own, claimed):
    source, destination = (ipaddress.IPv6Address(ip).packed for ip in (claimed, "ff02::1"))
    body = struct.pack("!BBHI", _NEIGHBOUR_ADVERTISEMENT, 0, 0, _OVERRIDE << 24) + source
    body += struct.pack("!BB", 2, 1) + _bytes(own)
    body = body[:2] + struct.pack("!H", _checksum(source, destination, body)) + body[4:]
    return struct.pack("!IHBB", 6 << 28, len(body), _ICMPV6, 255) + source + destination + body


def _checksum(source, destination, body):
    data = source + destination + struct.pack("!II", len(body), _ICMPV6) + body
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
