"""The checker finds each fault in what an office has beside plain booking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bench.proof.checking import flaws
from bench.proof.records import Act, Change, Evidence, Taking
from tests.history.test_checker import Plant, acts, made


def change_of(evidence: Evidence, before: str | None, after: str, name: str) -> Change:
    """The first change from one state to another that a call of this name made."""
    numbers = {act.number for act in evidence.acts if act.name == name}
    return next(
        change
        for change in evidence.changes
        if change.after is not None
        and change.after.state == after
        and (change.before.state if change.before else None) == before
        and evidence.ground.number(change.after.changed_at) in numbers
    )


def without(evidence: Evidence, gone: Change) -> Evidence:
    """This was never written: the booking stands as it was before."""
    kept = tuple(b for b in evidence.bookings if b.booking != gone.booking)
    stands = () if gone.before is None else (gone.before,)
    changes = tuple(change for change in evidence.changes if change != gone)
    return replace(evidence, changes=changes, bookings=(*kept, *stands))


def answered(evidence: Evidence, code: str, name: str, answer: Callable[[Act], object]) -> Evidence:
    """Somebody was told that what was refused is done."""

    def granted(act: Act) -> Act | None:
        if act.code != code or act.name != name:
            return None
        return replace(act, outcome="ok", code=None, result=answer(act))

    return acts(evidence, granted)


def more_than_there_are(evidence: Evidence) -> Evidence:
    """The first that was brought along is one more than anybody has."""
    first, *others = evidence.notes
    assert first.after is not None
    thing = next(
        count for own, count in evidence.ground.stock.items()
        if str(own) == first.after["equipment_id"]
    )  # fmt: skip
    many = replace(first, after={**first.after, "count": thing + 1})
    return replace(evidence, notes=(many, *others))


def left_behind(evidence: Evidence) -> Evidence:
    """A booking was acknowledged with things that were never written."""
    return replace(evidence, notes=evidence.notes[1:])


def out_for_nothing(evidence: Evidence) -> Evidence:
    """Somebody was told that a thing is out that nobody has."""
    refused = next(a for a in evidence.acts if a.code == "equipment_out")
    wanted = {own for own, _ in refused.args["bring"]}
    notes = tuple(n for n in evidence.notes if n.row.get("equipment_id") not in wanted)
    return replace(evidence, notes=notes)


def request_that_takes(evidence: Evidence) -> Evidence:
    own = made(change_of(evidence, "requested", "declined", "approve"))
    return replace(
        evidence, takings=(*evidence.takings, Taking(own.booking, own.space, own.window))
    )


def approved_twice(evidence: Evidence) -> Evidence:
    return answered(evidence, "already_answered", "approve", lambda act: {})


def never_approved(evidence: Evidence) -> Evidence:
    """A request stood from the beginning."""
    asked = change_of(evidence, None, "requested", "ask")
    stood = replace(asked, after=replace(made(asked), state="confirmed"))
    changes = tuple(stood if change == asked else change for change in evidence.changes)
    return replace(evidence, changes=changes)


def rival_left(evidence: Evidence) -> Evidence:
    return without(evidence, change_of(evidence, "requested", "declined", "approve"))


def rival_told_twice(evidence: Evidence) -> Evidence:
    own = change_of(evidence, "requested", "declined", "approve").booking
    told = next(m for m in evidence.messages if m.kind == "declined" and m.booking == own)
    return replace(evidence, messages=(*evidence.messages, told))


def declined_for_nothing(evidence: Evidence) -> Evidence:
    """An approval was acknowledged, and the request was declined."""
    own = change_of(evidence, "requested", "confirmed", "approve")
    turned = replace(own, after=replace(made(own), state="declined"))
    changes = tuple(turned if change == own else change for change in evidence.changes)
    return replace(evidence, changes=changes)


def over_the_owner(evidence: Evidence) -> Evidence:
    """Nobody ever left a day to others."""
    notes = tuple(note for note in evidence.notes if note.table != "assigned_day")
    return replace(evidence, notes=notes)


def back_over_a_booking(evidence: Evidence) -> Evidence:
    """The owner has the day back that was refused because somebody else has it."""
    taken = next(a for a in evidence.acts if a.code == "day_taken")
    back = next(n for n in evidence.notes if n.table == "assigned_day" and n.after is None)
    other = replace(back, before={**back.row, "day": taken.args["day"]})
    return replace(evidence, notes=tuple(other if n == back else n for n in evidence.notes))


def never_opened(evidence: Evidence) -> Evidence:
    """What was closed stayed closed, and was booked all the same."""
    notes = tuple(n for n in evidence.notes if n.table != "closure" or n.before is None)
    return replace(evidence, notes=notes)


def never_closed(evidence: Evidence) -> Evidence:
    """Somebody was told that a place is closed that never was."""
    return replace(evidence, notes=tuple(n for n in evidence.notes if n.table != "closure"))


def not_held(evidence: Evidence) -> Evidence:
    return without(evidence, change_of(evidence, "confirmed", "held", "close"))


def held_for_ever(evidence: Evidence) -> Evidence:
    """Of the booking that stood again when its place was opened."""
    return without(evidence, change_of(evidence, "held", "confirmed", "reopen"))


def not_told_of_closing(evidence: Evidence) -> Evidence:
    told = next(m for m in evidence.messages if m.kind == "closed")
    return replace(evidence, messages=tuple(m for m in evidence.messages if m != told))


def asked_later(evidence: Evidence) -> Evidence:
    """Whoever was served first had asked last."""
    first, second, *_ = (n for n in evidence.notes if n.table == "wait" and n.before is None)
    turned = {
        note.number: replace(
            note, at_us=other.at_us, after={**note.row, "changed_at": other.row["changed_at"]}
        )
        for note, other in ((first, second), (second, first))
    }
    notes = tuple(turned.get(note.number, note) for note in evidence.notes)
    return replace(evidence, notes=notes)


def waits_for_ever(evidence: Evidence) -> Evidence:
    """One who waited and has the place to the end was never served, so that it stayed free."""
    waited = {m.booking for m in evidence.messages if m.kind == "waited"}
    served = next(b.booking for b in evidence.bookings if b.is_live and b.booking in waited)
    notes = tuple(n for n in evidence.notes if n.table != "wait" or n.row["booking_id"] is None)
    kept = replace(
        evidence,
        notes=notes,
        bookings=tuple(b for b in evidence.bookings if b.booking != served),
    )
    return replace(kept, changes=tuple(c for c in kept.changes if c.booking != served))


def offer_never_taken(evidence: Evidence) -> Evidence:
    return answered(evidence, "not_offered", "take an offer", lambda act: {})


@pytest.mark.parametrize(
    ("plant", "what"),
    [
        (more_than_there_are, "stock"),
        (left_behind, "call"),
        (out_for_nothing, "call"),
        (request_that_takes, "taking"),
        (approved_twice, "call"),
        (never_approved, "unapproved"),
        (rival_left, "call"),
        (rival_told_twice, "message"),
        (declined_for_nothing, "call"),
        (over_the_owner, "owner"),
        (back_over_a_booking, "owner"),
        (never_opened, "closed"),
        (never_closed, "call"),
        (not_held, "call"),
        (held_for_ever, "closed"),
        (not_told_of_closing, "message"),
        (asked_later, "turn"),
        (waits_for_ever, "turn"),
        (offer_never_taken, "call"),
    ],
)
def test_a_planted_fault_is_found(evidence: Evidence, plant: Plant, what: str) -> None:
    assert what in {flaw.what for flaw in flaws(plant(evidence))}
