"""Runs tasks that make networks, several at once, each in a process of its own, and cleans up behind them."""

import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import time

from . import kernel, namespaces

_SECONDS_ALLOWED = 420  # for one task
_SECONDS_TO_CLEAN_UP = 20


def run(tasks, jobs, finished=lambda name: None):
    """Run these tasks, {name: callable}. Gives the names of those that failed; of the others, `finished` hears."""
    _delete_leftovers()
    waiting, running, failed = list(tasks.items()), {}, []
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                name, call = waiting.pop(0)
                process = multiprocessing.get_context("fork").Process(target=_child, args=(name, call))
                process.start()
                running[process.sentinel] = (process, name, time.monotonic() + _SECONDS_ALLOWED)
            done = multiprocessing.connection.wait(list(running), timeout=1)
            for sentinel, (process, name, deadline) in list(running.items()):
                if sentinel in done or time.monotonic() > deadline:
                    _end(process)
                    del running[sentinel]
                    if process.exitcode != 0:
                        failed.append(name)
                    else:
                        finished(name)
    finally:
        for process, _, _ in running.values():
            _end(process)
        _delete_leftovers()
    return failed


def _delete_leftovers():
    namespaces.delete_leftovers()
    kernel.remove_leftovers()


def _end(process):
    """Let a process that is over its time clean up behind itself, or end it after all."""
    if process.is_alive():
        process.terminate()
    process.join(_SECONDS_TO_CLEAN_UP)
    if process.is_alive():
        process.kill()
        process.join()


def _child(name, call):
    """The life of a task's own process. An interrupt at the keyboard is its parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    namespaces.die_with_parent(signal.SIGTERM)
    try:
        call()
    except BaseException as failure:  # the boundary of the process: said in one line, told by the exit status
        print(f"{name}: {type(failure).__name__}: {failure}", file=sys.stderr, flush=True)
        _leave(1)
    _leave(0)


def _leave(status):
    """Exit without waiting for the servers' threads, which wait for clients for ever."""
    sys.stdout.flush()
    os._exit(status)
