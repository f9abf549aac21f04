"""``kills [MOMENTS] [SEED]``: imports and publishings that are killed (SIGKILL) at random moments.

After each the floor is wholly the old one or wholly the new one, and when the same is done again
all is as if nothing had happened: no file, job or booking too many or too few.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any

from bench.kills.drill import play, summary
from bench.kills.scene import Ground, make_scene
from bench.serving import installation
from floorplans.database import Database

MOMENTS = 48
SEED = 1


def run(options: Sequence[str] = ()) -> dict[str, Any]:
    words = [*map(int, options), *(MOMENTS, SEED)[len(options) :]]
    moments, seed = words[0], words[1]
    with installation() as place:
        ground = Ground(place.engine_url, place.app_url, place.owner_url, place.home)
        with closing(Database(ground.engine_url)) as db:
            found = summary(list(play(make_scene(ground, db), moments, seed)))
    return {**found, "seed": seed, "targets": {"nothing was half done": not found["flaws"]}}
