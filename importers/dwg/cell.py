"""Where a converter runs: a process with the rights of a reading child, and one program to start.

It gives up its rights, starts the program, and then looks itself at what the program left behind:
a file made of a stranger's drawing is a stranger's file as well.
"""

from __future__ import annotations

import json
import mmap
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from importers.dwg.counting import held_by, slim
from importers.landlock import open_for_programs
from importers.sandbox import close_the_doors, die_with_parent

#: Processes and open files of a converter; most need one process, some a helper.
PROCESSES = 128
FILES = 256
MOST_LOST = 20
SAID = "said.txt"
RESULT = "out/plan.dxf"
SLIM = "plan.dxf"


def main(job: dict[str, Any]) -> None:
    """Convert, and print what came of it as JSON."""
    folder = Path(job["folder"])
    close_the_doors(may_run=True)
    open_for_programs(map(Path, job["programs"]), folder)
    told: dict[str, Any] = {"status": _run(job, folder)}
    _limit_looking(job)
    told["complaints"] = _complaints(folder / SAID)
    sys.stdout.write(json.dumps(told | _result(folder, job["file_bytes"])))


def _run(job: dict[str, Any], folder: Path) -> int:
    """The exit status of the program, negative where a signal ended it.

    A process between starts it and ends right after it: where processes have a group of their own
    it is the first of that group, and all that the program left running ends with it. The program
    itself cannot be the first, whom most signals do not reach.
    """
    listening, telling = os.pipe()
    first = os.fork()
    if first == 0:
        os.close(listening)
        die_with_parent()
        runner = os.fork()
        if runner == 0:
            _become(job, folder)
        try:
            ended = status = 0
            while ended != runner:
                ended, status = os.wait()
            os.write(telling, str(os.waitstatus_to_exitcode(status)).encode())
        finally:
            os._exit(0)
    os.close(telling)
    with os.fdopen(listening, "rb") as heard:
        said = heard.read()
    os.waitpid(first, 0)
    return int(said or -signal.SIGKILL)


def _become(job: dict[str, Any], folder: Path) -> None:
    try:
        die_with_parent()
        for ignored in (signal.SIGPIPE, signal.SIGXFSZ):
            # Python ignores these, and what it ignores a program that it becomes ignores as well.
            signal.signal(ignored, signal.SIG_DFL)
        _limit(job)
        said = os.open(folder / SAID, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for theirs, ours in ((nothing, 0), (said, 1), (said, 2)):
            os.dup2(theirs, ours)
        os.chdir(folder)
        arguments = job["arguments"]
        os.execve(arguments[0], arguments, job["environment"])  # noqa: S606 - the operator's own
    except BaseException:  # noqa: BLE001 - whatever happens here, the parent's code must not run
        os._exit(126)


def _limit(job: dict[str, Any]) -> None:
    cpu_s, memory = job["cpu_s"], job["memory_bytes"]
    wanted = (
        # Not the address space, of which programs with a runtime reserve far more than they use.
        (resource.RLIMIT_DATA, memory, memory),
        (resource.RLIMIT_CPU, cpu_s, cpu_s + 1),
        (resource.RLIMIT_FSIZE, job["file_bytes"], job["file_bytes"]),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, FILES, FILES),
    )
    for which, soft, hard in wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(which, (soft, hard))
    if job["count_processes"]:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))


def _limit_looking(job: dict[str, Any]) -> None:
    """What is made of a hostile drawing may also be meant for whoever counts it."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (job["cpu_s"], job["cpu_s"] + 1))
        resource.setrlimit(resource.RLIMIT_DATA, (job["memory_bytes"], job["memory_bytes"]))


def _complaints(said: Path) -> int:
    """Lines with which the program itself says that something is wrong."""
    with suppress(OSError):
        lines = said.read_bytes()[:1_000_000].lower().splitlines()
        return sum(b"error" in line or b"warning" in line for line in lines)
    return 0


def _result(folder: Path, most: int) -> dict[str, Any]:
    """What the file holds that the program wrote; a slim copy of it lies in ``SLIM``."""
    path = folder / RESULT
    if path.is_symlink() or not path.is_file() or not path.stat().st_size:
        return {}
    if path.stat().st_size >= most:
        return {"is_flood": True}
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        held = held_by(data)
        # Whatever the program left by that name, a link it may be, is not what is written to.
        (folder / SLIM).unlink(missing_ok=True)
        with (folder / SLIM).open("xb") as copy:
            for piece in slim(data):
                copy.write(piece)
                piece.release()
    return {"entities": held.entities, "lost": dict(list(held.lost.items())[:MOST_LOST])}


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
