"""Why a picture or a PDF cannot be laid under a floor."""

from __future__ import annotations

from importers.issues import ImportRefused


def picture_damaged() -> ImportRefused:
    """It ends too early, or cannot be decoded."""
    return ImportRefused(
        "PICTURE_DAMAGED",
        "The picture is damaged or cut off.",
        "Open it in a picture program, save it as PNG or JPEG, and send the new file.",
    )


def too_many_pixels(width: int, height: int, most: int) -> ImportRefused:
    """Decoded it would fill the memory."""
    return ImportRefused(
        "PICTURE_TOO_LARGE",
        f"The picture has {width:,} by {height:,} pixels; at most {most / 1e6:.0f} million of "
        "them are read.",
        "Make it smaller: 5,000 pixels on the long side show every wall of a floor.",
    )


def too_small(width: int, height: int) -> ImportRefused:
    """An icon, or a dot: nothing to draw over."""
    return ImportRefused(
        "PICTURE_TOO_SMALL",
        f"The picture has {width:,} by {height:,} pixels, too few to show a floor.",
        "Scan or export the plan with at least 1,000 pixels on the long side.",
    )


def pdf_damaged() -> ImportRefused:
    """The PDF, or the page that was chosen, cannot be drawn."""
    return ImportRefused(
        "PDF_DAMAGED",
        "The PDF is damaged, cut off, or has no page that can be drawn.",
        "Open it and print it to a PDF anew; or save the page as a picture.",
    )


def pdf_locked() -> ImportRefused:
    """It is encrypted with a password that is asked for on opening."""
    return ImportRefused(
        "PDF_LOCKED",
        "The PDF is locked with a password.",
        "Open it with its password, print it to a PDF without one, and send that.",
    )
