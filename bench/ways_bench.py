"""``ways``: are the nearest places and the ways to them right, and what do they cost?

10,000 cases in random buildings beside a search over all corners; making the ways of drawn floors
beside reading the drawing; bytes for each place; a search on a large floor.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from app.demo.write import write_campus, write_floor
from bench.big_floor import plot_of
from bench.measure import percentile
from bench.walked.drawn import plan_of, read
from bench.walked.judging import Tally, judge
from geo.ways.floor import FloorPlan, floor_of
from geo.ways.nearest import nearest
from geo.ways.network import network_of
from geo.ways.packing import pack
from geo.ways.profiles import ON_FOOT, SLIM_M, WIDE_M
from geo.ways.shafts import Level
from geo.ways.site import site_of
from geo.ways.starts import Spot

BUILDINGS = 250
ASKED = 40
#: About 2,000 places.
HALLS = 10
SEARCHES = 200
NEAREST = 3
ACCURACY_M = (0.0, 3.0, 8.0)
BUILD_RATIO = 3.0
EXACT_SHARE = 0.3


def run() -> dict[str, Any]:
    tally = Tally()
    began = time.perf_counter()
    for seed in range(BUILDINGS):
        judge(seed, tally, ASKED)
    took_s = time.perf_counter() - began
    with tempfile.TemporaryDirectory(prefix="floorplans-bench-") as folder:
        write_campus(Path(folder))
        files = sorted(Path(folder).rglob("*.dxf"))
        large = write_floor(plot_of(HALLS, "large.dxf"), Path(folder)).path
        floors = {file.stem: _made(file) for file in [*files, large]}
        plan = plan_of(read(large))
    worst = max(floor["build_to_read"] for floor in floors.values())
    return {
        "cases": tally.cases,
        "wrong": len(tally.wrong),
        "first_wrong": tally.wrong[:5],
        "exact": tally.exact,
        "with_a_circle": tally.circles,
        "exact_with_a_circle": tally.exact_circles,
        "ways_checked": tally.routes,
        "of_them_out_of_doors": tally.outdoors,
        "seconds": round(took_s, 1),
        "floors": floors,
        "search": _searched(plan),
        "targets": {
            "no answer is wrong and no way refused": not tally.wrong,
            f"with a circle at least {EXACT_SHARE} are exact": (
                tally.exact_circles >= EXACT_SHARE * tally.circles
            ),
            f"both widths are made in {BUILD_RATIO} times the reading": worst <= BUILD_RATIO,
        },
    }


def _made(file: Path) -> dict[str, Any]:
    """What the ways of a drawing for both widths of person cost, beside reading it."""
    began = time.process_time()
    draft = read(file)
    read_s = time.process_time() - began
    plan = plan_of(draft)
    began = time.process_time()
    floors = [floor_of(plan, radius_m) for radius_m in (SLIM_M, WIDE_M)]
    made_s = time.process_time() - began
    size = [len(pack(floor)) for floor in floors]
    return {
        "places": len(plan.places),
        "build_to_read": round(made_s / read_s, 2),
        "nodes": [len(floor.ways.at) for floor in floors],
        "edges": [len(floor.ways.ends) for floor in floors],
        "bytes": size,
        "bytes_for_each_place": round(sum(size) / max(1, len(plan.places))),
    }


def _searched(plan: FloorPlan) -> dict[str, Any]:
    """Milliseconds to find what is nearest of all places of a large floor, by accuracy."""
    network = network_of(site_of([floor_of(plan, SLIM_M)], [Level("Large", 0)]), ON_FOOT)
    rng = Random(1)
    places = [(0, number) for number in range(len(plan.places))]
    told: dict[str, Any] = {"places": len(places)}
    for accuracy_m in ACCURACY_M:
        taken, exact = [], 0
        for _ in range(SEARCHES):
            at = plan.places[rng.randrange(len(plan.places))]
            start = Spot(0, at.x + rng.uniform(-1, 1), at.y + rng.uniform(-1, 1), accuracy_m)
            began = time.perf_counter()
            exact += nearest(network, start, places, NEAREST).exact
            taken.append(1000 * (time.perf_counter() - began))
        told[f"within {accuracy_m:g} m"] = {
            "median_ms": round(median(taken), 1),
            "p99_ms": round(percentile(taken, 0.99), 1),
            "exact": round(exact / SEARCHES, 2),
        }
    return told
