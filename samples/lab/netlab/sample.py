"""Makes one sample, or one play of a trial: the capture of a scenario, the truth and the journal beside it."""

import json
import sys
import tempfile
import time
from pathlib import Path

from . import journal, signs, variants, yamltext
from .journal import Deed
from .lab import Lab
from .parameters import Drawn

_ATTEMPTS = 3  # a busy machine can add a stray retransmission; the proof finds it, and the scenario is played again


def make(scenario, seed, folder):
    """Play a scenario until its capture shows what it claims, and put that and the truth into this folder."""
    for attempt in range(1, _ATTEMPTS + 1):
        start = time.monotonic()
        with Lab(scenario.name, seed, scenario.version, variant=scenario.variant) as lab:
            truth = scenario.play(lab)
            deeds = _deeds(lab, truth)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as temporary:
            stem = Path(temporary, scenario.name)
            capture = _write(stem, lab, f"{scenario.name}: made by samples/lab with seed {seed}")
            counted = signs.count(capture, lab.variant.overhead)
            wrong = signs.contradictions(counted, scenario.bounds(truth))
            if wrong:
                _tell(f"{scenario.name}: attempt {attempt}: {'; '.join(wrong)}")
                continue
            expected = scenario.expected({**_played(seed, lab), **truth}, lab)
            Path(f"{stem}.expected.yaml").write_text(yamltext.text(expected))
            journal.write(Path(f"{stem}.journal.tsv"), deeds)
            size = capture.stat().st_size
            _move(temporary, folder)
        seen = ", ".join(f"{sign} {number}" for sign, number in sorted(counted.items()))
        print(f"{scenario.name}: {size / 1000:.1f} kB, {time.monotonic() - start:.0f} s; {seen}", flush=True)
        return
    raise RuntimeError(f"not as claimed in {_ATTEMPTS} attempts")


def trial(scenario, seed, folder):
    """Play a scenario with parameters drawn from the seed and put all of it into this folder, as NAME-SEED. A play that
    fails or does not show what it claims is played again with a seed derived from this one."""
    for attempt in range(1, _ATTEMPTS + 1):
        own = str(seed) if attempt == 1 else f"{seed}.{attempt}"
        try:
            return _trial(scenario, own, Path(folder, f"{scenario.name}-{seed}"), attempt)
        except (RuntimeError, OSError) as failure:
            _tell(f"{scenario.name}-{own}: {type(failure).__name__}: {failure}")
    raise RuntimeError(f"no play like it in {_ATTEMPTS} attempts")


def _trial(scenario, seed, stem, attempt):
    start = time.monotonic()
    parameters = Drawn(f"{seed} {scenario.name}")
    version = parameters.choose("version", scenario.versions or (scenario.version,))
    variant = scenario.variant
    if not variant.described():
        variant = variants.draw(parameters.generator("variant"), scenario.not_with)
    with Lab(scenario.name, seed, version, parameters, variant) as lab:
        truth = scenario.play(lab)
        deeds = _deeds(lab, truth)
    with tempfile.TemporaryDirectory(dir=stem.parent, prefix=".making-") as temporary:
        made = Path(temporary, stem.name)
        capture = _write(made, lab, f"{scenario.name}: made by samples/lab/trial with seed {seed}")
        counted = signs.count(capture, variant.overhead)
        if wrong := signs.absences(counted, scenario.bounds(truth), variant.signs):
            raise RuntimeError(f"{'; '.join(wrong)}; played {_played(seed, lab)}")
        played = _played(seed, lab) | {"version": version, "played": attempt, "seconds": int(time.monotonic() - start)}
        expected = scenario.expected(played | truth, lab)
        Path(f"{made}.expected.yaml").write_text(yamltext.text(expected))
        Path(f"{made}.expected.json").write_text(json.dumps(expected))
        journal.write(Path(f"{made}.journal.tsv"), deeds)
        _move(temporary, stem.parent)


def _deeds(lab, truth):
    """All that was done on purpose. A fault without a deed was there from the first frame on."""
    if (deeds := lab.deeds()) or not truth.get("fault"):
        return deeds
    return [Deed(lab.recording.first_ns, "lab", "arranged", truth["fault"], {})]


def _write(stem, lab, comment):
    capture = Path(f"{stem}.pcapng")
    lab.recording.write(capture, comment)
    return capture


def _played(seed, lab):
    """The head of the truth: what was played, before the scenario's own words."""
    variant, drawn = lab.variant.described(), lab.parameters.drawn
    told = {"seed": seed, "captured_at": lab.recording.point}
    if variant:
        told["variant"] = variant
    return told | ({"parameters": drawn} if drawn else {})


def _move(temporary, folder):
    for made in Path(temporary).iterdir():
        made.replace(Path(folder, made.name))


def _tell(line):
    print(line, file=sys.stderr, flush=True)
