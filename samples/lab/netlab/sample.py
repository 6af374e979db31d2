"""Makes one sample: the capture of a scenario and the truth beside it."""

import sys
import tempfile
import time
from pathlib import Path

from . import signs, yamltext
from .lab import Lab

_ATTEMPTS = 3  # a busy machine can add a stray retransmission; the proof finds it, and the scenario is played again


def make(scenario, seed, folder):
    """Play a scenario until its capture shows what it claims, and put that and the truth into this folder."""
    for attempt in range(1, _ATTEMPTS + 1):
        start = time.monotonic()
        with Lab(scenario.name, seed, scenario.version) as lab:
            truth = scenario.play(lab)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as temporary:
            capture = Path(temporary, f"{scenario.name}.pcapng")
            lab.recording.write(capture, f"{scenario.name}: made by samples/lab with seed {seed}")
            counted = signs.count(capture)
            wrong = signs.contradictions(counted, scenario.bounds(truth))
            if wrong:
                print(f"{scenario.name}: attempt {attempt}: {'; '.join(wrong)}", file=sys.stderr, flush=True)
                continue
            drawn = {"parameters": lab.parameters.drawn} if lab.parameters.drawn else {}
            truth = {"seed": seed, "captured_at": lab.recording.point, **drawn, **truth}
            expected = Path(temporary, f"{scenario.name}.expected.yaml")
            expected.write_text(yamltext.text(scenario.expected(truth, lab.version, lab.incidents)))
            size = capture.stat().st_size
            for made in (capture, expected):
                made.replace(folder / made.name)
        seen = ", ".join(f"{sign} {number}" for sign, number in sorted(counted.items()))
        print(f"{scenario.name}: {size / 1000:.1f} kB, {time.monotonic() - start:.0f} s; {seen}", flush=True)
        return
    raise RuntimeError(f"not as claimed in {_ATTEMPTS} attempts")
