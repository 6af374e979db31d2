"""What the analyzer says of a play, and whether it is right."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ANALYZE = os.environ.get("ANALYZE") or Path(__file__).resolve().parents[3] / "analyzer" / "analyze"
_GRAVE = ("critical", "high", "medium")
_SIDES = ("clients", "servers")


@dataclass
class Verdict:
    """Of one play. `accusations` are the incidents of medium severity or more that nobody put in."""

    name: str
    capture: Path
    played: int
    wanted: list
    found: list
    problem: str = ""  # of the analysis itself
    quality_wanted: set = field(default_factory=set)
    quality_found: set = field(default_factory=set)

    @property
    def is_healthy(self):
        """Whether nothing was put in that is an incident."""
        return not self.wanted

    @property
    def accusations(self):
        return [one for one in self.found if one["severity"] in _GRAVE and not self._is_wanted(one)]

    @property
    def is_right(self):
        """Everything that was put in is told, and one of it comes first; where nothing was, nobody is accused."""
        if self.problem:
            return False
        if self.is_healthy:
            return not self.accusations
        all_told = all(any(_matches(wanted, one) for one in self.found) for wanted in self.wanted)
        return all_told and self._is_wanted(self.found[0])

    def _is_wanted(self, incident):
        return any(_matches(wanted, incident) for wanted in self.wanted)


def _matches(wanted, incident):
    """As by rule and hosts. Of many hosts an incident names only the first and their number."""
    if wanted["rule"] != incident["rule"]:
        return False
    scope = incident["scope"]
    for side in _SIDES:
        if side not in wanted:
            continue
        named, meant = set(scope[side]), set(wanted[side])
        if not named <= meant or scope[f"{side[:-1]}_count"] != len(meant):
            return False
    return True


def judge(stem):
    """Analyse the play with this stem and compare."""
    capture = Path(f"{stem}.pcapng")
    expected = json.loads(Path(f"{stem}.expected.json").read_text())
    report, problem = _analyse(capture, Path(f"{stem}.report"))
    return Verdict(
        expected["sample"],
        capture,
        expected["truth"]["played"],
        expected["incidents"],
        report.get("incidents", []),
        problem,
        set(expected["capture_quality"]),
        {finding["rule"] for finding in report.get("capture_quality", [])},
    )


def _analyse(capture, out):
    command = ["nice", ANALYZE, "--quiet", "-o", out, capture]  # plays are sensitive to time
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        return {}, f"the analysis failed with status {done.returncode}: {done.stderr.strip()[-300:]}"
    return json.loads(Path(out, "report.json").read_text()), ""


def told(incident):
    """One line about an incident that the analyzer reported."""
    scope = incident["scope"]
    hosts = " -> ".join(",".join(scope[side][:4]) or "?" for side in _SIDES)
    return f"{incident['severity']} {incident['rule']} ({hosts}): {incident['summary']}"


def wanted(incident):
    """The same about one that it should have reported."""
    hosts = " -> ".join(",".join(incident[side][:4]) if side in incident else "any" for side in _SIDES)
    return f"{incident['rule']} ({hosts})"


def lines(verdicts):
    """The table of a trial."""
    names = dict.fromkeys(verdict.name for verdict in verdicts)
    yield f"{'scenario':36} {'runs':>5} {'right':>6} {'again':>6} {'accused':>8}"
    for name in names:
        runs = [verdict for verdict in verdicts if verdict.name == name]
        again = sum(verdict.played - 1 for verdict in runs)
        accused = sum(bool(verdict.accusations) for verdict in runs)
        right = sum(verdict.is_right for verdict in runs)
        yield f"{name:36} {len(runs):5} {right:6} {again or '':>6} {accused or '':>8}"
    yield from _wrong(verdicts)
    yield from _totals(verdicts)


def _wrong(verdicts):
    for verdict in verdicts:
        if verdict.is_right and not verdict.accusations and verdict.quality_wanted <= verdict.quality_found:
            continue
        kind = "also accused" if verdict.is_right else "WRONG"
        if verdict.is_right and not verdict.accusations:
            kind = "quality not told"
        yield f"\n{kind}: {verdict.capture}"
        yield f"  expected: {'; '.join(map(wanted, verdict.wanted)) or 'no incident'}"
        if missing := verdict.quality_wanted - verdict.quality_found:
            yield f"  capture quality not told: {', '.join(sorted(missing))}"
        yield from (f"  said: {told(incident)}" for incident in verdict.found)
        if not verdict.found:
            yield f"  said: {verdict.problem or 'nothing'}"


def _totals(verdicts):
    faulty, healthy = _faulty(verdicts), [verdict for verdict in verdicts if verdict.is_healthy]
    right, accused = sum(v.is_right for v in faulty), sum(not v.is_right for v in healthy)
    extra = sum(bool(v.accusations) for v in faulty if v.is_right)
    again = sum(v.played - 1 for v in verdicts)
    yield ""
    yield f"runs with a fault: {len(faulty)}, right {right} ({_percent(right, len(faulty))}), of these {extra} accuse more"
    yield f"healthy runs: {len(healthy)}, accused {accused}"
    yield f"plays that did not show what they claim and were played again: {again}"


def _faulty(verdicts):
    return [verdict for verdict in verdicts if not verdict.is_healthy]


def _percent(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "-"


def passes(verdicts, least_share):
    """Whether so large a share of the faults is told rightly, and no healthy network is accused."""
    faulty = _faulty(verdicts)
    right = sum(verdict.is_right for verdict in faulty)
    return right >= least_share * len(faulty) and all(v.is_right for v in verdicts if v.is_healthy)
