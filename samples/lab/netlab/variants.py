"""Other ways to see the same network: what encapsulates, cuts or merges the frames of a capture."""

from dataclasses import dataclass
from typing import Sequence

NAMES = ("offload", "vlan", "vxlan", "snaplen")
_SHARE = 0.3  # of the plays of a trial that get a variant
_SHARE_OF_TWO = 0.2  # of those, how many get a second one
_C_TAG, _S_TAG = 0x8100, 0x88A8
_VXLAN_OVERHEAD = 50  # Ethernet, VXLAN, UDP and IPv4 headers around an inner packet


@dataclass(frozen=True)
class Variant:
    """Segmentation and checksum offload of the hosts; VLAN ids that a trunk port would show, the outer first; a VXLAN
    network identifier for what crosses the link between the sites; the bytes kept of each frame."""

    offload: bool = False
    vlan: Sequence[int] = ()
    vxlan: int | None = None
    snaplen: int | None = None

    def described(self):
        return {name: value for name in NAMES if (value := getattr(self, name))}

    @property
    def tags(self):
        """What stands between the addresses and the EtherType of each frame."""
        types = [_S_TAG] * (len(self.vlan) - 1) + [_C_TAG]
        return b"".join(t.to_bytes(2, "big") + v.to_bytes(2, "big") for t, v in zip(types, self.vlan))

    @property
    def overhead(self):
        """By how many bytes a frame may be longer than without."""
        return len(self.tags) + self.tunnel_bytes

    @property
    def tunnel_bytes(self):
        """What stands in front of an inner frame."""
        return _VXLAN_OVERHEAD if self.vxlan else 0

    @property
    def signs(self):
        """What tshark may see on top of what the scenario claims."""
        return {"above-mtu", "bad-checksum"} if self.offload else set()


def draw(rng, not_with):
    """What a trial plays: mostly the plain network."""
    allowed = [name for name in NAMES if name not in not_with]
    if not allowed or rng.random() >= _SHARE:
        return Variant()
    count = min(len(allowed), 2 if rng.random() < _SHARE_OF_TWO else 1)
    return Variant(**{name: _drawn(rng, name) for name in rng.sample(allowed, count)})


def _drawn(rng, name):
    if name == "vlan":
        return tuple(rng.sample(range(2, 4000), rng.choice((1, 1, 2))))
    if name == "vxlan":
        return rng.randrange(1, 1 << 24)
    return rng.choice((128, 160)) if name == "snaplen" else True
