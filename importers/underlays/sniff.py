"""What pictures and PDFs begin with."""

from __future__ import annotations

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
#: Mail programs and scanners put up to a kilobyte before the mark; readers have always let them.
_LATEST_MARK = 1024


def is_picture(head: bytes) -> bool:
    """True for PNG and JPEG."""
    return head.startswith(_PICTURES)


def is_pdf(head: bytes) -> bool:
    """True for a PDF."""
    mark = head.find(b"%PDF-", 0, _LATEST_MARK)
    return mark == 0 or (mark > 0 and not head[:mark].strip(b"\x00 \t\r\n\xef\xbb\xbf"))
