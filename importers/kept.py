"""Keeps the drawings that were read last open in their children, to be read otherwise at once.

What a stranger's file was made into stays in the sandboxed process that parsed it: only profiles go
in, and only drafts come out, as for any reading. A child that fails, is too old, or was opened
otherwise is ended, and the file is read afresh: keeping changes nothing but the time.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from importers.base import Limits, Progress
from importers.child import CONVERTING, read_in_child
from importers.child_process import ChildProcess
from importers.dwg.convert import converted
from importers.dwg.packing import Conversions
from importers.dxf.opened import opened_alike
from importers.issues import ImportRefused
from importers.profile import Profile
from importers.registry import formats_of
from importers.workspace import Workspace

if TYPE_CHECKING:
    from importers.draft import FloorPlanDraft

#: So many drawings are kept; each may hold as much memory as one reading may.
MOST_KEPT = 2
#: Formats whose importer can keep a drawing open, each with what a child loads for it.
KEPT_FORMATS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("dxf",): ("dxf",),
    ("dwg",): ("dxf", "dwg"),
}


class _Kept:
    """One drawing in a child of its own."""

    def __init__(self, profile: Profile, formats: tuple[str, ...]) -> None:
        self.profile = profile
        self.child = ChildProcess(formats=KEPT_FORMATS[formats])
        self._is_dwg = formats == ("dwg",)
        self._owes = False  # a draft that nobody waited for

    def open(
        self,
        path: Path,
        limits: Limits,
        progress: Progress | None,
        conversions: Conversions | None,
    ) -> bytes:
        with ExitStack() as holding:
            copy = holding.enter_context(Workspace(limits)).admit(path)
            told = None
            if self._is_dwg:
                if progress is not None:
                    progress(CONVERTING, 0.0)
                made = holding.enter_context(converted(copy, limits, conversions))
                copy, told = made.path, asdict(made.told)
            own = limits.for_file(copy.stat().st_size)
            self.child.begin(0, copy, self.profile.to_mapping(), own, told, keep=True)
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

    @property
    def count(self) -> int:
        """How many drawings are kept."""
        return len(self._kept)

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
        *,
        conversions: Conversions | None = None,
    ) -> FloorPlanDraft:
        """The draft of a drawing whose content ``key`` stands for; raises ``ImportRefused``.

        ``conversions`` keeps what a DWG was converted to.
        """
        profile, limits = profile or Profile(), limits or Limits()
        if not self._busy.acquire(blocking=False):
            return read_in_child(path, profile, limits, progress, conversions=conversions)
        try:
            formats = formats_of([path])
            if formats not in KEPT_FORMATS:
                return read_in_child(path, profile, limits, progress, conversions=conversions)
            read = self._again(key, profile, progress)
            if read is None:
                kept = _Kept(profile, formats)
                opening = partial(kept.open, path, limits, progress, conversions)
                read = self._afresh(key, kept, opening)
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

    def _afresh(self, key: bytes, kept: _Kept, opening: Callable[[], bytes]) -> bytes:
        while len(self._kept) >= self._most:
            self._forget(next(iter(self._kept)))
        self._kept[key] = kept
        try:
            return opening()
        except BaseException:
            # One that nobody waits for reads on, to be asked again; of one that was refused, or
            # never began, nothing is left to ask.
            if not kept.child.running:
                self._forget(key)
            raise

    def _forget(self, key: bytes) -> None:
        self._kept.pop(key).end()
