"""Why a DWG gives no drawing, and the way out."""

from __future__ import annotations

from importers.dwg.sniff import spoken
from importers.issues import ImportRefused

_SAVE_AS = "open it in the program that made it, choose 'Save as' and pick DXF (R2013 or newer)"
SAVE_AS_DXF = f"{_SAVE_AS[0].upper()}{_SAVE_AS[1:]}."


def no_converter(version: str) -> ImportRefused:
    """There is no program here that makes a DXF of it."""
    return ImportRefused(
        "DWG_NOT_READ",
        f"This is {spoken(version)}, not a DXF, and no converter is installed here.",
        f"{SAVE_AS_DXF} Or ask whoever runs the service to install a converter.",
    )


def encrypted(version: str) -> ImportRefused:
    """The drawing is locked with a password."""
    return ImportRefused(
        "DWG_ENCRYPTED",
        f"This is {spoken(version)} that is locked with a password.",
        "Open it with its password, take the password away, and save it as DXF (R2013 or newer).",
    )


def not_converted(version: str, what: str) -> ImportRefused:
    """The converter gave nothing that could be read; ``what`` says how, without a full stop."""
    return ImportRefused(
        "DWG_NOT_CONVERTED",
        f"This is {spoken(version)}, and the converter {what}.",
        SAVE_AS_DXF,
    )


def nearly_empty(version: str, size_bytes: int, entities: int) -> ImportRefused:
    """The converter dropped what was drawn."""
    count = "not one thing" if not entities else f"only {entities:,} things"
    return ImportRefused(
        "DWG_CONTENT_LOST",
        f"This is {spoken(version)} of {size_bytes / 1000:,.0f} kB, of which the converter kept "
        f"{count} that are drawn.",
        SAVE_AS_DXF,
    )
