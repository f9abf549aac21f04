"""Keeps the drawings that were read last open in their children, to be read otherwise at once.

What a stranger's file was made into stays in the sandboxed process that parsed it: only profiles go
in, and only drafts come out, as for any reading. A child that fails, is too old, or was opened
otherwise is ended, and the file is read afresh: keeping changes nothing but the time.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from importers.base import Limits, Progress
from importers.child import read_in_child
from importers.child_process import ChildProcess
from importers.dxf.opened import opened_alike
from importers.issues import ImportRefused
from importers.profile import Profile
from importers.registry import formats_of
from importers.workspace import Workspace

if TYPE_CHECKING:
    from importers.draft import FloorPlanDraft

#: So many drawings are kept; each may hold as much memory as one reading may.
MOST_KEPT = 2
#: Formats whose importer can keep a drawing open.
KEPT_FORMATS = ("dxf",)


class _Kept:
    """One drawing in a child of its own."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.child = ChildProcess(formats=KEPT_FORMATS)
        self._owes = False  # a draft that nobody waited for

    def open(self, path: Path, limits: Limits, progress: Progress | None) -> bytes:
        with Workspace(limits) as workspace:
            copy = workspace.admit(path)
            own = limits.for_file(copy.stat().st_size)
            self.child.begin(0, copy, self.profile.to_mapping(), own, keep=True)
            return self._outcome(progress)

    def again(self, profile: Profile, progress: Progress | None) -> bytes:
        if self._owes:
            # The child is still at what was asked before; that takes less than opening it anew.
            self._outcome(None)
        self.child.ask_again(profile.to_mapping())
        return self._outcome(progress)

    def _outcome(self, progress: Progress | None) -> bytes:
        """The next draft; ``progress`` may raise when nobody waits for it any more."""
        self._owes = True
        while True:
            for reading in self.child.wait():
                if reading.refused is not None:
                    raise reading.refused
                if reading.result is not None:
                    self._owes = False
                    return reading.result
                if progress is not None and reading.told is not None:
                    progress(*reading.told)

    def end(self) -> None:
        self.child.__exit__(None, None, None)


class KeptReader:
    """Reads drawings one at a time and keeps the last ones; leaving the ``with`` block ends all."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[bytes, _Kept] = OrderedDict()
        self._busy = threading.Lock()

    def __enter__(self) -> KeptReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._busy:
            while self._kept:
                self._kept.popitem()[1].end()

    def read(
        self,
        path: Path,
        key: bytes,
        profile: Profile | None = None,
        limits: Limits | None = None,
        progress: Progress | None = None,
    ) -> FloorPlanDraft:
        """The draft of a drawing whose content ``key`` stands for; raises ``ImportRefused``."""
        profile, limits = profile or Profile(), limits or Limits()
        if not self._busy.acquire(blocking=False):
            return read_in_child(path, profile, limits, progress)
        try:
            if formats_of([path]) != KEPT_FORMATS:
                return read_in_child(path, profile, limits, progress)
            read = self._again(key, profile, progress)
            if read is None:
                read = self._afresh(path, key, profile, limits, progress)
        finally:
            self._busy.release()
        from importers import codec  # noqa: PLC0415 - as in the reading of one file

        return codec.loads(read)

    def _again(self, key: bytes, profile: Profile, progress: Progress | None) -> bytes | None:
        kept = self._kept.get(key)
        if kept is None:
            return None
        if opened_alike(kept.profile, profile):
            self._kept.move_to_end(key)
            # It may come from having read often before: a refusal counts when read afresh.
            with suppress(ImportRefused):
                return kept.again(profile, progress)
        self._forget(key)
        return None

    def _afresh(
        self,
        path: Path,
        key: bytes,
        profile: Profile,
        limits: Limits,
        progress: Progress | None,
    ) -> bytes:
        while len(self._kept) >= self._most:
            self._forget(next(iter(self._kept)))
        kept = self._kept[key] = _Kept(profile)
        try:
            return kept.open(path, limits, progress)
        except ImportRefused:
            self._forget(key)
            raise

    def _forget(self, key: bytes) -> None:
        self._kept.pop(key).end()
