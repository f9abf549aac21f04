"""Telling people by mail what is assigned to them, and what no longer is: one mail for one act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from sqlalchemy import Connection

from floorplans.actor import Actor
from floorplans.assigning.views import AssignmentView, Days
from floorplans.messages import queue


class Did(StrEnum):
    """What became of a place for its person."""

    GIVEN = "given"
    #: On other days than before.
    CHANGED = "changed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Change:
    """One of them; of a lost place ``days`` begin with the first on which it is not theirs."""

    did: Did
    own: AssignmentView
    days: Days


def given(own: AssignmentView) -> Change:
    return Change(Did.GIVEN, own, own.days)


def changed(own: AssignmentView) -> Change:
    return Change(Did.CHANGED, own, own.days)


def lost(own: AssignmentView, from_on: date) -> Change:
    return Change(Did.LOST, own, Days(own.days.weekdays, from_on))


def tell(tx: Connection, actor: Actor, changes: Iterable[Change], now: datetime) -> None:
    """Tell each person of all that one act did to places of theirs."""
    by_person = sorted(changes, key=lambda each: each.own.person_id)
    for person_id, own in groupby(by_person, key=lambda each: each.own.person_id):
        places = [_noted(each) for each in own]
        queue.tell_of_places(tx, person_id, places, now, by=actor.recorded_id)


def _noted(change: Change) -> dict[str, object]:
    days = change.days
    return {
        "did": str(change.did),
        "space_id": str(change.own.space_id),
        "weekdays": list(days.weekdays),
        "from": days.from_on.isoformat(),
        "to": None if days.to_on is None else days.to_on.isoformat(),
    }
