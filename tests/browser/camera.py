"""What a browser's camera sees in a test: pictures with codes in them, one after the other."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import segno
from PIL import Image
from playwright.sync_api import Browser, BrowserType

WIDE_PX, HIGH_PX = 640, 480
#: Of the same picture, so that each is in sight for about a second and a half.
FRAMES = 45
#: As somebody holds a phone: neither straight nor centred, on paper that is not quite white.
TURNED_DEG = 12
PAPER = 232


def pictures(file: Path, texts: Sequence[str]) -> Path:
    """Write a film that shows the code of each text in turn, over and over."""
    file.write_bytes(b"".join(_picture(text) * FRAMES for text in texts))
    return file


def _picture(text: str) -> bytes:
    told = io.BytesIO()
    segno.make_qr(text, error="m").save(told, kind="png", scale=6, border=4)
    code = Image.open(told).convert("L")
    code = code.rotate(TURNED_DEG, expand=True, fillcolor=PAPER)
    seen = Image.new("L", (WIDE_PX, HIGH_PX), PAPER)
    seen.paste(code, (WIDE_PX - code.width - 40, (HIGH_PX - code.height) // 2))
    out = io.BytesIO()
    seen.convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


@contextmanager
def browser_with_camera(kind: BrowserType, chromium: str, film: Path) -> Iterator[Browser]:
    """A browser whose camera shows a film; pages still need the permission."""
    args = [
        "--no-sandbox",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    browser = kind.launch(executable_path=chromium, args=args)
    try:
        yield browser
    finally:
        browser.close()
