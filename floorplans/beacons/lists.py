"""Lists of beacons as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from floorplans.beacons.views import Beacon
from floorplans.errors import Invalid
from geo.beacons import USUAL_AT_1_M_DBM
from importers.space_list.reader import DEFUSED

MOST = 2000
COLUMNS = ("beacon", "lon", "lat")
STRENGTH = "at_1_m_dbm"


def read(content: bytes) -> list[Beacon | str]:
    """For each line after the head a beacon, or in a sentence why it holds none.

    Raises Invalid ``beacon_invalid`` for what is no such list.
    """
    try:
        lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        raise _no_list("This is no CSV in UTF-8.") from None
    if not lines or len(lines) > MOST:
        raise _no_list(f"The list is empty, or has more than {MOST} lines.")
    lacking = [column for column in COLUMNS if column not in lines[0]]
    if lacking:
        raise _no_list("The first line does not name the columns beacon, lon and lat.")
    return [_of_line(each) for each in lines]


def _of_line(line: Mapping[str, str | None]) -> Beacon | str:
    name, lon, lat = (DEFUSED.sub("", str(line[column] or "").strip(), 1) for column in COLUMNS)
    if not name:
        return "No beacon is named."
    try:
        strength = float(line.get(STRENGTH) or USUAL_AT_1_M_DBM)
        return Beacon(name, float(lon), float(lat), strength)
    except ValueError:
        return f"The place or the strength of “{name[:100]}” is no number."


def _no_list(what: str) -> Invalid:
    return Invalid(
        "beacon_invalid",
        f"{what} Nothing was changed.",
        "Name the columns beacon, lon and lat in the first line; then a line for each beacon.",
    )
