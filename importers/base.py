"""The contract of every importer, and the limits no file may exceed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from importers.profile import Profile

if TYPE_CHECKING:
    # The draft brings shapely, which a process that only starts children does not need.
    from importers.draft import FloorPlanDraft
    from importers.picture import Underlay

#: Called with a stage in plain words and the share done, 0 to 1.
Progress = Callable[[str, float], None]


#: Processor time that any file may ask for, what its first megabyte adds to that, and each further
#: one: twice what the densest plans took, which have 16,000 lines in each. A file of up to 1 MB has
#: 9 s of it, so that none of that size, whatever it holds, is read for more than 10 s with what its
#: caller adds.
SMALL_FILE_CPU_S = 6
CPU_S_FOR_FIRST_MB = 3
CPU_S_PER_MB = 6


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may cost. A file that would need more is refused with a code."""

    file_bytes: int = 50 * 1024 * 1024
    memory_bytes: int = 1024**3
    cpu_s: int = 180
    wall_s: int = 240
    entities: int = 1_000_000  # of the drawing with its blocks expanded, counted before that
    # Copies that blocks may make beyond a base, for each entity of the file: real plans make four.
    copies: int = 30
    copies_base: int = 20_000
    points: int = 6_000_000  # of all lines and areas together
    block_depth: int = 32
    result_bytes: int = 64 * 1024 * 1024

    def for_file(self, size_bytes: int) -> Limits:
        """These limits with no more processor time than a file of that size has a use for."""
        first = min(size_bytes / 1e6, 1.0)
        further = size_bytes / 1e6 - first
        share = SMALL_FILE_CPU_S + CPU_S_FOR_FIRST_MB * first + CPU_S_PER_MB * further
        return replace(self, cpu_s=min(self.cpu_s, math.ceil(share)))


class Importer(Protocol):
    """Reads one format. Registered under the entry-point group ``floorplans.importers``."""

    format: str
    suffixes: tuple[str, ...]

    def sniff(self, head: bytes) -> bool:
        """True if a file that starts with ``head`` (up to 4 KiB) is of this format."""

    def read(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> FloorPlanDraft:
        """Read ``path``; raises ``ImportRefused`` and nothing else for a bad file.

        Runs inside the killable child process of ``importers.child``, never in a web worker.
        """


class OwnImporter(Importer, Protocol):
    """An importer of ours, which the reading child loads before it gives up its rights."""

    def warm(self) -> None:
        """Load what reading needs later, while the folders of the libraries can still be read."""


@runtime_checkable
class ShowingImporter(Protocol):
    """An importer that can also show the drawing itself, for a picture."""

    def read_and_show(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> tuple[FloorPlanDraft, Callable[[], Underlay]]:
        """The draft as ``read`` gives it, and what makes the drawing to lay below it."""
