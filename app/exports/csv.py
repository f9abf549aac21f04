"""CSV of a floor's spaces, one on each line, as a spreadsheet opens it and as it can come back."""

from __future__ import annotations

import csv
import io

from app.exports.formats import Options
from app.exports.words import bare_name
from floorplans.plans.exporting.exported import ExportedFloor, ExportedSpace

COLUMNS = (
    "building", "floor", "number", "name", "kind", "category", "capacity", "features", "bookable",
    "bookable_places", "area_m2", "id",
)  # fmt: skip
BETWEEN_FEATURES = "; "
#: What a spreadsheet takes for the beginning of a formula, in the wide letters of East Asia too
#: (OWASP, CSV injection), and our mark.
_WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
_ACTIVE = ("=", "+", "-", "@", *_WIDE, "\t", "\r", "\n", "'")


def write(floor: ExportedFloor, options: Options) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark, without which Excel reads umlauts wrongly."""
    del options
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for space in floor.spaces:
        table.writerow([defused(cell) for cell in _row(floor, space)])
    return text.getvalue().encode("utf-8-sig")


def defused(cell: str) -> str:
    """The text of a cell that no spreadsheet takes for a formula: an apostrophe stands before."""
    return f"'{cell}" if cell.startswith(_ACTIVE) else cell


def as_written(cell: str) -> str:
    """The text that was given to ``defused``."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_ACTIVE) else cell


def _row(floor: ExportedFloor, space: ExportedSpace) -> list[str]:
    return [
        floor.building_name,
        floor.floor_name,
        space.number or "",
        bare_name(space) or "",
        space.kind,
        space.category,
        str(space.capacity),
        BETWEEN_FEATURES.join(space.features),
        "yes" if space.bookable else "no",
        # One place needs no word, and an empty cell changes nothing when the list comes back.
        str(space.places) if space.places > 1 else "",
        f"{space.polygon.area:.2f}",
        str(space.id),
    ]
