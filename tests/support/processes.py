"""Which processes this one has started, so that a test that leaves one is named."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

#: What ``multiprocessing`` starts once for the whole run and ends with it: a server that forks
#: others, and what looks after shared memory.
OF_THE_RUN = ("multiprocessing.forkserver", "multiprocessing.resource_tracker")

#: A process by its number and, as numbers are used again, by when it began.
Known = tuple[int, str]


def running() -> set[Known]:
    """The children of this process that have not ended; none where there is no ``/proc``."""
    return {
        (pid, told[1])
        for pid in _children()
        if (told := _state_and_beginning(pid)) is not None and told[0] != "Z"
    }


def left_since(before: set[Known]) -> dict[int, str]:
    """Command lines by number of the children that began since and serve no whole run."""
    found = {pid: _command(pid) for pid, _ in running() - before}
    return {pid: line for pid, line in found.items() if not any(own in line for own in OF_THE_RUN)}


def _children() -> set[int]:
    found: set[int] = set()
    for listed in Path("/proc/self/task").glob("*/children"):
        # A thread may end meanwhile.
        with suppress(OSError):
            found |= {int(pid) for pid in listed.read_text().split()}
    return found


def _state_and_beginning(pid: int) -> tuple[str, str] | None:
    """Fields 3 and 22 of proc(5); the second, a name in brackets, may hold anything."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return fields[0], fields[19]
    return None


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    return ""
