"""What a short run begins with beside plain booking: each thing that a fault is planted into."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bench.proof.records import Act, Ground

Do = Callable[[str, dict[str, Any]], Act]
#: On days of their own, so that nothing of it meets what chance does.
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def one_of_each(ground: Ground, do: Do) -> None:
    """Every call is answered as a service without faults answers it."""
    begins = ground.begins_at + 5 * DAY
    _things(ground, do, begins)
    _requests(ground, do, begins + DAY)
    _days(ground, do, begins + 2 * DAY)
    _closed(ground, do, begins + 4 * DAY)
    _waits(ground, do, begins + 5 * DAY)


def words(by: UUID, space: UUID, begins: datetime) -> dict[str, Any]:
    """What it takes to book a place for an hour."""
    ends = {"from": begins.isoformat(), "to": (begins + HOUR).isoformat()}
    return {"by": str(by), "space": str(space), **ends, "key": None}


def plain_desks(ground: Ground) -> list[UUID]:
    """Desks that anybody may book alone and at once."""
    others = ground.places.keys() | ground.asks | ground.owners.keys()
    return [own for own, parts in ground.inside.items() if parts == {own} and own not in others]


def _things(ground: Ground, do: Do, begins: datetime) -> None:
    """All there are of a thing are out, and another one is wanted."""
    (thing, owned), *_ = ground.stock.items()
    one, other, *_ = plain_desks(ground)
    first, second = ground.people[-2:]
    do("book with things", {**words(first, one, begins), "bring": [[str(thing), owned]]})
    do("book with things", {**words(second, other, begins), "bring": [[str(thing), 1]]})


def _requests(ground: Ground, do: Do, begins: datetime) -> None:
    """Two ask for the same; one is approved, twice."""
    place = min(ground.asks)
    first, second = ground.people[-2:]
    asked = do("ask", words(first, place, begins))
    do("ask", words(second, place, begins))
    for _ in range(2):
        do("approve", {"booking": asked.result["id"]})
    do("decline", {"booking": do("ask", words(first, place, begins + HOUR)).result["id"]})


def _days(ground: Ground, do: Do, begins: datetime) -> None:
    """Somebody wants what is another's own, has it when it is left to others, and keeps it."""
    (desk, owner), *_ = ground.owners.items()
    other = ground.people[-1]
    own = {"by": str(owner), "desk": str(desk), "day": begins.date().isoformat()}
    do("book", words(other, desk, begins))
    do("leave a day", own)
    do("book", words(other, desk, begins))
    do("take a day back", own)
    tomorrow = {**own, "day": (begins + DAY).date().isoformat()}
    do("leave a day", tomorrow)
    do("take a day back", tomorrow)


def _closed(ground: Ground, do: Do, begins: datetime) -> None:
    """A desk that somebody has is closed, wanted, and opened again."""
    desk = plain_desks(ground)[0]
    first, second = ground.people[-2:]
    do("book", words(first, desk, begins))
    hours = {"from": begins.isoformat(), "to": (begins + 3 * HOUR).isoformat()}
    made = do("close", {"desk": str(desk), **hours})
    do("book", words(second, desk, begins + HOUR))
    do("reopen", {"closure": made.result["closure"]})
    do("book", words(second, desk, begins + 2 * HOUR))


def _waits(ground: Ground, do: Do, begins: datetime) -> None:
    """Two wait for what a third has and gives back; the one who asked first has it then, to stay:
    nobody looks for what is the staff's own. Asked again for the same in between, it is the same.
    """
    first, third = ground.people[-2:]
    second = ground.staff
    wanted = words(first, plain_desks(ground)[1], begins)
    had = do("book", wanted)
    do("wait", {**wanted, "by": str(second), "mode": "book"})
    last = do("wait", {**wanted, "by": str(third), "mode": "ask"})
    do("cancel", {"by": str(first), "booking": had.result["id"]})
    do("wait", {**wanted, "by": str(third), "mode": "ask"})
    do("serve", {})
    offer = {"by": str(third), "wait": last.result["wait"]}
    do("take an offer", offer)
