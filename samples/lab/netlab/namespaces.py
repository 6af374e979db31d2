"""Network namespaces: making them, acting inside them, taking them away again."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
from pathlib import Path

PREFIX = "capturelab"
_CLONE_NEWNET, _PR_SET_PDEATHSIG = 0x40000000, 1
_libc = ctypes.CDLL(None, use_errno=True)


def _set_namespace(descriptor):
    if _libc.setns(descriptor, _CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def die_with_parent(number=signal.SIGKILL):
    """Let the kernel send this signal to the calling process when its parent has gone, however it went."""
    _libc.prctl(_PR_SET_PDEATHSIG, int(number))


def run(*command, text=None):
    """Run a command to its end; what it said on standard error is the message of the failure."""
    done = subprocess.run([str(word) for word in command], input=text, text=True, capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr.strip() or done.returncode}")
    return done.stdout


class Namespace:
    """One host of the laboratory. Sockets and processes made in it stay in it."""

    def __init__(self, label):
        self.label = label
        self.name = f"{PREFIX}-{os.getpid()}-{label}"
        run("ip", "netns", "add", self.name)
        self._descriptor = os.open(f"/run/netns/{self.name}", os.O_RDONLY)
        self.ip("link set lo up")

    def delete(self):
        os.close(self._descriptor)
        run("ip", "netns", "del", self.name)

    @contextlib.contextmanager
    def entered(self):
        """The calling thread, and what it starts meanwhile, is inside. Other threads are not."""
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            _set_namespace(self._descriptor)
            yield
        finally:
            _set_namespace(home)
            os.close(home)

    def ip(self, *lines):
        run("ip", "-n", self.name, "-batch", "-", text="\n".join(lines) + "\n")

    def run(self, *command):
        with self.entered():
            return run(*command)

    def start(self, *command, **options):
        """Start a program that ends with this process at the latest."""
        leashed = ["setpriv", "--pdeathsig", "KILL", *map(str, command)]
        with self.entered():
            return subprocess.Popen(leashed, **options)

    def sysctl(self, **settings):
        """Settings below net, a double underscore for each slash: ipv4__tcp_tw_reuse=1."""
        with self.entered():
            for key, value in settings.items():
                Path("/proc/sys/net", key.replace("__", "/")).write_text(str(value))

    def socket(self, family, kind, protocol=0):
        with self.entered():
            return socket.socket(family, kind, protocol)


def delete_leftovers():
    """Delete the namespaces of runs that were killed before they could clean up."""
    for path in Path("/run/netns").glob(f"{PREFIX}-*"):
        owner = path.name.split("-")[1]
        if not Path("/proc", owner).exists():
            run("ip", "netns", "del", path.name)
