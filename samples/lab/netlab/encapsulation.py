"""Tunnels between two hosts, made by a process at each end: kernels without devices for them have these too."""

import multiprocessing
import os
import select
import socket
from dataclasses import dataclass

from .namespaces import die_with_parent
from .traffic import open_socket
from .tuntap import LARGEST_FRAME, open_tap, open_tun

_ETHERNET = 0x6558
_VNI = (42).to_bytes(3, "big")


@dataclass(frozen=True)
class Kind:
    """What stands between the outer IP header, with this protocol, and what is carried: IPv4 packets or Ethernet frames.
    With a port, a UDP header comes first."""

    protocol: int
    header: bytes = b""
    port: int | None = None
    carries_frames: bool = False


KINDS = {
    "ip_in_ip": Kind(socket.IPPROTO_IPIP),
    "gre": Kind(socket.IPPROTO_GRE, bytes.fromhex("0000 0800")),
    "vxlan": Kind(socket.IPPROTO_UDP, b"\x08\0\0\0" + _VNI + b"\0", 4789, carries_frames=True),
    "geneve": Kind(
        socket.IPPROTO_UDP, b"\0\0" + _ETHERNET.to_bytes(2, "big") + _VNI + b"\0", 6081, carries_frames=True
    ),
}


class Encapsulation:
    """The end of a tunnel at one host: a device of this name, which is up when the constructor returns. What does not fit
    into a link outside goes in fragments."""

    def __init__(self, host, peer, kind, version, name, mtu):
        self._kind, self._version = kind, version
        self._peer = (peer.address(version), kind.port or 0)
        self._device = (open_tap if kind.carries_frames else open_tun)(host, name)
        host.ip(f"link set {name} mtu {mtu} addrgenmode none up")
        kind_of_socket = socket.SOCK_DGRAM if kind.port else socket.SOCK_RAW
        self._outside = open_socket(host, kind_of_socket, version, protocol=kind.protocol)
        self._outside.bind((host.address(version), kind.port or 0))
        self._process = multiprocessing.get_context("fork").Process(target=self._carry, daemon=True)

    def start(self):
        """Begin to carry, until `stop`. The device goes with the process."""
        self._process.start()
        os.close(self._device)
        self._outside.close()
        return self

    def stop(self):
        self._process.kill()
        self._process.join()

    def _carry(self):
        die_with_parent()
        while True:
            ready, _, _ = select.select([self._device, self._outside], [], [])
            if self._device in ready:
                self._outside.sendto(self._kind.header + os.read(self._device, LARGEST_FRAME), self._peer)
            if self._outside in ready:
                self._deliver(self._outside.recv(LARGEST_FRAME))

    def _deliver(self, packet):
        has_ip_header = self._version == 4 and not self._kind.port
        begin = len(self._kind.header) + ((packet[0] & 15) * 4 if has_ip_header else 0)
        os.write(self._device, packet[begin:])
