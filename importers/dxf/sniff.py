"""What a file is, by its first bytes: a DXF, or which other thing that people send instead."""

from __future__ import annotations

import re

from importers.issues import ImportRefused

BINARY_SENTINEL = b"AutoCAD Binary DXF\r\n\x1a\x00"
_SAVE_AS = "Open it in the program that made it, choose 'Save as' and pick DXF (R2013 or newer)."
_FOREIGN = (
    (
        b"PK\x03\x04",
        "a ZIP archive",
        "Bring it in with “many files at once”, or unpack it and send the drawings one by one.",
    ),
    (b"%PDF", "a PDF", "A PDF holds no layers or blocks: ask for the DXF it was printed from."),
    (b"\x89PNG", "a picture", "Ask for the DXF of this plan."),
    (b"\xff\xd8\xff", "a picture", "Ask for the DXF of this plan."),
    (b"ISO-10303-21", "a STEP model that is no IFC", "Export the floor as IFC or DXF."),
    (b"<?xml", "an XML file", "Ask for the DXF of this plan."),
    (b"<svg", "an SVG picture", "Ask for the DXF of this plan."),
    (b"{\\rtf", "a text document", "Ask for the DXF of this plan."),
    (b"\xd0\xcf\x11\xe0", "an Office document or Revit model", "Export the floor as DXF."),
)
_SECTION = re.compile(rb"(?:^|\n)[ \t]*SECTION[ \t]*\r?(?:\n|$)")
_FIRST_PAIR = re.compile(rb"^(?:[ \t]*\r?\n)*[ \t]*(?:0|999)[ \t]*\r?\n")


def sniff(head: bytes) -> bool:
    """True for a DXF."""
    return looks_like_dxf(head)


def looks_like_dxf(head: bytes) -> bool:
    """True if ``head`` starts an ASCII or binary DXF."""
    if head.startswith(BINARY_SENTINEL):
        return True
    text = head.removeprefix(b"\xef\xbb\xbf")
    return bool(_FIRST_PAIR.match(text)) and bool(_SECTION.search(text))


def is_dwg(head: bytes) -> bool:
    return re.match(rb"AC[0-9.]{4}", head) is not None


def refusal_for(head: bytes) -> ImportRefused:
    """Why a file that starts with ``head`` cannot be read, and the way out."""
    if not head.strip(b"\x00 \t\r\n"):
        return ImportRefused("FILE_EMPTY", "The file is empty.", "Send the drawing again.")
    if is_dwg(head):
        return ImportRefused("DWG_NOT_READ", "This is a DWG drawing, not a DXF.", _SAVE_AS)
    for magic, what, advice in _FOREIGN:
        if head.lstrip().startswith(magic):
            return ImportRefused("FORMAT_UNKNOWN", f"This is {what}, not a drawing.", advice)
    if b"\x00" in head:
        return ImportRefused("FORMAT_UNKNOWN", "This is not a drawing in DXF.", _SAVE_AS)
    return ImportRefused("FORMAT_UNKNOWN", "This is text, but not a drawing in DXF.", _SAVE_AS)
