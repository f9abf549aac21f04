"""Pictures and PDFs of a plan, made here."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

#: EXIF's own tag of how a camera was held; 6 means that the top of what is seen lies right.
ORIENTATION, TURNED = 0x0112, 6


def make_picture(
    size: tuple[int, int] = (1200, 800),
    kind: str = "PNG",
    *,
    mode: str = "RGB",
    dpi: int | None = None,
    turned: bool = False,
) -> bytes:
    """A plan of two rooms; its upper left corner is red, so that it can be told upright."""
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    width, height = size
    pen.rectangle((width // 10, height // 10, width * 9 // 10, height * 9 // 10), outline="black")
    pen.line((width // 2, height // 10, width // 2, height * 9 // 10), fill="black", width=3)
    pen.rectangle((0, 0, width // 20, height // 20), fill="red")
    exif = Image.Exif()
    if turned:
        picture = picture.rotate(90, expand=True)
        exif[ORIENTATION] = TURNED
    written = io.BytesIO()
    told = {"dpi": (dpi, dpi)} if dpi else {}
    picture.convert(mode).save(written, kind, exif=exif, **told)
    return written.getvalue()


def make_pdf(
    pages: int = 1, size: tuple[float, float] = (842, 595), password: str | None = None
) -> bytes:
    """Sheets of A4 across, each with its number on it."""
    written = io.BytesIO()
    locked = StandardEncryption(password) if password else None
    canvas = Canvas(written, pagesize=size, invariant=True, encrypt=locked)
    for number in range(1, pages + 1):
        canvas.rect(50, 50, size[0] - 100, size[1] - 100)
        canvas.drawString(100, 100, f"Floor {number}")
        canvas.showPage()
    canvas.save()
    return written.getvalue()
