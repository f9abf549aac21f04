"""Readers with one fault each, to show that the run over mutants sees it."""

from __future__ import annotations

import ctypes
import math
import time
from dataclasses import replace
from pathlib import Path

from shapely import MultiLineString, Polygon

from importers.base import Limits, Progress
from importers.draft import DraftRoom, FloorPlanDraft, Units
from importers.issues import ImportRefused
from importers.profile import Profile

_EMPTY = FloorPlanDraft(
    "dxf", "AC1032", Units("m", 1.0, True, ()), (0.0, 0.0, 1.0, 1.0), (), (), (), (), (), (), (),
    (), None, MultiLineString(), None, (),
)  # fmt: skip
_BOW_TIE = Polygon([(0, 0), (4, 4), (4, 0), (0, 4)])
_ROOM = DraftRoom("1", None, "room", Polygon([(0, 0), (1, 0), (1, 1)]), 0.5, "polyline", "A", None)


class _Planted:
    format = "dxf"
    suffixes = (".dxf",)

    def sniff(self, head: bytes) -> bool:
        return True

    def read(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> FloorPlanDraft:
        raise NotImplementedError


class Crash(_Planted):
    def read(self, *_: object) -> FloorPlanDraft:
        raise LookupError("nobody thought of this")


class SuddenEnd(_Planted):
    """Ends its process without a word, as a fault in a library written in C does."""

    def read(self, *_: object) -> FloorPlanDraft:
        ctypes.string_at(0)
        raise AssertionError


class Hang(_Planted):
    def read(self, *_: object) -> FloorPlanDraft:
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            pass
        return _EMPTY


class Hog(_Planted):
    def read(self, *_: object) -> FloorPlanDraft:
        return replace(_EMPTY, version=str(len(bytearray(2**30))))


class EmptySuccess(_Planted):
    def read(self, *_: object) -> FloorPlanDraft:
        return _EMPTY


class CrossingRoom(_Planted):
    def read(self, *_: object) -> FloorPlanDraft:
        return replace(_EMPTY, rooms=(replace(_ROOM, polygon=_BOW_TIE),))


class NotANumber(_Planted):
    def read(self, *_: object) -> FloorPlanDraft:
        return replace(_EMPTY, rooms=(replace(_ROOM, area_m2=math.nan),))


class HalfALetter(_Planted):
    def read(self, *_: object) -> FloorPlanDraft:
        return replace(_EMPTY, rooms=(replace(_ROOM, name="\udc81"),))


class WordlessRefusal(_Planted):
    def read(self, *_: object) -> FloorPlanDraft:
        raise ImportRefused("SOMETHING", "", "")


class Sound(_Planted):
    """The control of the controls: nothing is wrong with this one."""

    def read(self, *_: object) -> FloorPlanDraft:
        return replace(_EMPTY, rooms=(_ROOM,))
