"""Packet filter rules that tell what they did: the kernel logs each packet that one drops or rejects."""

import signal
import struct
import tempfile
import time
from pathlib import Path

from . import pcapng
from .journal import Deed
from .packet import Packet

_GROUP = 5  # of the kernel's packet log; each namespace has groups of its own
_DEEDS = {"DROP": "dropped", "REJECT": "rejected"}
_PAYLOAD, _PREFIX = 9, 10  # attributes of a logged packet
_LOG_HEADER, _ATTRIBUTE = 4, struct.Struct("=HH")
_ETHER_TYPES = {4: b"\x08\x00", 6: b"\x86\xdd"}


class Firewall:
    """The packet filter of one host. A rule that drops or rejects jumps to a chain of its own, which logs first: so a
    match by chance is made once."""

    def __init__(self, host):
        self._host = host
        self._chains = {}  # of each rule that was added: its chain, by version and words
        self._rules = []
        self._process = None

    def apply(self, rule, version):
        """Carry out what the words of iptables or ip6tables say."""
        words = rule.split()
        target = words[words.index("-j") + 1] if "-j" in words else None
        if target not in _DEEDS:
            return self._run(version, *words)
        match, verdict = words[: words.index("-j")], words[words.index("-j") :]
        table, match = (match[:2], match[2:]) if match[0] == "-t" else ([], match)
        key = (version, *match[1:], *verdict)
        if match[0] != "-D":
            self._chains[key] = self._chain(version, table, match, verdict, rule)
        self._run(version, *table, *match, "-j", self._chains[key])

    def _chain(self, version, table, match, verdict, rule):
        self._listen()
        number = len(self._rules)
        chain = f"deed{number}"
        self._rules.append((_DEEDS[verdict[1]], rule))
        protocol = match[match.index("-p") :][:2] if "-p" in match else []  # without it no reset can be the answer
        log = f"-j NFLOG --nflog-group {_GROUP} --nflog-size 128 --nflog-prefix {number}".split()
        self._run(version, *table, "-N", chain)
        self._run(version, *table, "-A", chain, *log)
        self._run(version, *table, "-A", chain, *protocol, *verdict)
        return chain

    def _run(self, version, *words):
        self._host.run("iptables" if version == 4 else "ip6tables", "-w", *words)

    def _listen(self):
        if self._process:
            return
        self._folder = tempfile.TemporaryDirectory(prefix="capturelab-")
        self._file = Path(self._folder.name, "log.pcap")
        command = f"tcpdump -Z root -n -i nflog:{_GROUP} --immediate-mode -U -w {self._file}"
        log = self._file.with_suffix(".log")
        self._process = self._host.start(*command.split(), stderr=open(log, "w"))
        for _ in range(200):
            if "listening on" in log.read_text():
                return
            time.sleep(0.02)
        raise RuntimeError(f"the packet log of {self._host.label}: {log.read_text()}")

    def deeds(self):
        """What the rules did until now. They tell of nothing that happens later."""
        if not self._process:
            return []
        time.sleep(0.1)
        self._process.send_signal(signal.SIGINT)
        self._process.wait(10)
        _, frames = pcapng.read_pcap(self._file)
        self.close()
        return [self._deed(frame) for frame in frames]

    def close(self):
        if self._process:
            self._process.kill()
            self._process.wait()
            self._folder.cleanup()
            self._process = None

    def _deed(self, frame):
        attributes, position = {}, _LOG_HEADER
        while position + _ATTRIBUTE.size <= len(frame.data):
            length, kind = _ATTRIBUTE.unpack_from(frame.data, position)
            attributes[kind] = frame.data[position + _ATTRIBUTE.size : position + length]
            position += (max(length, _ATTRIBUTE.size) + 3) & ~3
        deed, rule = self._rules[int(attributes[_PREFIX].rstrip(b"\0"))]
        data = attributes[_PAYLOAD]
        packet = Packet(bytes(12) + _ETHER_TYPES[data[0] >> 4] + data)
        return Deed(frame.time_ns, self._host.label, deed, f"rule {rule}", packet.identified())
