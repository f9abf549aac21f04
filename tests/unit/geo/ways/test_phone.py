"""A phone that searches by itself finds what the service finds, in order and to the second."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from shapely import Point

from bench.walked.judging import built
from geo.crs import to_lonlat
from geo.ways.nearest import nearest
from geo.ways.network import Network, network_of
from geo.ways.phone import pack_for_phone, plane_of
from geo.ways.profiles import ON_FOOT, PRAM, STEP_FREE, WHEELCHAIR, Profile
from geo.ways.starts import AtPlace, Outside, Spot, Start
from tests.support.phone import on_phone

#: Random buildings lie at nought, which no CRS of a country covers.
NOWHERE_SRID = 3857
RD = 28992
CLOSE_S = 0.02
CASES = 60


def packed(network: Network) -> bytes:
    names = [
        {"id": str(n), "short_name": str(n), "spaces": [f"{n}.{p}" for p in range(count)]}
        for n, count in enumerate(len(each.ways.off_m) for each in network.site.floors)
    ]
    return pack_for_phone(network, names, NOWHERE_SRID)


def number(network: Network, floor: int, place: int) -> int:
    return sum(len(each.ways.off_m) for each in network.site.floors[:floor]) + place


def somewhere(rng: Random, network: Network) -> Start:
    """At a place, in a room, in a wall, beside the building or out of doors."""
    floor = rng.randrange(len(network.site.floors))
    own = network.site.floors[floor]
    if rng.random() < 0.3:
        return AtPlace(floor, rng.randrange(len(own.ways.off_m)))
    x0, y0, x1, y1 = rng.choice(own.ways.halls).floor.bounds
    far_m = rng.choice([0.0, 0.0, 1.0, 40.0])
    x, y = rng.uniform(x0 - far_m, x1 + far_m), rng.uniform(y0 - far_m, y1 + far_m)
    if network.site.ground(floor).stand(x, y) is None:
        return Outside(x, y)
    return Spot(floor, x, y)


def as_asked(network: Network, start: Start, origin: tuple[float, float]) -> dict[str, Any]:
    if isinstance(start, AtPlace):
        return {"place": number(network, start.floor, start.place)}
    floor = start.floor if isinstance(start, Spot) else 0
    return {"floor": floor, "x": start.x - origin[0], "y": start.y - origin[1]}


@pytest.mark.parametrize("profile", [ON_FOOT, STEP_FREE, WHEELCHAIR, PRAM], ids=lambda p: p.name)
@pytest.mark.parametrize("seed", [2, 3, 7, 11])
def test_the_same_places_in_the_same_order_with_the_same_seconds(
    seed: int, profile: Profile, tmp_path: Path
) -> None:
    _, site, *_ = built(seed, profile.radius_m)
    network = network_of(site, profile)
    rng = Random(seed)
    origin = tuple(np.floor(site.at.min(axis=0)).tolist())
    refs = [(f, p) for f, each in enumerate(site.floors) for p in range(len(each.ways.off_m))]
    asked, expected = [], []
    for _ in range(CASES):
        start = somewhere(rng, network)
        own = [ref for ref in refs if rng.random() < 0.7]
        most = rng.choice([1, 3, 5])
        asked.append(
            {
                "start": as_asked(network, start, origin),
                "places": [number(network, *ref) for ref in own],
                "most": most,
            }
        )
        expected.append(nearest(network, start, own, most).found)
    answers = on_phone(tmp_path, packed(network), asked)["found"]
    compared = 0
    for case, told, found in zip(asked, answers, expected, strict=True):
        own = [] if told is None else told["found"]
        seconds = [each["seconds"] for each in own]
        assert seconds == pytest.approx([each.seconds for each in found], abs=CLOSE_S), case
        # Of places as near as each other either may come first.
        apart = np.diff([0.0, *seconds, np.inf]) > 2 * CLOSE_S
        for n, near in enumerate(found):
            if apart[n] and apart[n + 1]:
                assert own[n]["place"] == number(network, near.floor, near.place), case
                compared += 1
    assert compared > CASES / 2


def test_degrees_become_metres_to_the_centimetre(tmp_path: Path) -> None:
    _, site, *_ = built(3, ON_FOOT.radius_m)
    del site
    middle, origin = (121_000.0, 487_000.0), (120_950.0, 486_940.0)
    plane = plane_of(RD, middle, origin)
    rng = Random(5)
    points = [(rng.uniform(-2000, 2000), rng.uniform(-2000, 2000)) for _ in range(50)]
    at = [to_lonlat(Point(middle[0] + dx, middle[1] + dy), RD) for dx, dy in points]
    u = np.array([(each.x - plane.lon) * 100 for each in at])
    v = np.array([(each.y - plane.lat) * 100 for each in at])
    terms = np.stack([u**0, u, v, u * u, u * v, v * v, u**3, u * u * v, u * v * v, v**3])
    for factors, axis in ((plane.x, 0), (plane.y, 1)):
        expected = [middle[axis] + point[axis] - origin[axis] for point in points]
        assert (np.array(factors) @ terms).tolist() == pytest.approx(expected, abs=0.01)


def test_a_phone_far_away_is_not_here(tmp_path: Path) -> None:
    _, site, *_ = built(3, ON_FOOT.radius_m)
    ways = packed(network_of(site, ON_FOOT))
    middle = (site.at.min(axis=0) + site.at.max(axis=0)) / 2
    near = to_lonlat(Point(middle), NOWHERE_SRID)
    asked = [{"lon": near.x, "lat": near.y}, {"lon": near.x + 1, "lat": near.y}]
    here, far = on_phone(tmp_path, ways, positions=asked)["planes"]
    assert far is None
    origin = np.floor(site.at.min(axis=0))
    assert [here["x"], here["y"]] == pytest.approx((middle - origin).tolist(), abs=0.01)
