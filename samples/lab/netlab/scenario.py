"""A scenario: what is done, what must be visible, and what an analyzer should conclude."""

from dataclasses import dataclass, field
from typing import Callable, Mapping, Sequence

from .topology import address
from .variants import Variant

SCENARIOS = {}
CLIENTS, SERVERS = "clients", "servers"  # instead of labels
MANY = (1, None)  # a sign that must be seen, however often


@dataclass(frozen=True)
class Incident:
    """One incident that an analyzer must report. Hosts are labels or addresses, or CLIENTS or SERVERS for all whose
    traffic passes the capture point; None is not compared."""

    rule: str
    clients: Sequence[str] | None
    servers: Sequence[str] | None

    def expected(self, lab):
        expected = {"rule": self.rule}
        for side in ("clients", "servers"):
            if (hosts := getattr(self, side)) is not None:
                expected[side] = [address(host, lab.version) for host in lab.seen(hosts)]
        return expected


@dataclass(frozen=True)
class Scenario:
    """`play(lab)` makes it happen and gives back the truth; `signs` are the bounds of what tshark must count in the
    capture, or a function that gives them for a truth, and every sign that they do not name must be absent. A trial
    draws a variant unless one is given, but none of `not_with`."""

    name: str
    shows: str
    play: Callable
    incidents: Sequence[Incident] = ()
    capture_quality: Sequence[str] = ()
    signs: Mapping[str, tuple] | Callable = field(default_factory=dict)
    version: int = 4
    versions: Sequence[int] = ()  # that a trial may draw; only `version` if empty
    variant: Variant = Variant()
    not_with: Sequence[str] = ()  # of variants.NAMES
    is_sample: bool = True  # or only for trials

    def expected(self, truth, lab):
        """What is written beside the capture that this lab has made."""
        incidents = self.incidents if lab.incidents is None else lab.incidents
        return {
            "sample": self.name,
            "shows": " ".join(self.shows.split()),
            "truth": truth,
            "incidents": [incident.expected(lab) for incident in incidents],
            "capture_quality": list(self.capture_quality),
        }

    def bounds(self, truth):
        return self.signs(truth) if callable(self.signs) else self.signs


def scenario(name, **particulars):
    """Enter the decorated function as a scenario of this name; one function may serve several."""

    def enter(play):
        SCENARIOS[name] = Scenario(name, play=play, **particulars)
        return play

    return enter
