"""``bombs``: what files cost that are made to be expensive, read by `floorplans read --json`.

Prints for each kind its size, the processor time and the largest memory of its reader, and what it
answers. A name behind ``bombs`` reads only that kind.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from bench.bombs import BOMBS

CPU_TARGET_S = 10.0
MEMORY_TARGET_MIB = 1024
#: A larger file may take longer: its limit of time grows with its size.
SMALL_BYTES = 1_000_000
FAULTS = ("READER_CRASHED", "NO_ANSWER")
_LOOK_EVERY_S = 0.01


def run(words: Sequence[str] = ()) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        read = {name: _measured(name, Path(folder)) for name in words or BOMBS}
    small = [told for told in read.values() if told["bytes"] <= SMALL_BYTES]
    return {
        "bombs": read,
        "targets": {
            f"small files at most {CPU_TARGET_S:.0f} s": all(
                told["cpu_s"] <= CPU_TARGET_S for told in small
            ),
            f"at most {MEMORY_TARGET_MIB} MiB": all(
                told["mib"] <= MEMORY_TARGET_MIB for told in read.values()
            ),
            "no crash": all(told["verdict"] not in FAULTS for told in read.values()),
        },
    }


def _measured(name: str, folder: Path) -> dict[str, Any]:
    file = folder / f"{name}.dxf"
    file.write_text(BOMBS[name].make(BOMBS[name].full), encoding="ascii")
    answer = folder / "answer.json"
    cpu_s, peak = _cost(file, answer)
    told = {
        "bytes": file.stat().st_size,
        "cpu_s": round(cpu_s, 1),
        "mib": round(peak / 2**20),
        "verdict": _verdict(answer.read_bytes()),
    }
    file.unlink()
    print(f"{name:18s} {json.dumps(told)}", file=sys.stderr, flush=True)
    return told


def _cost(file: Path, answer: Path) -> tuple[float, int]:
    """Processor seconds and largest bytes of the one process that read ``file``.

    It ends unwaited for, so that only who looks while it runs knows what it took.
    """
    program = Path(sys.executable).with_name("floorplans")
    cpu: dict[int, float] = {}
    peak: dict[int, int] = {}
    with answer.open("wb") as out:
        command = [str(program), "read", "--json", str(file)]
        process = psutil.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            with contextlib.suppress(psutil.Error):
                for one in process.children(recursive=True):
                    times = one.cpu_times()
                    cpu[one.pid] = times.user + times.system
                    peak[one.pid] = max(peak.get(one.pid, 0), one.memory_info().rss)
            time.sleep(_LOOK_EVERY_S)
    return max(cpu.values(), default=0.0), max(peak.values(), default=0)


def _verdict(answer: bytes) -> str:
    """The code of a refusal, or the codes of what was found."""
    try:
        told = json.loads(answer)
    except ValueError:
        return "NO_ANSWER"
    if "refused" in told:
        return str(told["refused"]["code"])
    return " ".join(["read", *sorted({issue["code"] for issue in told["issues"]})])
