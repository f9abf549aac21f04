"""What leaving days of one's own desk to others may do and answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from bench.proof import explaining, owned, telling
from bench.proof.history import History, overlap
from bench.proof.judges import Judge
from bench.proof.records import Act
from bench.proof.shapes import Changes, Complaints


def left(history: History, act: Act, changes: Changes) -> Complaints:
    yield from _untouched(changes)
    if act.outcome == "ok":
        if act.result != [act.args["day"]]:
            yield f"left {act.result} to others"
        elif not _may_be(history, act, is_left=True):
            yield "acknowledged that a day is left to others, and it is kept"


def back(history: History, act: Act, changes: Changes) -> Complaints:
    yield from _untouched(changes)
    if act.outcome != "ok":
        return
    if act.result["days"] and not _may_be(history, act, is_left=False):
        yield "acknowledged that a day is the owner's again, and it is not"
    if act.result["taken"] and not _taken(history, act):
        yield "says that somebody has the day, and at no moment was that so"


def _untouched(changes: Changes) -> Complaints:
    if changes:
        yield f"was about a day, and changed {len(changes)} bookings"


def _may_be(history: History, act: Act, *, is_left: bool) -> bool:
    found = owned.stands(history, UUID(act.args["desk"]), date.fromisoformat(act.args["day"]))
    return any(stand.is_left is is_left and stand.may_stand(act) for stand in found)


def _taken(history: History, act: Act) -> bool:
    desk, hours = UUID(act.args["desk"]), owned.hours(date.fromisoformat(act.args["day"]))
    return any(
        span.version.person != history.ground.owners[desk]
        and overlap(span.version.window, hours)
        and span.may_stand(act)
        for span in history.near(desk, hours)
    )


def _over(history: History, act: Act) -> bool:
    return act.args["day"] < history.now(act).astimezone(owned.ZONE).date().isoformat()


DAYS: Mapping[str, Judge] = {
    "leave a day": Judge(left, {"busy": explaining.always, "days_are_over": _over}, telling.none),
    "take a day back": Judge(
        back,
        {"busy": explaining.always, "days_are_over": _over, "day_taken": _taken},
        telling.none,
    ),
}
