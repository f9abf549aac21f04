"""What each thing that is done may do and answer: one judge for each, by its name in ``doing``.

A judge is told a call and the rows that it wrote, and yields what cannot be explained. It knows
what booking promises, and nothing of how the service keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping

from bench.proof import explaining, shapes, telling
from bench.proof.history import History
from bench.proof.judges import BUSY, Judge
from bench.proof.judging_closed import CLOSED
from bench.proof.judging_days import DAYS
from bench.proof.judging_requests import REQUESTS
from bench.proof.judging_stock import STOCK
from bench.proof.judging_waits import WAITS
from bench.proof.records import Act
from bench.proof.shapes import Complaints


def judge(history: History, act: Act) -> Complaints:
    """All that is wrong with one call."""
    found = JUDGES.get(act.name)
    changes = history.of_act.get(act.number, [])
    if found is None:
        yield "nobody can judge this: it has no judge"
        return
    if act.outcome == "crash":
        yield f"ended in an error that is no refusal: {str(act.result)[-400:]}"
    if act.outcome in ("refused", "crash"):
        if changes:
            yield f"was refused ({act.code}) and changed {len(changes)} bookings all the same"
        if act.outcome == "refused":
            explained = found.codes.get(act.code or "")
            if explained is None:
                yield f"was refused with {act.code}, which nothing here can bring about"
            elif not explained(history, act):
                yield f"was refused with {act.code}, and at no moment of the call was that so"
        return
    yield from found.shape(history, act, changes)


JUDGES: Mapping[str, Judge] = {
    "book": Judge(shapes.inserted, explaining.HOURS, telling.made),
    "book again": Judge(shapes.inserted, explaining.HOURS, telling.made),
    "move": Judge(shapes.moved, explaining.MOVE, telling.moves),
    "cancel": Judge(shapes.given_back, BUSY, telling.ends),
    "check in": Judge(shapes.came, explaining.COME, telling.none),
    "check out": Judge(shapes.left, explaining.LEAVE, telling.none),
    "take": Judge(shapes.taken_there, explaining.TAKE, telling.takings),
    "release": Judge(shapes.released, BUSY, telling.each("released")),
    "team": Judge(
        shapes.of_team,
        {**explaining.HOURS, "too_few_free": explaining.too_few},
        telling.all_and_staff("booked"),
    ),
    "end team": Judge(shapes.team_ended, BUSY, telling.all_and_staff("cancelled")),
    "series": Judge(shapes.of_series, BUSY, telling.made),
    "end series": Judge(shapes.series_ended, BUSY, telling.ends),
    "series due": Judge(shapes.filled, BUSY, telling.made),
    **STOCK,
    **REQUESTS,
    **DAYS,
    **CLOSED,
    **WAITS,
}
