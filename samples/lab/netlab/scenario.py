"""A scenario: what is done, what must be visible, and what an analyzer should conclude."""

from dataclasses import dataclass, field
from typing import Callable, Mapping, Sequence

from .topology import address

SCENARIOS = {}
MANY = (1, None)  # a sign that must be seen, however often


@dataclass(frozen=True)
class Incident:
    """One incident that an analyzer must report. Hosts are labels or addresses; None is not compared."""

    rule: str
    clients: Sequence[str] | None
    servers: Sequence[str] | None

    def expected(self, version):
        expected = {"rule": self.rule}
        for side in ("clients", "servers"):
            if (hosts := getattr(self, side)) is not None:
                expected[side] = [address(host, version) for host in hosts]
        return expected


@dataclass(frozen=True)
class Scenario:
    """`play(lab)` makes it happen and gives back the truth; `signs` are the bounds of what tshark must count in the
    capture, and every sign that they do not name must be absent."""

    name: str
    shows: str
    play: Callable
    incidents: Sequence[Incident] = ()
    capture_quality: Sequence[str] = ()
    signs: Mapping[str, tuple] = field(default_factory=dict)
    version: int = 4

    def expected(self, truth):
        return {
            "sample": self.name,
            "shows": " ".join(self.shows.split()),
            "truth": truth,
            "incidents": [incident.expected(self.version) for incident in self.incidents],
            "capture_quality": list(self.capture_quality),
        }


def scenario(name, **particulars):
    """Enter the decorated function as a scenario of this name; one function may serve several."""

    def enter(play):
        SCENARIOS[name] = Scenario(name, play=play, **particulars)
        return play

    return enter
