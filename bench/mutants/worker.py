"""Reads mutants under the limits of a reading child, in processes forked for a few of them each.

``python -m bench.mutants.worker`` takes a job from its input and prints one line for each mutant,
both as JSON. A job names the ``importer`` as module:class, and in ``parts`` the name of each source
with its seeds (first, after the last, step).
"""

from __future__ import annotations

import gc
import importlib
import json
import math
import os
import resource
import select
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.mutants.judge import Verdict, judge
from bench.mutants.mutate import mutant
from bench.mutants.sources import sources
from importers.base import Importer, Limits
from importers.sandbox import limit_this_process

#: No reading may cost more processor time than this, nor more real time where it sleeps.
RUN_CPU_S = 10
RUN_WALL_S = 90.0
#: Forking and ending a process costs as much as reading a small drawing.
MUTANTS_A_FORK = 10
#: The reader loads these on first use, as its child process knows.
_LATE_MODULES = ("ezdxf.render.mline", "numpy.ma")


def main(job: dict[str, Any]) -> None:
    """Print a line for each mutant of the job."""
    module, _, name = job["importer"].partition(":")
    importer: Importer = getattr(importlib.import_module(module), name)()
    for late in _LATE_MODULES:
        importlib.import_module(late)
    made_of = sources()
    drawings = {source: made_of[source]() for source, *_ in job["parts"]}
    waiting = [(source, seed) for source, *seeds in job["parts"] for seed in range(*seeds)]
    gc.collect()
    gc.disable()
    gc.freeze()
    while waiting:
        batch, done = waiting[:MUTANTS_A_FORK], 0
        for line in _told(importer, drawings, batch):
            print(json.dumps(line), flush=True)
            done += 1
        # A process that was ended by a mutant leaves the ones after it to the next.
        waiting = waiting[done:]


def _told(
    importer: Importer, drawings: Mapping[str, bytes], batch: Sequence[tuple[str, int]]
) -> Iterator[dict[str, Any]]:
    """One line for each mutant up to one that ends its process."""
    with tempfile.TemporaryDirectory() as folder:
        paths, heads = [], []
        for source, seed in batch:
            made = mutant(source, drawings[source], seed)
            paths.append(Path(folder) / f"{len(paths)}.dxf")
            paths[-1].write_bytes(made.raw)
            heads.append({"source": source, "seed": seed, "steps": made.steps})
        # The verdicts come first: asked once more at their end they clean up after themselves.
        for verdict, head in zip(read_all(importer, paths), heads, strict=False):
            yield head | verdict


def read_all(importer: Importer, paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Verdicts on files in their order, and what each cost; ends after one that ended its process.

    The memory is what the process had in use at most until then.
    """
    listening, answering = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(listening)
        _read(importer, paths, answering)
    os.close(answering)
    began, done = time.monotonic(), 0
    for line in _lines(listening):
        yield json.loads(line)
        began, done = time.monotonic(), done + 1
    os.close(listening)
    if done < len(paths):
        os.kill(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    if done < len(paths):
        cost = {"cpu_s": time.monotonic() - began, "peak_bytes": used.ru_maxrss * 1024}
        yield asdict(_ended(status)) | cost


def _read(importer: Importer, paths: Sequence[Path], answering: int) -> None:
    """The forked process: one line for each file."""
    try:
        limits = Limits(cpu_s=RUN_CPU_S)
        limit_this_process(Limits(cpu_s=RUN_CPU_S * len(paths)))
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        for path in paths:
            began = time.process_time()
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(began) + RUN_CPU_S, hard))
            told = asdict(judge(importer, path, limits))
            told["cpu_s"] = time.process_time() - began
            told["peak_bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            said = json.dumps(told).encode() + b"\n"
            while said:
                said = said[os.write(answering, said) :]
    finally:
        os._exit(0)


def _lines(pipe: int) -> Iterator[bytes]:
    """Lines from a process, until it ends or falls silent for too long."""
    said = b""
    while select.select([pipe], [], [], RUN_WALL_S)[0]:
        piece = os.read(pipe, 1 << 16)
        if not piece:
            return
        *whole, said = (said + piece).split(b"\n")
        yield from whole


def _ended(status: int) -> Verdict:
    """Why a process ended without a word."""
    number = os.waitstatus_to_exitcode(status)
    if -number in {signal.SIGXCPU, signal.SIGKILL}:
        return Verdict("", f"over {RUN_CPU_S} s", "The process was stopped.")
    return Verdict("", f"ended with status {number}")


if __name__ == "__main__":
    main(json.load(sys.stdin))
