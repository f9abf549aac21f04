"""Where a reading child finds its files."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from importers.base import Limits
from importers.issues import ImportRefused
from importers.refusals import disk_full, not_readable
from importers.scratch import scratch_folder


class Workspace:
    """Gives each drawing a path that the child can open, and cleans up behind it.

    As root, whose child becomes ``nobody``, drawings are copied into a folder of their own;
    otherwise they are read where they are. Raises ``ImportRefused`` where no folder can be made.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._folder: Path | None = None
        self._held = ExitStack()
        self._count = 0

    def __enter__(self) -> Workspace:
        if os.geteuid() == 0:
            try:
                self._folder = self._held.enter_context(scratch_folder(open_folder()))
            except OSError:
                raise disk_full() from None
            # Others may open a file whose name they know, and not list the names.
            self._folder.chmod(0o711)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._held.close()

    def admit(self, path: Path) -> Path:
        """The path for the child; raises ``ImportRefused`` for what is no file or too large."""
        try:
            facts = path.stat()
            if not stat.S_ISREG(facts.st_mode):
                # A pipe or a device would make its reader wait for ever.
                raise OSError
            if facts.st_size > self._limits.file_bytes:
                raise _too_large(facts.st_size, self._limits.file_bytes)
            if self._folder is None:
                return path.absolute()
            self._count += 1
            copy = self._folder / str(self._count)
            shutil.copyfile(path, copy)
            copy.chmod(0o444)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise (disk_full() if full else not_readable()) from None
        return copy

    def leave(self, copy: Path) -> None:
        """Delete the copy of a drawing that has been read."""
        if self._folder is not None and copy.parent == self._folder:
            copy.unlink(missing_ok=True)


def open_folder() -> Path | None:
    """A folder for temporary files that every user may pass through; None for the usual one."""
    usual = Path(tempfile.gettempdir())
    for folder in (usual, Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")):  # noqa: S108
        way = (folder, *folder.parents)
        if folder.is_dir() and all(step.stat().st_mode & stat.S_IXOTH for step in way):
            return folder
    return None


def _too_large(size: int, allowed: int) -> ImportRefused:
    return ImportRefused(
        "FILE_TOO_LARGE",
        f"The file has {size / 1e6:.0f} MB; at most {allowed / 1e6:.0f} are read.",
        "Delete what does not belong to this floor, purge unused blocks, and save it again.",
    )
