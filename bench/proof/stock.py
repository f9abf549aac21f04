"""What goes along with bookings: how much of it each brings, and never more than there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from uuid import UUID

from bench.proof.history import History, overlap
from bench.proof.records import Act, Change, Note, Version
from floorplans.bookings.views import Window

Things = dict[UUID, int]


def of_change(history: History, change: Change) -> Things:
    """What a booking brings along when the transaction of a change is over."""
    things: Things = {}
    for note in _of(history, change.booking):
        if note.number > change.number and note.transaction != change.transaction:
            break
        thing = UUID(note.row["equipment_id"])
        if note.after is None:
            things.pop(thing, None)
        else:
            things[thing] = note.after["count"]
    return things


def most_of(history: History, booking: UUID) -> Things:
    """The most that a booking has ever brought along, of each thing."""
    most: Things = {}
    for note in _of(history, booking):
        thing = UUID(note.row["equipment_id"])
        most[thing] = max(most.get(thing, 0), note.row["count"])
    return most


def may_be_out(
    history: History, act: Act, wanted: tuple[UUID, int], window: Window, but: UUID | None
) -> bool:
    """Whether so many of a thing may have been too many, beside what others have of it."""
    thing, count = wanted
    others: list[tuple[Window, int]] = []
    for own in history.bringers:
        brought = most_of(history, own).get(thing, 0)
        if own == but or not brought:
            continue
        others += [
            (span.version.window, brought)
            for span in history.spans[own]
            if span.version.is_live and overlap(span.version.window, window) and span.may_stand(act)
        ]
    return count + _peak(others) > history.ground.stock[thing]


def overdrawn(history: History) -> Iterator[str]:
    """Replay all rows: at no point more of a thing is out at once than there are."""
    live: dict[UUID, Version] = {}
    things: dict[UUID, Things] = defaultdict(dict)
    bringers: dict[UUID, set[UUID]] = defaultdict(set)
    rows = sorted(
        [*history.evidence.changes, *history.notes["bringing"]], key=lambda row: row.number
    )
    for row in rows:
        if isinstance(row, Change):
            own = row.booking
            live.pop(own, None)
            if row.after is not None and row.after.is_live:
                live[own] = row.after
        else:
            own, thing = UUID(row.row["booking_id"]), UUID(row.row["equipment_id"])
            things[own].pop(thing, None)
            bringers[thing].discard(own)
            if row.after is not None:
                things[own][thing] = row.after["count"]
                bringers[thing].add(own)
        for thing in things[own] if own in live else ():
            out = [
                (live[other].window, things[other][thing])
                for other in bringers[thing] & live.keys()
                if overlap(live[other].window, live[own].window)
            ]
            if _peak(out) > history.ground.stock[thing]:
                yield f"more of {thing} is out than there are, with {own} at {row.number}"


def _of(history: History, booking: UUID) -> list[Note]:
    return history.bringers.get(booking, [])


def _peak(out: list[tuple[Window, int]]) -> int:
    """How many are out at once at most."""
    # What comes back at a moment can go out again then.
    moments = sorted(
        [(window.to_at, -count) for window, count in out]
        + [(window.from_at, count) for window, count in out]
    )
    return max(accumulate(step for _, step in moments), default=0)
