"""How an account is closed, whoever closes it: by hand or by the directory."""

from __future__ import annotations

from datetime import datetime

from floorplans.actor import Actor
from floorplans.bookings.leaving import give_all_back
from floorplans.database import Database
from floorplans.directory import queries, tokens
from floorplans.mending import service as mending
from floorplans.people import service as people


def close_account(db: Database, person: Actor, now: datetime) -> int:
    """Close an account at once, and give back what its person has booked; how many bookings."""
    people.let_go(db, person, now)
    return settle(db, person, now)


def settle(db: Database, left: Actor, now: datetime) -> int:
    """What follows when an account was closed: bookings are given back, reports forgotten.

    Again finishes what was cut short. Returns how many bookings were given back.
    """
    given = give_all_back(db, left, now)
    tokens.tell_that_maker_left(db, left, now)
    mending.forget_person(db, left)
    return given


def settle_due(db: Database, now: datetime) -> int:
    """Give back what those who left still have, in all organisations; how many bookings.

    A request that was on its way when the account was closed may book after it, and a closing may
    be cut short after its first half. It remembers nothing: the next round makes the rest good.
    """
    return sum(settle(db, left, now) for left in queries.leavers(db, now))
