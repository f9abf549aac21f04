"""The importers of pictures and PDFs: a draft without spaces, with a picture to draw over."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

from shapely import MultiLineString

from importers.base import Limits, Progress
from importers.draft import DraftUnderlay, DraftView, FloorPlanDraft, Units, ViewKind
from importers.issues import ImportIssue, ImportRefused, Severity
from importers.profile import Profile
from importers.underlays.pages import MOST_PAGES, Page, Pages
from importers.underlays.raster import Raster, read_picture
from importers.underlays.scale import units_of
from importers.underlays.sniff import is_pdf, is_picture

PIXEL, POINT = "pixel", "point"
#: Cameras write several pictures into one JPEG (MPO), and how they were held as TIFF does.
_LATE_MODULES = (
    *("PIL.PngImagePlugin", "PIL.JpegImagePlugin", "PIL.MpoImagePlugin", "PIL.TiffImagePlugin"),
    *("PIL.BmpImagePlugin", "PIL.GifImagePlugin", "PIL.PpmImagePlugin", "PIL.ImageCms"),
    "pypdfium2.raw",
)
_ALL = "all"


class PictureImporter:
    """Reads PNG and JPEG."""

    format: str = "picture"
    suffixes: tuple[str, ...] = (".png", ".jpg", ".jpeg")

    def sniff(self, head: bytes) -> bool:
        """True for PNG and JPEG."""
        return is_picture(head)

    def warm(self) -> None:
        """Load the decoders while they can be found."""
        _warm()

    def read(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> FloorPlanDraft:
        """Read ``path``; raises ``ImportRefused`` and nothing else for a bad file."""
        del limits
        progress("Reading the picture", 0.0)
        raster = read_picture(path)
        units = units_of(PIXEL, profile.picture, raster.dpi)
        draft = _draft(self.format, "", raster, units)
        progress("Done", 1.0)
        return draft


class PdfImporter:
    """Reads one page of a PDF, as a picture."""

    format: str = "pdf"
    suffixes: tuple[str, ...] = (".pdf",)

    def sniff(self, head: bytes) -> bool:
        """True for a PDF."""
        return is_pdf(head)

    def warm(self) -> None:
        """Load PDFium while it can be found."""
        _warm()

    def read(
        self, path: Path, profile: Profile, limits: Limits, progress: Progress
    ) -> FloorPlanDraft:
        """Read the page that ``profile.view`` names, else the first; raises ``ImportRefused``."""
        del limits
        progress("Reading the file", 0.0)
        pages = Pages(path)
        chosen = _chosen(pages, profile.view)
        progress("Drawing the page", 0.2)
        raster = pages.picture(chosen)
        units = units_of(POINT, profile.picture, raster.dpi)
        draft = _draft(self.format, f"{pages.count} pages", raster, units)
        progress("Done", 1.0)
        if pages.count == 1:
            return draft
        return replace(
            draft,
            views=tuple(_view(page, page is chosen, units) for page in pages.pages),
            issues=(*draft.issues, *_several(pages, chosen, profile)),
        )


def _warm() -> None:
    for name in _LATE_MODULES:
        importlib.import_module(name)


def _chosen(pages: Pages, asked: str | None) -> Page:
    if asked is None:
        return pages.pages[0]
    wanted = asked.casefold().removeprefix("page").strip()
    found = [page for page in pages.pages if str(page.number) == wanted]
    if not found:
        raise ImportRefused(
            "VIEW_NOT_FOUND",
            f"The PDF has {pages.count:,} pages, and “{asked[:40]}” is none of them.",
            f"Choose a page from 1 to {len(pages.pages):,} by its number.",
        )
    return found[0]


def _several(pages: Pages, chosen: Page, profile: Profile) -> list[ImportIssue]:
    if profile.view is not None:
        return []
    more = "" if pages.count <= MOST_PAGES else f" Only the first {MOST_PAGES} can be chosen."
    return [
        ImportIssue(
            "SEVERAL_FLOORS",
            Severity.WARNING,
            f"The PDF has {pages.count:,} pages; page {chosen.number} is shown.{more}",
            "Choose the page that shows this floor.",
        )
    ]


def _view(page: Page, chosen: bool, units: Units) -> DraftView:
    metres = units.metres_per_unit
    extent = (0.0, 0.0, page.width * metres, page.height * metres)
    plan = ViewKind.FLOOR_PLAN.value
    return DraftView(page.number, f"Page {page.number}", plan, None, extent, chosen)


def _draft(format_name: str, version: str, raster: Raster, units: Units) -> FloorPlanDraft:
    metres = units.metres_per_unit
    return FloorPlanDraft(
        format=format_name,
        version=version,
        units=units,
        extent_m=(0.0, 0.0, raster.width * metres, raster.height * metres),
        layers=(),
        blocks=(),
        rooms=(),
        desks=(),
        parking=(),
        doors=(),
        connectors=(),
        zones=(),
        outline=None,
        walls=MultiLineString(),
        geodata=None,
        issues=tuple(_issues(units)),
        underlay=DraftUnderlay(raster.media_type, raster.content),
    )


def _issues(units: Units) -> list[ImportIssue]:
    found = [
        ImportIssue(
            "UNDERLAY_ONLY",
            Severity.INFO,
            "The file is a picture: it is shown, and nothing of it was understood.",
            "Draw the rooms and desks over it.",
        )
    ]
    if not units.certain:
        found.append(
            ImportIssue(
                "PICTURE_SCALE_ASSUMED",
                Severity.WARNING,
                f"How large the picture is stands nowhere. {units.evidence[0].detail}",
                "Click two points whose distance you know, or say the scale of the print.",
            )
        )
    return found
