"""Seconds for each edge of a site, there and back, for one kind of person."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.ways import profiles as p
from geo.ways.profiles import Profile
from geo.ways.site import (
    DOOR,
    ESCALATOR,
    LIFT_IN,
    LIFT_RIDE,
    NOTHING_CLOSED,
    OUTDOOR_STEPS,
    OUTDOORS,
    RAMP,
    STAIRS,
    Closed,
    Site,
)

Seconds = NDArray[np.float64]


def seconds(
    site: Site, profile: Profile, closed: Closed = NOTHING_CLOSED
) -> tuple[Seconds, Seconds]:
    """(m,) seconds from the first end of each edge to its second, and back; infinite: no way.

    Nothing is faster sideways than walking, so ``profiles.least_seconds`` holds for every way.
    """
    walking = site.length_m.astype(float) / profile.walk_m_s
    there, back = walking.copy(), walking.copy()
    doors = (site.kind == DOOR) | (site.kind == OUTDOORS) | (site.kind == OUTDOOR_STEPS)
    opened = np.where(site.kind == DOOR, site.leaf.astype(float), 2.0) * profile.door_s
    there[doors] += opened[doors]
    back[doors] += opened[doors]
    _between_floors(site, profile, walking, there, back)
    shut = _barred(site, profile) | _closed(site, closed)
    there[shut] = back[shut] = np.inf
    there[site.sense < 0] = np.inf
    back[site.sense > 0] = np.inf
    return there, back


def _between_floors(
    site: Site, profile: Profile, walking: Seconds, there: Seconds, back: Seconds
) -> None:
    rise_m = site.rise_m.astype(float)
    height_m = np.abs(rise_m)
    run_s = height_m * p.STAIR_RUN / profile.walk_m_s
    up_s, down_s = run_s / p.UP_SHARE, run_s / p.DOWN_SHARE
    on = site.kind == STAIRS
    there[on] = np.where(rise_m >= 0, up_s, down_s)[on]
    back[on] = np.where(rise_m >= 0, down_s, up_s)[on]
    for kind, taken in (
        (ESCALATOR, height_m / p.ESCALATOR_M_S),
        (RAMP, height_m * p.RAMP_RUN / profile.walk_m_s),
        (LIFT_RIDE, height_m / p.LIFT_M_S),
    ):
        on = site.kind == kind
        there[on] = back[on] = taken[on]
    on = site.kind == LIFT_IN
    there[on], back[on] = p.LIFT_WAIT_S + p.LIFT_IN_S, p.LIFT_OUT_S
    np.maximum(there, walking, out=there)
    np.maximum(back, walking, out=back)


def _barred(site: Site, profile: Profile) -> NDArray[np.bool_]:
    """What this person cannot pass."""
    barred = np.zeros(len(site.kind), dtype=bool)
    if not profile.stairs:
        barred |= (site.kind == STAIRS) | (site.kind == OUTDOOR_STEPS)
    if not profile.escalators:
        barred |= site.kind == ESCALATOR
    if profile.least_clear_m > 0:
        doors = (site.kind == DOOR) | (site.kind == OUTDOORS) | (site.kind == OUTDOOR_STEPS)
        # A width that is not known is no promise: the comparison is false for it.
        barred |= doors & ~(site.clear_m >= np.float32(profile.least_clear_m))
    return barred


def _closed(site: Site, closed: Closed) -> NDArray[np.bool_]:
    shut = np.zeros(len(site.kind), dtype=bool)
    for floor, door in closed.doors:
        here = site.floor[site.ends[:, 0]] == floor
        shut |= (site.kind == DOOR) & here & (site.ref == door)
        for number, way in enumerate(site.outdoors):
            if (floor, door) in (way.one, way.other):
                shut |= np.isin(site.kind, (OUTDOORS, OUTDOOR_STEPS)) & (site.ref == number)
    between = np.isin(site.kind, (STAIRS, ESCALATOR, RAMP, LIFT_IN, LIFT_RIDE))
    shut |= between & np.isin(site.ref, list(closed.shafts))
    outside = np.isin(site.kind, (OUTDOORS, OUTDOOR_STEPS))
    shut |= outside & np.isin(site.ref, list(closed.outdoors))
    return shut
