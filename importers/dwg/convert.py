"""From a DWG to a DXF beside it, by a program that may do anything but harm.

The program runs as a reading child does: no network, no environment, no files but its own and a
private folder, so much memory and time. Its exit status is not believed; what it wrote is counted.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from importers.base import Limits
from importers.dwg import finder, sniff
from importers.dwg.cell import RESULT, SLIM
from importers.dwg.finder import Converter
from importers.dwg.packing import Conversions, Packed, pack, unpack
from importers.dwg.refusals import encrypted, nearly_empty, no_converter, not_converted
from importers.refusals import crashed, disk_full, not_readable
from importers.sandbox import owned_by_nobody
from importers.scratch import scratch_folder
from importers.workspace import open_folder

#: Times the largest drawing that is read: with indexes that a plan does not need, a real DWG of
#: half a megabyte became a DXF of a hundred.
LARGEST_RESULT = 4
#: Drawings of this size and more hold things; of those with a plan, one thing in 3 kB or less.
LARGE_BYTES = 50_000
BYTES_FOR_ENTITY = 20_000
LEAST_ENTITIES = 5
#: Times what a reading may have: programs with a runtime set aside far more than they fill.
MEMORY = 4
LOOK_EVERY_S = 0.05
#: What a file or folder counts at least: a disk runs out of places for files as well.
LEAST_HELD_BYTES = 64 * 1024
#: Of the disk. What a program deletes and goes on writing to is seen nowhere else.
LEAST_FREE_BYTES = 64 * 1024 * 1024
TOO_MUCH = "wrote far more than the drawing can hold"
_SHELL = 128
_ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"}
_HOMES = ("HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME")
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from importers.dwg.cell import main; main(json.loads(sys.argv[2]))"
)
_HEAD_BYTES = 64


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a conversion. ``lost`` counts entities by kind that did not come along."""

    version: str  # the mark of the DWG
    converter: str
    entities: int
    complaints: int = 0
    lost: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Converted:
    """A DXF in a folder of its own, which stays until whoever got it closes ``held``."""

    path: Path
    told: Told
    held: ExitStack


@contextmanager
def converted(
    path: Path, limits: Limits, conversions: Conversions | None = None
) -> Iterator[Converted]:
    """The DWG at ``path`` as a DXF, as long as the block runs; raises as ``convert``."""
    made = convert(path, limits, conversions)
    with made.held:
        yield made


def convert(path: Path, limits: Limits, conversions: Conversions | None = None) -> Converted:
    """A DXF of the DWG at ``path``; raises ``ImportRefused`` where none that can be used comes.

    ``conversions`` keeps the result for the next time. What it kept holds as long as the converter
    is the same, or there is none any more.
    """
    head, size = _looked_at(path)
    version = sniff.version_of(head)
    if sniff.is_encrypted(head):
        raise encrypted(version)
    converter = finder.find()
    mark = None if converter is None else converter.mark()
    kept = None if conversions is None else conversions.find()
    if kept is not None and mark in {None, kept.mark}:
        again = _unpacked(kept, limits)
        if again is not None:
            return again
    if converter is None or mark is None:
        raise no_converter(version)
    with ExitStack() as holding:
        folder = _laid_out(path, holding)
        told = _run(converter, folder, version, size, limits)
        if conversions is not None:
            packed = pack(mark, asdict(told), folder / SLIM)
            if packed is not None:
                conversions.keep(packed)
        return Converted(folder / SLIM, told, holding.pop_all())


def _unpacked(kept: Packed, limits: Limits) -> Converted | None:
    """What was converted earlier; None where it is of no use."""
    with ExitStack() as holding:
        try:
            scratch = holding.enter_context(scratch_folder(open_folder()))
            # Others may pass to a folder whose name they know, and not list the names.
            scratch.chmod(0o711)
            path = scratch / SLIM
            if not unpack(kept, path, LARGEST_RESULT * limits.file_bytes):
                return None
            path.chmod(0o444)
            return Converted(path, Told(**kept.told), holding.pop_all())
        except OSError:
            raise disk_full() from None
        except TypeError:
            return None


def _looked_at(path: Path) -> tuple[bytes, int]:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES), os.fstat(file.fileno()).st_size
    except OSError:
        raise not_readable() from None


def _laid_out(path: Path, holding: ExitStack) -> Path:
    """A private folder with the drawing in it, and a place for the result."""
    try:
        scratch = holding.enter_context(scratch_folder(open_folder()))
        # Others may pass to a folder whose name they know, and not list the names.
        scratch.chmod(0o711)
        folder = scratch / "cell"
        for place in (folder, folder / "in", folder / "out"):
            place.mkdir(mode=0o700)
        shutil.copyfile(path, folder / "in" / "plan.dwg")
        for place in (folder, folder / "in", folder / "in" / "plan.dwg", folder / "out"):
            owned_by_nobody(place)
    except OSError:
        raise disk_full() from None
    return folder


def _run(converter: Converter, folder: Path, version: str, size: int, limits: Limits) -> Told:
    allowed = LARGEST_RESULT * limits.file_bytes
    answer = _answer(_job(converter, folder, allowed, limits), folder, allowed, version, limits)
    entities = answer.get("entities")
    if answer.get("is_flood"):
        raise not_converted(version, TOO_MUCH)
    if entities is None:
        raise not_converted(version, _how(answer["status"]))
    least = max(LEAST_ENTITIES, size // BYTES_FOR_ENTITY) if size >= LARGE_BYTES else 1
    if entities < least:
        raise nearly_empty(version, size, entities)
    return Told(version, converter.name, entities, answer["complaints"], answer["lost"])


def _how(status: int) -> str:
    if status > _SHELL:
        # So a shell tells what ended the program that it had started.
        status = _SHELL - status
    if status == -signal.SIGXFSZ:
        return TOO_MUCH
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return "took too long and was stopped"
    if status < 0:
        return "crashed on it"
    said = "said that all was well" if status == 0 else "gave up on it"
    return f"{said} and wrote no DXF"


def _job(converter: Converter, folder: Path, allowed: int, limits: Limits) -> dict[str, Any]:
    homes = dict.fromkeys(_HOMES, str(folder))
    return {
        "folder": str(folder),
        "arguments": converter.arguments(folder / "in" / "plan.dwg", folder / RESULT),
        "programs": converter.programs(),
        "environment": {**_ENVIRONMENT, **homes, "QT_QPA_PLATFORM": "offscreen"},
        "cpu_s": limits.cpu_s,
        "memory_bytes": MEMORY * limits.memory_bytes,
        "file_bytes": allowed,
        "count_processes": os.geteuid() == 0,
    }


def _answer(
    job: Mapping[str, Any], folder: Path, allowed: int, version: str, limits: Limits
) -> dict[str, Any]:
    """What the cell prints; it is ended, with all in it, when it takes too long or too much."""
    paths = json.dumps([entry for entry in sys.path if entry] + [_root()])
    cell = subprocess.Popen(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-I", "-c", _START, paths, json.dumps(job)],
        env=_ENVIRONMENT,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with cell:
        try:
            _wait(cell, folder, allowed, version, limits)
            told = json.loads(cell.stdout.read() if cell.stdout else b"")
        except ValueError:
            raise crashed() from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(cell.pid, signal.SIGKILL)
    if not isinstance(told, dict):
        raise crashed()
    return told


def _wait(
    cell: subprocess.Popen[bytes], folder: Path, allowed: int, version: str, limits: Limits
) -> None:
    ends = time.monotonic() + limits.wall_s
    while cell.poll() is None:
        if time.monotonic() > ends:
            raise not_converted(version, "took too long and was stopped")
        # The result and its slim copy may both lie there for a moment.
        if _held(folder, 2 * allowed) > 2 * allowed:
            raise not_converted(version, TOO_MUCH)
        if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
            raise disk_full()
        time.sleep(LOOK_EVERY_S)


def _held(folder: Path, most: int) -> int:
    """Bytes below a folder, not fewer for each entry than ``LEAST_HELD_BYTES``.

    What vanishes meanwhile counts as little.
    """
    total = 0
    for place, folders, files in os.walk(folder):
        total += LEAST_HELD_BYTES * (len(folders) + len(files))
        if total > most:
            break
        for name in files:
            with suppress(OSError):
                size = os.lstat(os.path.join(place, name)).st_size
                total += max(size - LEAST_HELD_BYTES, 0)
    return total


def _root() -> str:
    return str(Path(__file__).resolve().parents[2])
