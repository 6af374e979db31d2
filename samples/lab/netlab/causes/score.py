"""Scores the analyzer's causes against the truth, frame by frame."""

import csv
import os
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from .. import pcapng, table
from . import truth

_ANALYZE = os.environ.get("ANALYZE") or Path(__file__).resolve().parents[4] / "analyzer" / "analyze"
_GAP_NS = 3600 * 10**9  # between captures that are analysed as one: no flow lives so long
_QUERY = "SELECT * FROM tcp_events WHERE cause IS NOT NULL ORDER BY frame"


@dataclass
class Score:
    """Counts of frames by cause, and the frames about which analyzer and truth differ."""

    true: Counter = field(default_factory=Counter)
    told: Counter = field(default_factory=Counter)
    both: Counter = field(default_factory=Counter)
    lost: Counter = field(default_factory=Counter)  # of frames with the right cause: by whether `lost` is right too
    not_shown: Counter = field(default_factory=Counter)  # frames left out: the capture does not show their cause
    differences: list = field(default_factory=list)  # (capture, frame, truth, told, detail)

    def add(self, name, truths, told):
        """Count one capture: {frame: row} of both."""
        for frame in sorted({*truths, *told}):
            if frame in truths and truths[frame]["shown"] == "no":
                self.not_shown[truths[frame]["cause"], told[frame]["cause"] if frame in told else "-"] += 1
                continue
            true_cause = truths[frame]["cause"] if frame in truths else "-"
            told_cause = told[frame]["cause"] if frame in told else "-"
            self.true[true_cause] += 1
            self.told[told_cause] += 1
            if true_cause == told_cause:
                self.both[true_cause] += 1
                self.lost[truths[frame]["lost"] == (told[frame].get("lost") or truth.NOT_LOST)] += 1
            else:
                detail = truths[frame]["detail"] if frame in truths else "not in the truth"
                self.differences.append((name, frame, true_cause, told_cause, detail))

    def merge(self, other):
        for mine, theirs in ((self.true, other.true), (self.told, other.told), (self.both, other.both)):
            mine.update(theirs)
        self.lost.update(other.lost)
        self.not_shown.update(other.not_shown)
        self.differences += other.differences

    def lines(self):
        yield f"{'cause':18} {'true':>7} {'told':>7} {'both':>7} {'precision':>9} {'recall':>9}"
        named = [cause for cause in (*truth.CAUSES, "unknown") if self.true[cause] or self.told[cause]]
        for cause in named:
            yield self._line(cause, self.true[cause], self.told[cause], self.both[cause])
        totals = [sum(counter[cause] for cause in named) for counter in (self.true, self.told, self.both)]
        yield self._line("all", *totals)
        yield f"lost before or after told rightly: {_share(self.lost[True], sum(self.lost.values()))} of those in both"
        if self.not_shown:
            left_out = (f"{true} told as {told} {number}" for (true, told), number in self.not_shown.most_common())
            yield f"left out, the capture does not show the cause: {', '.join(left_out)}"

    @staticmethod
    def _line(name, true, told, both):
        return f"{name:18} {true:7} {told:7} {both:7} {_share(both, told):>9} {_share(both, true):>9}"


def _share(part, whole):
    return f"{part / whole:.4f}" if whole else "-"


def score(captures):
    """A `Score` for each of these captures, which have their truth beside them. They are joined for one analysis."""
    with tempfile.TemporaryDirectory(prefix="capturelab-") as folder:
        joined = Path(folder, "joined.pcapng")
        before = pcapng.join(joined, captures, _GAP_NS)
        told = _told(joined, Path(folder, "out"))
    ends = [*before[1:], float("inf")]
    return [
        _scored(capture, {frame - start: row for frame, row in told.items() if start < frame <= end})
        for capture, start, end in zip(captures, before, ends, strict=True)
    ]


def _scored(capture, told):
    stem, point, _ = capture.name.rsplit(".", 2)
    result = Score()
    result.add(f"{stem}.{point}", _by_frame(table.read(truth.path(capture.parent / stem, point))), told)
    return result


def _told(capture, out):
    # The exit status tells of incidents too; an analysis that failed leaves nothing to ask.
    command = [_ANALYZE, "--quiet", "--format", "json", "-o", out, capture]
    analysis = subprocess.run(command, capture_output=True, text=True)
    if not (database := out / "flows.duckdb").exists():
        raise RuntimeError(f"{capture}: {analysis.stderr.strip()}")
    query = [_ANALYZE, "sql", database, _QUERY, "--format", "csv"]
    done = subprocess.run(query, capture_output=True, text=True, check=True)
    return _by_frame(csv.DictReader(done.stdout.splitlines()))


def _by_frame(rows):
    return {int(row["frame"]): row for row in rows}
