"""Pages of a PDF, each as a picture (PDFium)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from importers.underlays.raster import LONGEST_PX, Raster, encoded
from importers.underlays.refusals import pdf_damaged, pdf_locked

POINTS_PER_INCH = 72.0
#: More than this shows nothing more of what was printed.
HIGHEST_DPI = 300.0
#: A sheet larger than this, or smaller, is no sheet.
LARGEST_POINTS, SMALLEST_POINTS = 14_400.0 * 4, 36.0
MOST_PAGES = 200


@dataclass(frozen=True, slots=True)
class Page:
    """The size of a page in points of 1/72 inch, as it is seen."""

    number: int
    width: float
    height: float


class Pages:
    """An open PDF; raises ``ImportRefused`` for one that cannot be opened."""

    def __init__(self, path: Path) -> None:
        try:
            self._pdf: Any = pypdfium2.PdfDocument(path)
            count = len(self._pdf)
        except pypdfium2.PdfiumError as error:
            locked = getattr(error, "err_code", None) in (
                raw.FPDF_ERR_PASSWORD,
                raw.FPDF_ERR_SECURITY,
            )
            raise (pdf_locked() if locked else pdf_damaged()) from None
        if not count:
            raise pdf_damaged()
        self.count = count
        found = map(self._page, range(min(count, MOST_PAGES)))
        self.pages = tuple(page for page in found if page is not None)
        if not self.pages:
            raise pdf_damaged()

    def picture(self, page: Page) -> Raster:
        """The page as it is printed."""
        longest = max(page.width, page.height)
        scale = min(HIGHEST_DPI / POINTS_PER_INCH, LONGEST_PX / longest)
        try:
            shown = self._pdf[page.number - 1].render(scale=scale).to_pil().convert("RGB")
        except (pypdfium2.PdfiumError, ValueError, OSError):
            raise pdf_damaged() from None
        media_type, content = encoded(shown, prefer_jpeg=False)
        width, height = round(page.width), round(page.height)
        return Raster(width, height, POINTS_PER_INCH, media_type, content)

    def _page(self, index: int) -> Page | None:
        """A page that can be drawn; the others of the file are no worse for one that cannot."""
        try:
            width, height = self._pdf.get_page_size(index)
        except pypdfium2.PdfiumError:
            return None
        longest = max(width, height)
        if not SMALLEST_POINTS <= longest <= LARGEST_POINTS or min(width, height) < 1:
            return None
        return Page(index + 1, float(width), float(height))
