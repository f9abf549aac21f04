"""Letters for the picture: one typeface in any size, and how wide a text is in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias

from PIL import ImageFont

Typeface: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont

#: Where Debian and others keep the typefaces that know the most letters of the drawings we read.
_KNOWN = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
)
LONGEST = 120
LONGEST_MEASURED = 1200
_MEASURE_PX = 100
#: A capital's height as a share of the typeface's size, in DejaVu Sans.
CAPITAL_SHARE = 0.73


def typeface_file() -> Path | None:
    """The file of the first typeface that the machine has of those we know."""
    return next((Path(path) for path in _KNOWN if Path(path).is_file()), None)


@cache
def letters(size_px: int) -> Typeface:
    """The typeface in a size; Pillow's own where the machine has none of those we know."""
    for path in _KNOWN:
        if Path(path).is_file():
            try:
                return ImageFont.truetype(path, size_px)
            except OSError:
                continue
    return ImageFont.load_default(size_px)


def width_of(text: str, size_px: int) -> float:
    """How wide a line of text is."""
    return float(letters(size_px).getlength(text))


def width_for_capital(text: str, height: float) -> float:
    """How wide a stranger's text is whose capitals have that height, in the height's unit."""
    return (
        width_of(plain(text, LONGEST_MEASURED), _MEASURE_PX)
        * height
        / (_MEASURE_PX * CAPITAL_SHARE)
    )


def plain(text: str, longest: int = LONGEST) -> str:
    """A stranger's words on one line, without what is no letter, and not without end."""
    shown = "".join(c if c.isprintable() else " " for c in text[: 4 * longest])
    shown = " ".join(shown.split())
    return shown if len(shown) <= longest else shown[: longest - 1] + "\u2026"


def wrapped(text: str, size_px: int, width_px: float) -> Iterator[str]:
    """The text in lines that are not wider, broken between words where that is possible."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size_px) > width_px:
            yield line
            longer = word
        while width_of(longer, size_px) > width_px and len(longer) > 1:
            fits = max(1, int(len(longer) * width_px / width_of(longer, size_px)))
            yield longer[:fits]
            longer = longer[fits:]
        line = longer
    if line:
        yield line
