"""Lets workers loose on all processors and adds up what they say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from importers.child_process import ENVIRONMENT

READER = "importers.dxf.importer:DxfImporter"
ROOT = Path(__file__).resolve().parents[2]
#: Faults that are told one by one; a bug in the reader shows in hundreds of mutants.
TOLD = 20


@dataclass(slots=True)
class Result:
    """What became of a number of mutants."""

    mutants: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[dict[str, Any]] = field(default_factory=list)
    slowest: dict[str, Any] = field(default_factory=lambda: {"cpu_s": 0.0})
    largest: dict[str, Any] = field(default_factory=lambda: {"peak_bytes": 0})
    cpu_s: float = 0.0

    def add(self, line: dict[str, Any]) -> None:
        self.mutants += 1
        self.outcomes[line["outcome"] or "FAULT"] += 1
        self.cpu_s += line["cpu_s"]
        if line["fault"] is not None:
            self.faults.append(line)
        self.slowest = max(self.slowest, line, key=lambda one: one["cpu_s"])
        self.largest = max(self.largest, line, key=lambda one: one["peak_bytes"])

    def told(self) -> str:
        """The faults for a person, each with the command that repeats it."""
        return "\n\n".join(
            f"{one['fault']} ({', '.join(one['steps'])})\n{again(one)}\n{one['detail']}"
            for one in self.faults[:TOLD]
        )


def again(line: dict[str, Any]) -> str:
    """The command that reads the same mutant again and keeps it."""
    return (
        f"script/bench mutants --source {line['source']} --seed {line['seed']} "
        "--count 1 --keep mutant.dxf"
    )


def run_mutants(names: Sequence[str], count: int, seed: int = 0, importer: str = READER) -> Result:
    """Read ``count`` mutants, the same number of each source, from ``seed`` on."""
    result = Result()
    workers = min(count, os.cpu_count() or 1)
    jobs = [
        {"importer": importer, "parts": list(_parts(names, count, seed, first, workers))}
        for first in range(workers)
    ]
    with ThreadPoolExecutor(workers) as pool:
        for lines in pool.map(_work, jobs):
            for line in lines:
                result.add(line)
    return result


def _parts(
    names: Sequence[str], count: int, seed: int, first: int, step: int
) -> Iterator[tuple[str, int, int, int]]:
    """What one worker reads: every ``step``-th mutant of every source, from the ``first`` on."""
    for index, name in enumerate(names):
        share = count // len(names) + (index < count % len(names))
        yield name, seed + (first + index) % step, seed + share, step


def _work(job: dict[str, Any]) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.mutants.worker"],
        input=json.dumps(job),
        env={**ENVIRONMENT, **_plans()},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _plans() -> dict[str, str]:
    named = os.environ.get("FLOORPLANS_PLANS")
    return {"FLOORPLANS_PLANS": named} if named else {}
