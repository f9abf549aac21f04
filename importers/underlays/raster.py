"""Pictures: decoded upright, made small enough for a browser, and encoded again.

What comes out was made by us: no metadata, no second picture, no trailing data of the stranger's
file goes on to anybody's browser.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from importers.underlays.refusals import picture_damaged, too_many_pixels, too_small

#: Decoded as RGBA this takes 320 MB, which leaves room for turning it or laying it on paper.
MOST_PIXELS = 80_000_000
LEAST_PIXELS = 100
#: A strip thinner than this shows no floor, and nothing at all when it is made smaller.
MOST_TIMES_LONGER = 100
#: So many rows are laid on paper at a time: a copy of the whole would not fit beside it.
PAPER_ROWS = 256
#: On the long side; at 40 m of building that is a pixel for each centimetre.
LONGEST_PX = 4096
JPEG_QUALITY = 85
#: Line drawings are smaller as PNG; beyond this it is a photograph.
LARGEST_PNG_BYTES = 6_000_000
DPI_RANGE = (20.0, 5_000.0)
_FORMATS = ("PNG", "JPEG")
# The size is looked at before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture as it is shown. ``width`` and ``height`` are those of the file, upright."""

    width: int
    height: int
    dpi: float | None
    media_type: str
    content: bytes


def read_picture(path: Path) -> Raster:
    """The PNG or JPEG at ``path``; raises ``ImportRefused``."""
    try:
        with Image.open(path, formats=_FORMATS) as opened:
            width, height = opened.size
            check_size(width, height)
            dpi = _dpi(opened.info.get("dpi"))
            kind = opened.format
            # A JPEG can be decoded at a part of its size; others ignore this.
            opened.draft("RGB", (2 * LONGEST_PX, 2 * LONGEST_PX))
            # In place, since another way makes a copy of what needs no turning as well.
            ImageOps.exif_transpose(opened, in_place=True)
            if (opened.width > opened.height) != (width > height):
                width, height = height, width
            shown = _on_white(opened)
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError):
        # What the library is known to raise for damaged files.
        raise picture_damaged() from None
    media_type, content = encoded(shown, prefer_jpeg=kind == "JPEG")
    return Raster(width, height, dpi, media_type, content)


def check_size(width: int, height: int) -> None:
    """Raise ``ImportRefused`` for more pixels than are decoded, or too few for a plan."""
    if width * height > MOST_PIXELS:
        raise too_many_pixels(width, height, MOST_PIXELS)
    longer, shorter = max(width, height), min(width, height)
    if longer < LEAST_PIXELS or longer > MOST_TIMES_LONGER * shorter:
        raise too_small(width, height)


def encoded(picture: Image.Image, *, prefer_jpeg: bool) -> tuple[str, bytes]:
    """Media type and bytes of the picture, at most ``LONGEST_PX`` on its long side."""
    if max(picture.size) > LONGEST_PX:
        picture = ImageOps.contain(picture, (LONGEST_PX, LONGEST_PX), Image.Resampling.LANCZOS)
    if not prefer_jpeg:
        written = io.BytesIO()
        picture.save(written, "PNG")
        if written.tell() <= LARGEST_PNG_BYTES:
            return "image/png", written.getvalue()
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=JPEG_QUALITY)
    return "image/jpeg", written.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """In plain colours; what can be seen through is paper."""
    if picture.mode in ("I;16", "I", "F"):
        # Sixteen bits of grey: the upper eight show everything.
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode == "P" or "A" in picture.getbands() or "transparency" in picture.info:
        return _on_paper(picture)
    return picture if picture.mode in ("L", "RGB") else picture.convert("RGB")


def _on_paper(picture: Image.Image) -> Image.Image:
    """In RGB, with white behind what can be seen through."""
    shown = Image.new("RGB", picture.size)
    for top in range(0, picture.height, PAPER_ROWS):
        box = (0, top, picture.width, min(top + PAPER_ROWS, picture.height))
        clear = picture.crop(box).convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        shown.paste(Image.alpha_composite(paper, clear).convert("RGB"), box)
    return shown


def _dpi(told: object) -> float | None:
    """Dots per inch that the file tells; None where it tells none or nonsense."""
    try:
        dpi = float(told[0]) if isinstance(told, tuple) and told else 0.0
    except (TypeError, ValueError, ArithmeticError):
        return None
    low, high = DPI_RANGE
    return round(dpi, 3) if low <= dpi <= high else None
