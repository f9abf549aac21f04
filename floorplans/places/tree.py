"""Folding the flat rows of sites, buildings and floors into views."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import Row

from floorplans.places.views import BuildingView, FloorSummary, SiteView


def site_views(rows: Iterable[Row[Any]]) -> list[SiteView]:
    """Views of rows that are sorted by site and building; outer joins leave None below."""
    return [_site(list(group)) for _, group in groupby(rows, key=lambda row: row.site_id)]


def _site(rows: list[Row[Any]]) -> SiteView:
    first = rows[0]
    housed = [row for row in rows if row.building_id is not None]
    buildings = groupby(housed, key=lambda row: row.building_id)
    return SiteView(
        id=first.site_id,
        name=first.site_name,
        time_zone=first.time_zone,
        srid=first.srid,
        lon=first.lon,
        lat=first.lat,
        buildings=tuple(_building(list(group)) for _, group in buildings),
    )


def _building(rows: list[Row[Any]]) -> BuildingView:
    floors = tuple(_floor(row) for row in rows if row.floor_id is not None)
    return BuildingView(id=rows[0].building_id, name=rows[0].building_name, floors=floors)


def _floor(row: Row[Any]) -> FloorSummary:
    return FloorSummary(
        id=row.floor_id,
        name=row.floor_name,
        short_name=row.short_name,
        ordinal=row.ordinal,
        revision_id=row.revision_id,
        bookable_count=row.bookable,
        space_count=row.spaces,
    )
