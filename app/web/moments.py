"""Instants as the clock on the wall of the organisation's first site shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from floorplans.bookings.windows import moment_text
from floorplans.places.views import SiteView


def wall_of(sites: Sequence[SiteView]) -> ZoneInfo:
    """The zone for pages of the whole organisation; UTC where it has no site yet."""
    return ZoneInfo(sites[0].time_zone) if sites else ZoneInfo("UTC")


def moments(zone: ZoneInfo) -> Callable[[datetime], str]:
    """What a page calls to write an instant."""
    return lambda instant: moment_text(instant, zone)
