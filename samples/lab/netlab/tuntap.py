"""TUN and TAP devices: what the kernel sends there, a process of ours reads, and the other way round."""

import fcntl
import os
import struct

LARGEST_FRAME = 65600
_TUNSETIFF, _IFF_TUN, _IFF_TAP, _IFF_NO_PI = 0x400454CA, 0x0001, 0x0002, 0x1000


def open_tap(namespace, name):
    """The descriptor of a new device of Ethernet frames in this namespace; reading never waits."""
    return _open(namespace, name, _IFF_TAP)


def open_tun(namespace, name):
    """The same for IP packets."""
    return _open(namespace, name, _IFF_TUN)


def _open(namespace, name, kind):
    with namespace.entered():
        descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(descriptor, _TUNSETIFF, struct.pack("16sH22x", name.encode(), kind | _IFF_NO_PI))
    return descriptor
