"""Runs scenarios, several at once, each in a process of its own, and puts what they made in its place."""

import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from . import signs, yamltext
from .lab import Lab
from .namespaces import delete_leftovers, die_with_parent

_ATTEMPTS = 3  # a busy machine can add a stray retransmission; the proof finds it, and the scenario is played again
_SECONDS_ALLOWED = 420  # for all attempts at one scenario
_SECONDS_TO_CLEAN_UP = 20


def run(scenarios, seed, folder, jobs):
    """Make these samples. Gives the names of those that could not be made."""
    delete_leftovers()
    waiting, running, failed = list(scenarios), {}, []
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                process = multiprocessing.get_context("fork").Process(target=_child, args=(waiting[0], seed, folder))
                process.start()
                running[process.sentinel] = (process, waiting.pop(0).name, time.monotonic() + _SECONDS_ALLOWED)
            done = multiprocessing.connection.wait(list(running), timeout=1)
            for sentinel, (process, name, deadline) in list(running.items()):
                if sentinel in done or time.monotonic() > deadline:
                    _end(process)
                    del running[sentinel]
                    if process.exitcode != 0:
                        failed.append(name)
    finally:
        for process, _, _ in running.values():
            _end(process)
        delete_leftovers()
    return failed


def _end(process):
    """Let a process that is over its time clean up behind itself, or end it after all."""
    if process.is_alive():
        process.terminate()
    process.join(_SECONDS_TO_CLEAN_UP)
    if process.is_alive():
        process.kill()
        process.join()


def _child(scenario, seed, folder):
    """The life of a scenario's own process. An interrupt at the keyboard is its parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    die_with_parent(signal.SIGTERM)
    try:
        _make(scenario, seed, Path(folder))
    except BaseException as failure:  # the boundary of the process: said in one line, told by the exit status
        print(f"{scenario.name}: {type(failure).__name__}: {failure}", file=sys.stderr, flush=True)
        _leave(1)
    _leave(0)


def _leave(status):
    """Exit without waiting for the servers' threads, which wait for clients for ever."""
    sys.stdout.flush()
    os._exit(status)


def _make(scenario, seed, folder):
    for attempt in range(1, _ATTEMPTS + 1):
        start = time.monotonic()
        with Lab(scenario.name, seed, scenario.version) as lab:
            truth = scenario.play(lab)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as temporary:
            capture = Path(temporary, f"{scenario.name}.pcapng")
            lab.recording.write(capture, f"{scenario.name}: made by samples/lab with seed {seed}")
            counted = signs.count(capture)
            wrong = signs.contradictions(counted, scenario.signs)
            if wrong:
                print(f"{scenario.name}: attempt {attempt}: {'; '.join(wrong)}", file=sys.stderr, flush=True)
                continue
            truth = {"seed": seed, "captured_at": lab.recording.point, **truth}
            expected = Path(temporary, f"{scenario.name}.expected.yaml")
            expected.write_text(yamltext.text(scenario.expected(truth)))
            size = capture.stat().st_size
            for made in (capture, expected):
                made.replace(folder / made.name)
        seen = ", ".join(f"{sign} {number}" for sign, number in sorted(counted.items()))
        print(f"{scenario.name}: {size / 1000:.1f} kB, {time.monotonic() - start:.0f} s; {seen}", flush=True)
        return
    raise RuntimeError(f"not as claimed in {_ATTEMPTS} attempts")
