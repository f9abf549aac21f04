"""Reads drawings in a killable child process with limits and an empty environment.

Nothing of the parent's reaches the child but the files it is to read: no environment (and so no
database address), no open file, no network. As root the child becomes the user ``nobody`` after it
has loaded its libraries, which may lie where only root can look; the drawings are then copied to a
folder it can read. For other users the child keeps the user but may open no socket and start no
program, and stands in an empty network of its own where the system lets ordinary users make one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from importers.base import Limits, Progress
from importers.child_process import ChildProcess
from importers.dwg.convert import Converted, convert
from importers.dwg.packing import Conversions
from importers.issues import ImportRefused
from importers.profile import Profile
from importers.registry import formats_of
from importers.workspace import Workspace

if TYPE_CHECKING:
    from importers.draft import FloorPlanDraft

#: Workers that read different files of one call at the same time.
WORKERS = 4

#: What is told of a drawing before it is read.
CONVERTING = "Converting from DWG"

Told = Callable[[Path, str, float], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the draft as JSON, or the refusal."""

    path: Path
    json: bytes | None
    refused: ImportRefused | None
    picture: bytes | None = None  # as PNG, where one was asked for and could be drawn


def read_in_child(
    path: Path,
    profile: Profile | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    *,
    conversions: Conversions | None = None,
) -> FloorPlanDraft:
    """The draft of one drawing; raises ``ImportRefused``, whatever the file does to its reader.

    ``conversions`` keeps what a DWG was converted to.
    """
    told = None if progress is None else (lambda _, stage, share: progress(stage, share))
    (outcome,) = read_many([path], profile, limits, told, conversions=conversions)
    if outcome.refused is not None or outcome.json is None:
        raise outcome.refused or ValueError("an outcome holds a draft or a refusal")
    # Only here does the calling process need shapely.
    from importers import codec  # noqa: PLC0415

    return codec.loads(outcome.json)


def read_many(
    paths: Sequence[Path],
    profile: Profile | None = None,
    limits: Limits | None = None,
    progress: Told | None = None,
    pictures: bool = False,
    *,
    conversions: Conversions | None = None,
) -> Iterator[Outcome]:
    """Outcomes in the order of ``paths``; the libraries are loaded once for all of them.

    With ``pictures`` each outcome of a drawing that could be read holds its picture as well.
    ``conversions`` keeps what one drawing is converted to, and so is for a single one.
    """
    if conversions is not None and len(paths) != 1:
        raise ValueError("what is kept of a conversion is that of one drawing")
    formats = formats_of(paths)
    with Workspace(limits or Limits()) as workspace, ChildProcess(pictures, formats) as child:
        asked = (profile or Profile()).to_mapping()
        queue = _Queue(paths, asked, limits or Limits(), progress, conversions=conversions)
        try:
            for index in range(len(paths)):
                yield queue.outcome(index, workspace, child)
        finally:
            queue.forget_all()


class _Queue:
    """Files that wait, are read, or are done before their turn."""

    def __init__(
        self,
        paths: Sequence[Path],
        profile: dict[str, Any],
        limits: Limits,
        progress: Told | None,
        *,
        conversions: Conversions | None = None,
    ) -> None:
        self._paths = paths
        self._profile = profile
        self._limits = limits
        self._progress = progress
        self._conversions = conversions
        self._next = 0
        self._copies: dict[int, Path] = {}
        self._converted: dict[int, Converted] = {}
        self._done: dict[int, Outcome] = {}
        self._workers = max(1, min(WORKERS, os.cpu_count() or 1))

    def outcome(self, index: int, workspace: Workspace, child: ChildProcess) -> Outcome:
        """What became of one file, reading others meanwhile."""
        while index not in self._done:
            while self._next < len(self._paths) and self._has_room(child):
                self._begin(workspace, child)
            if index in self._done:
                break
            for reading in child.wait():
                path = self._paths[reading.index]
                if self._progress is not None and reading.told is not None:
                    self._progress(path, *reading.told)
                if reading.finished:
                    workspace.leave(self._copies.pop(reading.index))
                    self._forget(reading.index)
                    self._done[reading.index] = Outcome(
                        path, reading.result, reading.refused, reading.picture or None
                    )
        return self._done.pop(index)

    def _has_room(self, child: ChildProcess) -> bool:
        # Nobody listens to the readers while a drawing is converted, so then there are none.
        allowed = 1 if _is_dwg(self._paths[self._next]) else self._workers
        return child.running < allowed

    def _begin(self, workspace: Workspace, child: ChildProcess) -> None:
        index = self._next
        self._next += 1
        path = self._paths[index]
        try:
            copy = workspace.admit(path)
            self._copies[index] = copy
            told = None
            if _is_dwg(copy):
                made = self._convert(index, copy)
                copy, told = made.path, asdict(made.told)
        except ImportRefused as refused:
            workspace.leave(self._copies.pop(index, path))
            self._done[index] = Outcome(path, None, refused)
            return
        limits = self._limits.for_file(copy.stat().st_size)
        child.begin(index, copy, self._profile, limits, told)

    def _convert(self, index: int, copy: Path) -> Converted:
        if self._progress is not None:
            self._progress(self._paths[index], CONVERTING, 0.0)
        made = self._converted[index] = convert(copy, self._limits, self._conversions)
        return made

    def forget_all(self) -> None:
        """Delete what was converted and not read to its end."""
        for index in list(self._converted):
            self._forget(index)

    def _forget(self, index: int) -> None:
        made = self._converted.pop(index, None)
        if made is not None:
            made.held.close()


def _is_dwg(path: Path) -> bool:
    return formats_of([path]) == ("dwg",)
