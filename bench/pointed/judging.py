"""Whether the slip that was made is the one that is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from bench.pointed.sites import Clicked, Site, make_places, make_site
from bench.pointed.slips import SLIPS, TRIED_UNITS
from geo.faults import Fault, Sighting, Verdict, judge
from geo.readings import place_of, readings_of_degrees
from geo.units import UNITS


def named(seed: int, slip: str) -> bool:
    """Whether one random building with this slip is judged rightly, to the point and the unit."""
    rng = Random(f"{slip} {seed}")
    while True:
        site, points = _clicked(rng)
        made = SLIPS[slip](rng, site, points)
        if made is not None:
            break
    fault, unit = made
    found = verdict(site, points, unit).fault
    return found is not None and _plain(found) == _plain(fault)


def silent(seed: int) -> bool:
    """Whether nothing is said of a building whose points are honest."""
    rng = Random(f"honest {seed}")
    site, points = _clicked(rng)
    return verdict(site, points).fault is None


def verdict(site: Site, points: Sequence[Clicked], unit: str = "m") -> Verdict:
    sightings = [
        Sighting(
            p.x,
            p.y,
            place_of(p.lon, p.lat, site.srid),
            readings_of_degrees(p.lon, p.lat, site.srid),
        )
        for p in points
    ]
    others = {name: UNITS[name] / UNITS[unit] for name in TRIED_UNITS if name != unit}
    return judge(sightings, others, site.position)


def _clicked(rng: Random) -> tuple[Site, list[Clicked]]:
    site = make_site(rng)
    return site, [site.click(rng, x, y) for x, y in make_places(rng)]


def _plain(fault: Fault) -> Fault:
    return replace(fault, scale=1.0, detail=None if fault.detail in {"x", "y"} else fault.detail)
