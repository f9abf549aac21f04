"""Playing a short run of the proof over a database of a test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bench.proof.campaign import Campaign
from bench.proof.ground import make_ground
from bench.proof.records import Evidence
from bench.serving import Installation
from tests.support.databases import Clone

PROCESSES, CALLS, SEED = 3, 90, 11
#: Often enough that some are killed in so short a time.
STRIKE_AFTER = (20, 50)

Plant = Callable[[Clone], None]


def play(clone: Clone, folder: Path, plant: Plant, *, processes: int, calls: int) -> Evidence:
    """A run over a database in which ``plant`` has changed something first."""
    place = Installation(folder, clone.owner_url, clone.app_url)
    ground = make_ground(place, SEED, desks=5, wholes=2)
    plant(clone)
    return Campaign(ground, folder, processes, calls, SEED, STRIKE_AFTER).run()
