"""CSV of how much a site was used in a month: a line for each cell, hidden numbers left empty."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from app.exports.csv import defused
from floorplans.usage.views import KindUse, Row, SiteUse, Values

COLUMNS = (
    "site", "month", "kind", "floor", "zone", "weekday", "hour", "booked_h", "used_h", "no_shows",
    "released_early", "median_min",
)  # fmt: skip
#: What stands for hidden cells together, where those names would be.
TOGETHER = "(too few each, together)"
_Cells = tuple[str, str, str, str, str]


def write(use: SiteUse) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark, without which Excel reads umlauts wrongly."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for cells, values in _lines(use):
        head = [use.site_name, f"{use.month:%Y-%m}", *cells]
        table.writerow([*(defused(cell) for cell in head), *_numbers(values)])
    return text.getvalue().encode("utf-8-sig")


def _lines(use: SiteUse) -> Iterator[tuple[_Cells, Values]]:
    yield ("", "", "", "", ""), use.counted.values
    for each in use.counted.kinds:
        yield from _kind(each)
    if use.counted.kinds_rest is not None:
        yield (TOGETHER, "", "", "", ""), use.counted.kinds_rest


def _kind(each: KindUse) -> Iterator[tuple[_Cells, Values]]:
    yield (each.kind, "", "", "", ""), each.values
    for name, part, values in _rows(each.floors, each.floors_rest):
        yield (each.kind, name, part, "", ""), values
    for name, part, values in _rows(each.weekdays, each.weekdays_rest):
        yield (each.kind, "", "", name, part), values


def _rows(rows: tuple[Row, ...], rest: Values | None) -> Iterator[tuple[str, str, Values]]:
    for row in rows:
        yield row.name, "", row.values
        yield from ((row.name, part.name, part.values) for part in row.parts)
        if row.rest is not None:
            yield row.name, TOGETHER, row.rest
    if rest is not None:
        yield TOGETHER, "", rest


def _numbers(values: Values) -> list[str]:
    found = (
        values.booked_h,
        values.used_h,
        values.no_shows,
        values.released_early,
        values.median_min,
    )
    return ["" if each is None else str(each) for each in found]
