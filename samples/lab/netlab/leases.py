"""DHCP: a client, a server and a relay of a few lines each, for both versions."""

import ipaddress
import socket
import struct
import threading
import time

from .topology import mac

DISCOVER, OFFER, REQUEST, ACK, NAK = 1, 2, 3, 5, 6
SOLICIT, ADVERTISE, REQUEST_V6, REPLY = 1, 2, 3, 7
_SERVER, _CLIENT, _SERVER_V6, _CLIENT_V6 = 67, 68, 547, 546
_MAGIC, _ALL_SERVERS = 0x63825363, "ff02::1:2"
_TYPE, _REQUESTED, _SERVER_ID, _LEASE = 53, 50, 54, 51
_CLIENT_ID, _SERVER_ID_V6, _IA_NA, _IA_ADDRESS, _ELAPSED = 1, 2, 3, 5, 8


def _packed(address):
    return ipaddress.ip_address(address).packed


def _hardware(host):
    return bytes.fromhex(mac(host.label).replace(":", ""))


def _message(operation, kind, xid, hardware, given="0.0.0.0", giaddr="0.0.0.0", hops=0, **options):
    head = struct.pack("!BBBBIHH", operation, 1, 6, hops, xid, 0, 0x8000)
    head += bytes(4) + _packed(given) + bytes(4) + _packed(giaddr) + hardware + bytes(10 + 192)
    body = struct.pack("!IBBB", _MAGIC, _TYPE, 1, kind)
    for code, value in ((_REQUESTED, options.get("requested")), (_SERVER_ID, options.get("server"))):
        if value:
            body += struct.pack("!BB", code, 4) + _packed(value)
    if options.get("lease"):
        body += struct.pack("!BBI", _LEASE, 4, options["lease"])
    return head + body + b"\xff"


def _read(message):
    """(kind, xid, hardware address, address given, giaddr)"""
    kind, rest = 0, message[240:]
    while len(rest) > 2 and rest[0] != 255:
        if rest[0] == _TYPE:
            kind = rest[2]
        rest = rest[2 + rest[1] :]
    xid = struct.unpack("!I", message[4:8])[0]
    given, giaddr = (str(ipaddress.ip_address(message[at : at + 4])) for at in (16, 24))
    return kind, xid, message[28:34], given, giaddr


class Client:
    """Speaks from 0.0.0.0, as a host without an address does."""

    def __init__(self, host, rng):
        self.host, self.xid = host, rng.getrandbits(32)
        self._raw = host.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
        self._raw.bind(("eth0", 0x0800))

    def ask(self, kind, requested=None, server=None, wait=1.0):
        """Send a message to all and wait for its answer: (kind, address given); (0, None) without one."""
        body = _message(1, kind, self.xid, _hardware(self.host), requested=requested, server=server)
        udp = struct.pack("!HHHH", _CLIENT, _SERVER, 8 + len(body), 0) + body
        header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, bytes(4), b"\xff" * 4)
        header = header[:10] + struct.pack("!H", _checksum(header)) + header[12:]
        self._raw.send(b"\xff" * 6 + _hardware(self.host) + b"\x08\x00" + header + udp)
        end = time.monotonic() + wait
        while (left := end - time.monotonic()) > 0:
            self._raw.settimeout(left)
            try:
                frame = self._raw.recv(2000)
            except TimeoutError:
                break
            if frame[23:24] == b"\x11" and frame[36:38] == struct.pack("!H", _CLIENT):
                answer, xid, _, given, _ = _read(frame[42:])
                if xid == self.xid and frame[42:43] == b"\x02":
                    return answer, given
        return 0, None

    def lease(self, wait=1.0):
        """The whole exchange. Gives the address."""
        kind, given = self.ask(DISCOVER, wait=wait)
        if kind != OFFER:
            raise RuntimeError("no offer")
        kind, given = self.ask(REQUEST, requested=given, server="10.1.0.3", wait=wait)
        if kind != ACK:
            raise RuntimeError("no acknowledgement")
        return given


def _checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _open(host, interface, address, port):
    made = host.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    if interface:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, interface.encode())
    made.bind((address, port))
    return made


def serve(host, answer):
    """Answer each message with the kind that `answer(kind, number)` gives, 0 for none; `number` counts messages."""
    server, counted = _open(host, "eth0", "0.0.0.0", _SERVER), [0]

    def talk():
        while True:
            message, sender = server.recvfrom(2000)
            kind, xid, hardware, _, giaddr = _read(message)
            counted[0] += 1
            reply = answer(kind, counted[0])
            if not reply:
                continue
            given = "0.0.0.0" if reply == NAK else f"10.1.0.{100 + hardware[5]}"
            body = _message(2, reply, xid, hardware, given, giaddr, server=host.address(), lease=3600)
            server.sendto(body, ("255.255.255.255", _CLIENT) if giaddr == "0.0.0.0" else (giaddr, _SERVER))

    threading.Thread(target=talk, daemon=True).start()


def relay(router, server):
    """Carry messages between the clients at `lan` and this server."""
    near = _open(router, "lan", "0.0.0.0", _SERVER)
    far = _open(router, "wan", router.address(), _SERVER)

    def outward():
        while True:
            message = bytearray(near.recv(2000))
            if message[0] == 1:
                message[3] += 1
                message[24:28] = _packed(router.address())
                far.sendto(message, (server.address(), _SERVER))

    def back():
        while True:
            near.sendto(far.recv(2000), ("255.255.255.255", _CLIENT))

    for task in (outward, back):
        threading.Thread(target=task, daemon=True).start()


def _option(code, value):
    return struct.pack("!HH", code, len(value)) + value


def _open_v6(host, port):
    made = host.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0")
    made.bind(("::", port))
    return made


class ClientV6:
    def __init__(self, host, rng):
        self.host, self.xid = host, rng.getrandbits(24)
        self._socket = _open_v6(host, _CLIENT_V6)
        with host.entered():
            self._index = socket.if_nametoindex("eth0")

    def ask(self, kind, elapsed=0, wait=1.0):
        """Send a message and wait for its answer: its kind, 0 without one."""
        duid = struct.pack("!HH", 3, 1) + _hardware(self.host)
        message = struct.pack("!I", kind << 24 | self.xid) + _option(_CLIENT_ID, duid)
        message += _option(_ELAPSED, struct.pack("!H", elapsed)) + _option(_IA_NA, struct.pack("!III", 1, 0, 0))
        self._socket.sendto(message, (_ALL_SERVERS, _SERVER_V6, 0, self._index))
        self._socket.settimeout(wait)
        try:
            return self._socket.recv(2000)[0]
        except TimeoutError:
            return 0


def serve_v6(host):
    """Answer solicitations by advertisements, and all else by replies."""
    server = _open_v6(host, _SERVER_V6)
    with host.entered():
        index = socket.if_nametoindex("eth0")
    group = socket.inet_pton(socket.AF_INET6, _ALL_SERVERS) + struct.pack("@I", index)
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group)

    def talk():
        while True:
            message, sender = server.recvfrom(2000)
            kind = ADVERTISE if message[0] == SOLICIT else REPLY
            address = _packed("fd42:1::abc") + struct.pack("!II", 3600, 7200)
            lease = struct.pack("!III", 1, 0, 0) + _option(_IA_ADDRESS, address)
            duid = struct.pack("!HH", 3, 1) + _hardware(host)
            length = struct.unpack("!H", message[6:8])[0]
            client = message[8 : 8 + length]
            body = bytes([kind]) + message[1:4] + _option(_CLIENT_ID, client) + _option(_SERVER_ID_V6, duid)
            server.sendto(body + _option(_IA_NA, lease), sender)

    threading.Thread(target=talk, daemon=True).start()
