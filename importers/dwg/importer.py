"""The DWG importer: a converter makes a DXF of it, which is read as any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from importers.base import Limits, Progress
from importers.draft import FloorPlanDraft
from importers.dwg.convert import Told, converted
from importers.dwg.refusals import SAVE_AS_DXF
from importers.dwg.sniff import sniff
from importers.dxf import DxfImporter
from importers.issues import ImportIssue, Severity
from importers.profile import Profile

if TYPE_CHECKING:
    from importers.dxf.importer import OpenedDrawing
    from importers.picture import Underlay

#: Of all the progress, what converting takes.
CONVERTING = 0.3


class DwgImporter:
    """Reads DWG of every version that the converter at hand knows."""

    format: str = "dwg"
    suffixes: tuple[str, ...] = (".dwg",)

    def sniff(self, head: bytes) -> bool:
        """True for a DWG of any version."""
        return sniff(head)

    def warm(self) -> None:
        """Load what reading the DXF needs."""
        DxfImporter().warm()

    def read(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> FloorPlanDraft:
        """Convert and read ``path``; raises ``ImportRefused`` and nothing else for a bad file.

        Not for the reading child, which may start no program: it gets what was converted.
        """
        progress("Converting from DWG", 0.0)
        with converted(path, limits) as made:

            def onward(stage: str, share: float) -> None:
                progress(stage, CONVERTING + (1 - CONVERTING) * share)

            return self.read_converted(made.path, made.told, profile, limits, onward)[0]

    def read_converted(
        self, path: Path, told: Told, profile: Profile, limits: Limits, progress: Progress
    ) -> tuple[FloorPlanDraft, Callable[[], Underlay]]:
        """The draft of a DXF that was made of a DWG, with what is known of the way from there."""
        roomy = _roomy(limits, path)
        draft, show = DxfImporter().read_and_show(path, profile, roomy, progress)
        return _as_dwg(draft, told), show

    def open_converted(
        self, told: Told, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> OpenedConversion:
        """A DXF that was made of a DWG, to be read with one profile after another."""
        opened = DxfImporter().open(path, profile, _roomy(limits, path), progress)
        return OpenedConversion(opened, told)


@dataclass(frozen=True, slots=True)
class OpenedConversion:
    """A drawing at hand that was a DWG."""

    opened: OpenedDrawing
    told: Told

    def read(self, profile: Profile, progress: Progress) -> FloorPlanDraft:
        """What ``read_converted`` makes of it with this profile; raises as it does."""
        return _as_dwg(self.opened.read(profile, progress), self.told)


def _roomy(limits: Limits, path: Path) -> Limits:
    """What a converter made may be larger than what a person may send."""
    return replace(limits, file_bytes=max(limits.file_bytes, path.stat().st_size))


def _as_dwg(draft: FloorPlanDraft, told: Told) -> FloorPlanDraft:
    issues = (*_issues(told), *draft.issues)
    return replace(draft, format=DwgImporter.format, version=told.version, issues=issues)


def told_from(plain: Mapping[str, Any]) -> Told:
    """What is known of a conversion, from the fields of ``Told``."""
    return Told(**plain)


def _issues(told: Told) -> list[ImportIssue]:
    found = [
        ImportIssue(
            "DWG_CONVERTED",
            Severity.INFO,
            f"The drawing was converted from DWG ({told.version}) by {told.converter}; "
            f"{told.entities:,} things that are drawn came along.",
            "Nothing needs to be done. If something is missing, save the drawing as DXF yourself.",
        )
    ]
    if told.lost:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in told.lost.items())
        found.append(
            ImportIssue(
                "DWG_PARTS_LOST",
                Severity.ERROR,
                f"The converter lost parts of the drawing: {kinds}.",
                SAVE_AS_DXF,
            )
        )
    if told.complaints:
        found.append(
            ImportIssue(
                "DWG_CONVERTER_COMPLAINED",
                Severity.WARNING,
                f"The converter reported {told.complaints:,} errors or warnings.",
                f"Compare the plan with the drawing. If anything is missing: {SAVE_AS_DXF}",
            )
        )
    return found
