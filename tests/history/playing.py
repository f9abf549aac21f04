"""Playing a short run of the proof over a database of a test's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from bench.proof.caller import CLOCK, Ticks
from bench.proof.campaign import Campaign, by_hand
from bench.proof.ground import make_ground
from bench.proof.records import Act, Evidence, Ground
from bench.serving import Installation
from tests.history.beginning import one_of_each, plain_desks
from tests.support.databases import Clone

PROCESSES, CALLS, SEED = 3, 90, 11
#: Often enough that some are killed in so short a time.
STRIKE_AFTER = (20, 50)
#: Later than the few calls of the beginning take on the proof's own clock.
SOON, LENGTH, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)

Plant = Callable[[Clone], None]


def play(
    clone: Clone, folder: Path, plant: Plant, *, processes: int, calls: int, seed: int = SEED
) -> Evidence:
    """A run over a database in which ``plant`` has changed something first.

    It begins with one of each thing that faults are planted into; what comes then is chance.
    """
    place = Installation(folder, clone.owner_url, clone.app_url)
    ground = make_ground(place, seed, desks=7, wholes=2)
    plant(clone)
    _begin(ground, folder, processes + 1)
    return Campaign(ground, folder, processes, calls, seed, STRIKE_AFTER).run()


def _begin(ground: Ground, folder: Path, process: int) -> None:
    """In the empty office: places that are taken, a team, an end, a release, and one that stays.

    Then what else an office has.
    """
    owned = ground.owners.keys()
    whole, parts = next(
        (own, all_) for own, all_ in ground.inside.items() if len(all_) > 1 and not owned & all_
    )
    desk = next(own for own in plain_desks(ground) if own in parts)
    first, second, third, fourth = ground.people[-4:]
    soon = ground.begins_at + SOON

    def book(by: UUID, space: UUID, begin: datetime) -> Act:
        ends = {"from": begin.isoformat(), "to": (begin + LENGTH).isoformat()}
        words = {"by": str(by), "space": str(space), **ends, "key": f"{begin:%H:%M}"}
        return do("book", words)

    with by_hand(ground, folder, "first", process) as do:
        book(first, desk, soon)
        book(second, desk, soon)
        of_whole = book(second, whole, soon + LENGTH)
        book(third, desk, soon + LENGTH)
        do("cancel", {"by": str(second), "booking": of_whole.result["id"]})
        hours = {end: of_whole.args[end] for end in ("from", "to")}
        do("team", {"people": [str(third), str(fourth)], **hours})
        # Nobody looks for bookings of the staff's own, so that this one is there in the end.
        book(ground.staff, desk, soon + DAY)
        ticks = Ticks(folder / CLOCK)
        while ground.now(ticks.next()) < soon + ground.grace:
            pass
        do("release", {})
        one_of_each(ground, do)
