"""What bringing something along may do and answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from bench.proof import explaining, shapes, stock, telling
from bench.proof.history import History, booking_of, person_of
from bench.proof.judges import Judge
from bench.proof.records import Act
from bench.proof.shapes import Changes, Complaints
from bench.proof.telling import Kinds


def with_things(history: History, act: Act, changes: Changes) -> Complaints:
    """A booking as any other, and exactly what was asked for along with it."""
    yield from shapes.inserted(history, act, changes)
    yield from _brings(history, act, changes)


def brought(history: History, act: Act, changes: Changes) -> Complaints:
    """Exactly this goes along from now on, and nothing else is different."""
    if act.outcome == "ok" and len(changes) != 1:
        yield f"acknowledged what goes along, and changed {len(changes)} bookings"
    for change in changes:
        was, is_now = change.before, change.after
        if change.booking != booking_of(act) or was is None or is_now is None:
            yield "changed another booking"
        elif was.is_over(history.now(act)):
            yield f"changed what was over or ended: {was}"
        elif (was.space, was.window, was.state) != (is_now.space, is_now.window, is_now.state):
            yield f"changed more than what goes along: {is_now}"
    yield from _brings(history, act, changes)


def _brings(history: History, act: Act, changes: Changes) -> Complaints:
    wanted = {UUID(own): count for own, count in act.args["bring"]}
    for change in changes:
        if stock.of_change(history, change) != wanted:
            yield f"brings along {stock.of_change(history, change)}"


def _told(history: History, act: Act, changes: Changes) -> Kinds:
    """Whoever changes what goes with their own booking knows it."""
    others = [change for change in changes if person_of(change) != UUID(act.args["by"])]
    return Counter(("changed", change.booking, person_of(change)) for change in others)


STOCK: Mapping[str, Judge] = {
    "book with things": Judge(
        with_things,
        {**explaining.HOURS, "equipment_out": explaining.out_of_stock},
        telling.made,
    ),
    "bring along": Judge(
        brought,
        {
            "busy": explaining.always,
            "booking_ended": explaining.MOVE["booking_ended"],
            "equipment_out": explaining.out_of_stock,
        },
        _told,
    ),
}
