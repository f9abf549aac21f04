"""The contract of every importer, and the limits no file may exceed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from importers.profile import Profile

if TYPE_CHECKING:
    # The draft brings shapely, which a process that only starts children does not need.
    from importers.draft import FloorPlanDraft
    from importers.picture import Underlay

#: Called with a stage in plain words and the share done, 0 to 1.
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may cost. A file that would need more is refused with a code."""

    file_bytes: int = 50 * 1024 * 1024
    memory_bytes: int = 1024**3
    cpu_s: int = 60
    wall_s: int = 90
    entities: int = 2_000_000  # counted before blocks are expanded
    block_depth: int = 32
    result_bytes: int = 64 * 1024 * 1024


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


@runtime_checkable
class ShowingImporter(Protocol):
    """An importer that can also show the drawing itself, for a picture."""

    def read_and_show(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> tuple[FloorPlanDraft, Callable[[], Underlay]]:
        """The draft as ``read`` gives it, and what makes the drawing to lay below it."""
