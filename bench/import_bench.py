"""``import``: what `floorplans read` costs beside the parser it stands on.

Wall time of `floorplans read` over the main-job drawings and the demo's own, divided by
`ezdxf.readfile` over the same files in one process; and the memory of the reading child.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from app.demo.write import write_campus
from bench.measure import paired

RATIO_TARGET = 2.5
LOOK_EVERY_S = 0.01
MAIN_JOB = (
    "contoso2-ground",
    "wrld-office",
    "medialab-3",
    "learning-center",
    "health-school-0",
    "classroom-104",
    "one-room",
    "two-rooms",
)
_PARSE = "import sys, ezdxf\nfor name in sys.argv[1:]: ezdxf.readfile(name)"


def run() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        files = [*_real(), *_demo(Path(folder))]
        total = paired(lambda: _read(files), lambda: _parse(files), pairs=3)
        slowest = {file.name: _read([file]) / _parse([file]) for file in files}
        largest = max(files, key=lambda file: file.stat().st_size)
        memory = _peak_bytes(_read_command([largest]))
        parser_memory = _peak_bytes(_parse_command([largest]))
    return {
        "files": len(files),
        "total": total,
        "by_file": {name: round(ratio, 2) for name, ratio in slowest.items()},
        "largest": largest.name,
        "largest_peak_mib": round(memory / 2**20),
        "largest_peak_to_parser": round(memory / parser_memory, 2),
        "targets": {f"total at most {RATIO_TARGET}": total["ratio"] <= RATIO_TARGET},
    }


def _real() -> list[Path]:
    named = os.environ.get("FLOORPLANS_PLANS")
    plans = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "plans"
    found = [plans / "floors" / f"{name}.dxf" for name in MAIN_JOB]
    return [file for file in found if file.is_file()]


def _demo(folder: Path) -> list[Path]:
    write_campus(folder)
    return sorted(folder.rglob("*.dxf"))


def _read_command(files: list[Path]) -> list[str]:
    program = Path(sys.executable).with_name("floorplans")
    return [str(program), "read", "--json", *map(str, files)]


def _parse_command(files: list[Path]) -> list[str]:
    return [sys.executable, "-c", _PARSE, *map(str, files)]


def _read(files: list[Path]) -> float:
    return _wall_s(_read_command(files))


def _parse(files: list[Path]) -> float:
    return _wall_s(_parse_command(files))


def _wall_s(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
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
