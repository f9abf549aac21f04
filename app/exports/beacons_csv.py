"""CSV of a floor's beacons, as it can come back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from app.exports.csv import defused
from floorplans.beacons.lists import COLUMNS, STRENGTH
from floorplans.beacons.views import Beacon


def write(beacons: Sequence[Beacon]) -> bytes:
    """RFC 4180 in UTF-8, with the columns that a list of beacons is read by."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow([*COLUMNS, STRENGTH])
    table.writerows([defused(each.name), each.lon, each.lat, each.at_1_m_dbm] for each in beacons)
    return text.getvalue().encode()
