"""Folders for temporary files that nobody has to clean up after a process that was killed.

Whoever uses such a folder holds a lock on it, which the kernel gives back however the process ends.
A folder that nobody holds is therefore left over, and the next one that is made takes it away.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "floorplans-reading-"
#: One try fails only when somebody sweeps in the moment between making a folder and holding it.
TRIES = 10


@contextmanager
def scratch_folder(within: Path | None = None) -> Iterator[Path]:
    """A folder of one's own in ``within`` (default: the usual one for temporary files).

    What killed processes of the same user left there is removed first. Raises ``OSError`` where no
    folder can be made.
    """
    place = within or Path(tempfile.gettempdir())
    sweep(place)
    folder, lock = _make(place)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep(place: Path) -> int:
    """Remove the folders in ``place`` whose processes are gone; returns how many."""
    removed = 0
    with suppress(OSError), os.scandir(place) as entries:
        left = [Path(e.path) for e in entries if e.name.startswith(PREFIX) and _is_ours(e)]
        for folder in left:
            lock = _locked(folder)
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)
                removed += 1
    return removed


def _make(place: Path) -> tuple[Path, int]:
    for _ in range(TRIES):
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
        lock = _locked(folder)
        if lock is not None and _is_there(folder, lock):
            return folder, lock
        if lock is not None:
            os.close(lock)
    raise OSError(errno.ENOLCK, "no lock on a folder for temporary files", str(place))


def _locked(folder: Path) -> int | None:
    """A descriptor that holds the folder's lock; None when another process holds it, or it went."""
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock


def _is_there(folder: Path, lock: int) -> bool:
    try:
        return os.path.samestat(folder.stat(), os.fstat(lock))
    except OSError:
        return False


def _is_ours(entry: os.DirEntry[str]) -> bool:
    return (
        entry.is_dir(follow_symlinks=False)
        and entry.stat(follow_symlinks=False).st_uid == os.geteuid()
    )
