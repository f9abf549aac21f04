"""``kills [MOMENTS] [SEED]``: imports, publishings and rollbacks are killed (SIGKILL).

Two thirds at random moments, one third when all is committed and the process has not ended.
After each the floor is wholly the old one or wholly the new one, and when the same is done again
all is as if nothing had happened: no file, job or booking too many or too few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from bench.kills.drill import COMMITTED, IN_THE_MIDDLE, play, summary
from bench.kills.scene import Ground, make_scene
from bench.serving import installation
from floorplans.database import Database

MOMENTS = 126
SEED = 1


def run(options: Sequence[str] = ()) -> dict[str, Any]:
    words = [*map(int, options), *(MOMENTS, SEED)[len(options) :]]
    moments, seed = words[0], words[1]
    with installation() as place:
        ground = Ground(place.engine_url, place.app_url, place.owner_url, place.home)
        with closing(Database(ground.engine_url)) as db:
            found = list(play(make_scene(ground, db), moments, seed))
    killed = Counter(moment.when for moment in found)
    targets = {
        "nothing was half done": not any(moment.flaws for moment in found),
        "a third was killed in the middle": 3 * killed[IN_THE_MIDDLE] >= moments,
        "a quarter was killed when committed": 4 * killed[COMMITTED] >= moments,
    }
    return {**summary(found), "seed": seed, "targets": targets}
