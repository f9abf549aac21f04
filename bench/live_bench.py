"""``live [MAPS] [SECONDS]``: a thousand open maps, one change a second, and how soon all show it.

``floorplans serve`` as it is delivered; the maps in a process of their own, each signed in as
somebody else, half of them on one floor and the rest on twenty; the bookings from a third process.
Heard is from before a booking is sent to the database until the news arrives at a map of its floor;
shown is until the new state is there, with the moment for which the page waits for more news, and
with another question where the page needs one. Memory is what all processes of the service have:
its web workers and its jobs, without the database.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import psutil

from bench.measure import percentile
from bench.open_maps.clients import Seen, Viewer, opened, shuffled
from bench.open_maps.office import Change, Crowd, make_crowd
from bench.serving import installation, real_server
from floorplans.database import Database

MAPS, FEW_MAPS, SECONDS = 1000, 10, 60
EVERY_S = 1.0
WITHIN_S = 1.0
#: After the opening, until memory and caches have settled.
SETTLING_S = 2.0
#: How long the last news is waited for; what comes later is missed.
LAST_NEWS_S = 4.0


def run(options: Sequence[str] = ()) -> dict[str, Any]:
    maps = int(options[0]) if options else MAPS
    seconds = int(options[1]) if len(options) > 1 else SECONDS
    now = datetime.now(UTC)
    with installation() as place:
        crowd = make_crowd(place, maps, now)
        with closing(Database(place.engine_url)) as db:
            found = {}
            for name, count in (("few", min(FEW_MAPS, maps)), ("many", maps)):
                with real_server(place) as port:
                    found[name] = measured(crowd, db, port, crowd.viewers(count), seconds)
    few, many = found["few"], found["many"]
    return {
        "seconds": seconds,
        "change_every_s": EVERY_S,
        **found,
        "many_to_few": {
            name: round(many[name]["p99_ms"] / max(few[name]["p99_ms"], 0.1), 2)
            for name in ("heard", "shown")
        },
        "targets": {
            "no news is missed": many["missed"] == 0,
            f"heard on {maps} maps within {WITHIN_S} s at p99": _soon(many["heard"]),
            f"shown on {maps} maps within {WITHIN_S} s at p99": _soon(many["shown"]),
        },
    }


def measured(
    crowd: Crowd, db: Database, port: int, viewers: list[Viewer], seconds: int
) -> dict[str, Any]:
    """Let these people look while bookings are made, one each second."""
    before = _memory(port)
    with opened(port, shuffled(viewers)) as maps:
        time.sleep(SETTLING_S)
        opened_with = _memory(port)
        changes = _changes(crowd, db, seconds)
        after = _memory(port)
        seen = maps.close()
    told = told_of(changes, viewers, seen)
    per_map = (after["pss_mb"] - before["pss_mb"]) * 1024 / len(viewers)
    return {
        "maps": len(viewers),
        **told,
        "opening_s": round(maps.opening_s, 2),
        "memory_without_maps": before,
        "memory_with_maps": opened_with,
        "memory_in_the_end": after,
        "kb_per_map": round(per_map, 1),
    }


def told_of(changes: list[Change], viewers: list[Viewer], seen: list[Seen]) -> dict[str, Any]:
    """For each change and each map that shows its floor, how long it took to be heard and shown.

    Counted from before the booking was sent, so its own time is in it. A map that heard of a later
    version of the floor heard of this one too.
    """
    looking: defaultdict[str, int] = defaultdict(int)
    for viewer in viewers:
        looking[viewer.floor] += 1
    by_version: defaultdict[tuple[str, int], list[Seen]] = defaultdict(list)
    for each in seen:
        by_version[each.floor, each.version].append(each)
    heard, shown, missed = list[float](), list[float](), 0
    for change in changes:
        found = by_version[change.floor, change.version]
        heard += [each.heard_s - change.sent_s for each in found]
        shown += [each.shown_s - change.sent_s for each in found]
        missed += looking[change.floor] - len(found)
    return {
        "changes": len(changes),
        "told": len(heard),
        "missed": missed,
        "asked_again": sum(each.asked for each in seen),
        "booking_p50_ms": _ms(percentile([c.committed_s - c.sent_s for c in changes], 0.5)),
        "heard": _summary(heard),
        "shown": _summary(shown),
    }


def _changes(crowd: Crowd, db: Database, seconds: int) -> list[Change]:
    found, began = [], time.monotonic()
    for number in range(round(seconds / EVERY_S)):
        time.sleep(max(0.0, began + number * EVERY_S - time.monotonic()))
        found.append(crowd.change(db, datetime.now(UTC)))
    time.sleep(LAST_NEWS_S)
    return found


def _soon(summary: dict[str, float]) -> bool:
    return summary["p99_ms"] <= WITHIN_S * 1000


def _summary(times_s: list[float]) -> dict[str, float]:
    if not times_s:
        return {"p50_ms": 0.0, "p99_ms": 0.0, "max_ms": 0.0, "within": 0.0}
    return {
        "p50_ms": _ms(percentile(times_s, 0.5)),
        "p99_ms": _ms(percentile(times_s, 0.99)),
        "max_ms": _ms(max(times_s)),
        "within": round(sum(each <= WITHIN_S for each in times_s) / len(times_s), 5),
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _memory(port: int) -> dict[str, float]:
    """Of the supervisor that listens here and all its children, the shared parts counted once."""
    family = [psutil.Process(), *psutil.Process().children(recursive=True)]
    serving = [each for each in family if _is_ours(each, port)]
    whole = [each.memory_full_info() for each in serving]
    return {
        "processes": len(whole),
        "rss_mb": round(sum(each.rss for each in whole) / 2**20, 1),
        "pss_mb": round(sum(each.pss for each in whole) / 2**20, 1),
        "threads": sum(each.num_threads() for each in serving),
    }


def _is_ours(process: psutil.Process, port: int) -> bool:
    try:
        return process.environ().get("PORT") == str(port) and process.pid != psutil.Process().pid
    except psutil.Error:
        return False
