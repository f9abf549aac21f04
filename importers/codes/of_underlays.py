"""Codes of pictures and pages that are drawn over."""

from __future__ import annotations

from importers.codes.code import Code, info, refusal, warning

UNDERLAYS: tuple[Code, ...] = (
    refusal(
        "PICTURE_DAMAGED",
        "The picture (PNG or JPEG) is damaged or cut off.",
        "Open it in a picture program, save it as PNG or JPEG, and send the new file.",
    ),
    refusal(
        "PICTURE_TOO_LARGE",
        "The picture has more pixels than are decoded. They were counted before that.",
        "Make it smaller: 5,000 pixels on the long side show every wall of a floor.",
    ),
    refusal(
        "PICTURE_TOO_SMALL",
        "The picture has too few pixels to show a floor.",
        "Scan or export the plan with at least 1,000 pixels on the long side.",
    ),
    refusal(
        "PDF_DAMAGED",
        "The PDF is damaged, cut off, or has no page that can be drawn.",
        "Open it and print it to a PDF anew; or save the page as a picture.",
    ),
    refusal(
        "PDF_LOCKED",
        "The PDF is locked with a password.",
        "Open it with its password, print it to a PDF without one, and send that.",
    ),
    info(
        "UNDERLAY_ONLY",
        "The file is a picture or a page: it is shown, and nothing of it was understood.",
        "Draw the rooms and desks over it.",
    ),
    warning(
        "PICTURE_SCALE_ASSUMED",
        "How large the picture is stands nowhere; a usual scale was assumed.",
        "Click two points whose distance you know, or say the scale of the print.",
    ),
)
