"""``proof [SEEDS] [CALLS] [FIRST]``: a proof that bookings are neither lost nor made twice.

For each seed, eight processes make CALLS calls each on one office: they book, move, give back,
check in and out, sit down, release, book for teams and in series, ask and approve, bring things
along, leave days of their own desk to others, close, and wait. They are killed (SIGKILL) and
stopped at random moments and begun again. Each call is written down before and after. Afterwards a
checker of its own decides from that and from the tables whether all of it can be explained.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.proof.campaign import Campaign
from bench.proof.checking import flaws
from bench.proof.ground import make_ground
from bench.serving import Installation, installation

SEEDS, CALLS, FIRST = 10, 5_000, 1
PROCESSES = 8
#: Of what is wrong so many are shown.
SHOWN = 20


def run(options: Sequence[str] = ()) -> dict[str, Any]:
    words = [*map(int, options), *(SEEDS, CALLS, FIRST)[len(options) :]]
    seeds, calls, first = words[:3]
    runs = []
    for seed in range(first, first + seeds):
        with installation() as place:
            runs.append(prove(place, seed, calls))
    acknowledged = sum(one["acknowledged"] for one in runs)
    targets = {
        "everything is explained": not any(one["flaws"] for one in runs),
        "processes were killed": all(one["kills"] for one in runs),
        "calls were cut off": any(one["outcomes"].get("unknown") for one in runs),
        "a fifth of the calls or more changed something": 5 * acknowledged
        >= sum(sum(one["outcomes"].values()) for one in runs),
    }
    return {"processes": PROCESSES, "calls": calls, "runs": runs, "targets": targets}


def prove(place: Installation, seed: int, calls: int, processes: int = PROCESSES) -> dict[str, Any]:
    """One run on a database of its own; ``flaws`` counts what cannot be explained, by kind."""
    with tempfile.TemporaryDirectory() as folder:
        ground = make_ground(place, seed)
        campaign = Campaign(ground, Path(folder), processes, calls, seed)
        evidence = campaign.run()
    found = list(flaws(evidence))
    return {
        "seed": seed,
        "seconds": round(campaign.seconds, 1),
        "kills": campaign.kills,
        "stops": campaign.stops,
        "outcomes": dict(Counter(act.outcome for act in evidence.acts)),
        "done": dict(Counter(act.name for act in evidence.acts if act.outcome == "ok")),
        "refused": dict(Counter(act.code for act in evidence.acts if act.outcome == "refused")),
        "acknowledged": sum(act.outcome == "ok" for act in evidence.acts),
        "changes": len(evidence.changes),
        "messages": len(evidence.messages),
        "flaws": dict(Counter(flaw.what for flaw in found)),
        "shown": [f"{flaw.what}: {flaw.says}" for flaw in found[:SHOWN]],
    }
