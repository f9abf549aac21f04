"""``points``: control points of random buildings with one slip; is it named, and only then?"""

from __future__ import annotations

import time
from typing import Any

from bench.pointed.judging import named, silent
from bench.pointed.slips import SLIPS

BUILDINGS = 400  # for each slip
HONEST = 2000
NAMED_SHARE = 0.95
FALSE_SHARE = 0.02


def run() -> dict[str, Any]:
    started = time.perf_counter()
    right = {
        slip: sum(named(seed, slip) for seed in range(BUILDINGS)) / BUILDINGS for slip in SLIPS
    }
    alarms = sum(not silent(seed) for seed in range(HONEST)) / HONEST
    took = time.perf_counter() - started
    return {
        "buildings": BUILDINGS * len(SLIPS) + HONEST,
        "named": {slip: round(share, 4) for slip, share in right.items()},
        "false_alarms": round(alarms, 4),
        "milliseconds_a_building": round(1000 * took / (BUILDINGS * len(SLIPS) + HONEST), 2),
        "targets": {
            **{f"{slip}: at least {NAMED_SHARE}": s >= NAMED_SHARE for slip, s in right.items()},
            f"false alarms at most {FALSE_SHARE}": alarms <= FALSE_SHARE,
        },
    }
