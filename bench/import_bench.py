"""``import``: what `floorplans read` costs beside the parser it stands on, and how that grows.

Wall time of `floorplans read` over all real drawings that are there and the demo's own, divided by
`ezdxf.readfile` over the same files in one process; the memory of the reading child beside the
parser's; and the time for ten times the entities, up to 400,000.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil
from ezdxf.filemanagement import readfile

from app.demo.write import write_campus
from bench.grown import write_grown
from bench.measure import paired
from bench.real_files import real_plans
from importers.dxf.load import LOAD_ERRORS

RATIO_TARGET = 2.0
FILE_TARGET = 4.0
MEMORY_TARGET = 2.0
GROWTH_TARGET = 13.0  # for ten times the entities
SIZES = (4_000, 40_000, 400_000)
LOOK_EVERY_S = 0.01
REFUSED = 2  # the exit status for a file that is no floor plan
_PARSE = "import sys, ezdxf\nfor name in sys.argv[1:]: ezdxf.readfile(name)"


def run() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        files = [file for file in [*real_plans(), *_demo(Path(folder))] if _is_parsed(file)]
        total = paired(lambda: _read(files), lambda: _parse(files), pairs=3)
        slowest = {file.name: _read([file]) / _parse([file]) for file in files}
        largest = max(files, key=lambda file: file.stat().st_size)
        memory = _peak_bytes(_read_command([largest]))
        parser_memory = _peak_bytes(_parse_command([largest]))
        growth = _growth(Path(folder))
    worst = max(slowest.values())
    to_parser = memory / parser_memory
    steepest = max(growth["times_for_ten_times_the_entities"])
    return {
        "files": len(files),
        "total": total,
        "by_file": {name: round(ratio, 2) for name, ratio in slowest.items()},
        "largest": largest.name,
        "largest_peak_mib": round(memory / 2**20),
        "largest_peak_to_parser": round(to_parser, 2),
        "growth": growth,
        "targets": {
            f"total at most {RATIO_TARGET}": total["ratio"] <= RATIO_TARGET,
            f"each file at most {FILE_TARGET}": worst <= FILE_TARGET,
            f"memory at most {MEMORY_TARGET} of the parser's": to_parser <= MEMORY_TARGET,
            f"ten times the entities at most {GROWTH_TARGET} times the time": (
                steepest <= GROWTH_TARGET
            ),
        },
    }


def _is_parsed(file: Path) -> bool:
    """True for a file that the strict parser reads: only then there is something to compare."""
    try:
        readfile(file)
    except LOAD_ERRORS:
        return False
    return True


def _demo(folder: Path) -> list[Path]:
    write_campus(folder)
    return sorted(folder.rglob("*.dxf"))


def _growth(folder: Path) -> dict[str, Any]:
    """Seconds for plans of ``SIZES`` entities, and the steps between them as ratios."""
    taken = []
    for size in SIZES:
        file = folder / f"grown-{size}.dxf"
        write_grown(file, size)
        # A plan that is refused halfway would look fast.
        taken.append(min(_wall_s(_read_command([file]), allowed=(0,)) for _ in range(2)))
    steps = [later / earlier for earlier, later in pairwise(taken)]
    return {
        "entities": SIZES,
        "seconds": [round(one, 2) for one in taken],
        "times_for_ten_times_the_entities": [round(step, 2) for step in steps],
    }


def _read_command(files: list[Path]) -> list[str]:
    program = Path(sys.executable).with_name("floorplans")
    return [str(program), "read", "--json", *map(str, files)]


def _parse_command(files: list[Path]) -> list[str]:
    return [sys.executable, "-c", _PARSE, *map(str, files)]


def _read(files: list[Path]) -> float:
    return _wall_s(_read_command(files))


def _parse(files: list[Path]) -> float:
    return _wall_s(_parse_command(files))


def _wall_s(command: list[str], allowed: Sequence[int] = (0, REFUSED)) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    if done.returncode not in allowed:
        raise RuntimeError(f"{command[0]} ended with status {done.returncode}")
    return time.perf_counter() - began


def _peak_bytes(command: list[str]) -> int:
    """The largest resident size that any process of ``command`` was seen with.

    The reader ends its workers without waiting for them, so the operating system's own account of
    finished children does not know them; they are watched while they run.
    """
    process = psutil.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        for one in [process, *process.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                peak = max(peak, one.memory_info().rss)
        time.sleep(LOOK_EVERY_S)
    return peak
