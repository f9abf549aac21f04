"""The SQL of wait lists. Each change of state is one statement that names the state before it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, TextClause, text

from floorplans.actor import Actor
from floorplans.bookings.views import Window
from floorplans.ids import new_id
from floorplans.waiting.views import Mode, State, WaitView, Wish

#: Of one wish, whose rules are asked about all at once.
MOST_SPACES = 500
MOST_SHOWN = 100

_WISH_OF_SPACE = text("""
SELECT s.floor_id, s.kind, s.id AS space_id, CAST(NULL AS uuid) AS zone_id, s.name, t.time_zone
FROM space s
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
WHERE s.organisation_id = :organisation AND s.id = :space AND s.ended_at IS NULL
""")
_WISH_OF_KIND = text("""
SELECT f.id AS floor_id, CAST(:kind AS text) AS kind, CAST(NULL AS uuid) AS space_id,
  z.id AS zone_id, CAST(NULL AS text) AS name, t.time_zone
FROM floor f
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
LEFT JOIN zone z ON z.organisation_id = f.organisation_id AND z.floor_id = f.id AND z.id = :zone
WHERE f.organisation_id = :organisation AND f.id = :floor
  AND (CAST(:zone AS uuid) IS NULL OR z.id IS NOT NULL)
""")
_FREE_NOW = text("""
SELECT free_for_wish(:floor, CAST(:space AS uuid), :kind, CAST(:zone AS uuid),
  tstzrange(:from_at, :to_at))
""")
_ALL = text("""
SELECT s.id FROM space s
WHERE s.organisation_id = :organisation AND s.floor_id = :floor AND s.bookable
  AND s.ended_at IS NULL AND NOT s.is_composite AND s.kind = :kind
  AND (CAST(:zone AS uuid) IS NULL OR lies_in_zone(s.id, CAST(:zone AS uuid)))
ORDER BY s.name, s.id LIMIT :most
""")
_NAME = text("SELECT name FROM space WHERE organisation_id = :organisation AND id = :space")

_COUNT = text("""
SELECT count(*) FROM wait
WHERE organisation_id = :organisation AND person_id = :person AND state IN ('waiting', 'offered')
""")
_SAME = text("""
SELECT id FROM wait
WHERE organisation_id = :organisation AND person_id = :person AND floor_id = :floor
  AND kind = :kind AND space_id IS NOT DISTINCT FROM CAST(:space AS uuid)
  AND zone_id IS NOT DISTINCT FROM CAST(:zone AS uuid)
  AND during = tstzrange(:from_at, :to_at) AND state IN ('waiting', 'offered')
""")
_INSERT = text("""
INSERT INTO wait (organisation_id, id, person_id, floor_id, space_id, kind, zone_id, during,
  books_itself, over_at, created_at, changed_at)
VALUES (:organisation, :id, :person, :floor, :space, :kind, :zone, tstzrange(:from_at, :to_at),
  :books_itself, :over_at, :now, :now)
ON CONFLICT DO NOTHING
RETURNING id
""")
# Its list is gone through once more, for what became free since somebody looked.
_WATCH = text("""
INSERT INTO wait_floor AS f (organisation_id, floor_id, served_version, served_at)
VALUES (:organisation, :floor, -1, :now)
ON CONFLICT (organisation_id, floor_id) DO UPDATE SET served_version = -1
""")
# Two want the same if there is a space that would do for both. Nobody is before themselves.
_BEFORE = """
SELECT 1 + count(DISTINCT o.person_id) FROM wait o
WHERE o.organisation_id = w.organisation_id AND o.floor_id = w.floor_id AND o.number < w.number
  AND o.person_id <> w.person_id
  AND o.state IN ('waiting', 'offered') AND o.during && w.during
  AND CASE WHEN w.space_id IS NOT NULL THEN wait_is_for(o, w.space_id)
      WHEN o.space_id IS NOT NULL THEN wait_is_for(w, o.space_id)
      ELSE o.kind = w.kind AND coalesce(o.zone_id = w.zone_id, true) END
"""
_VIEW = f"""
SELECT w.id, w.books_itself, w.state, w.floor_id, f.name AS floor_name, g.name AS building_name,
  t.time_zone, w.kind, w.space_id, s.name, w.zone_id, z.name AS zone_name,
  lower(w.during) AS from_at, upper(w.during) AS to_at,
  CASE WHEN w.state IN ('waiting', 'offered') THEN ({_BEFORE}) END AS position,
  w.booking_id, b.space_id AS offered_space_id, o.name AS offered_name, w.answer_by, w.refusal,
  w.created_at, w.changed_at
FROM wait w
JOIN floor f ON f.organisation_id = w.organisation_id AND f.id = w.floor_id
JOIN building g ON g.organisation_id = f.organisation_id AND g.id = f.building_id
JOIN site t ON t.organisation_id = f.organisation_id AND t.id = f.site_id
LEFT JOIN space s ON s.organisation_id = w.organisation_id AND s.id = w.space_id
LEFT JOIN zone z ON z.organisation_id = w.organisation_id AND z.id = w.zone_id
LEFT JOIN booking b ON b.organisation_id = w.organisation_id AND b.id = w.booking_id
LEFT JOIN space o ON o.organisation_id = b.organisation_id AND o.id = b.space_id
WHERE w.organisation_id = :organisation AND w.person_id = :person
"""  # noqa: S608 - only the constants above
_VIEW_ONE = text(_VIEW + " AND w.id = :id")
_VIEW_OF_BOOKING = text(_VIEW + " AND w.booking_id = :booking")
# Hours that are over interest nobody; how a wait for later ones ended does, for some days.
_VIEW_ALL = text(
    _VIEW
    + " AND (w.state IN ('waiting', 'offered')"
    + " OR w.state <> 'left' AND w.changed_at > :since)"
    + " ORDER BY w.state NOT IN ('waiting', 'offered'), lower(w.during), w.number LIMIT :most"
)

_STEP = """
UPDATE wait SET {change}, changed_at = :now
WHERE organisation_id = :organisation AND person_id = :person AND id = :id AND state = '{state}'
RETURNING booking_id
"""
_LEAVE = text(_STEP.format(change="state = 'left'", state="waiting"))
_SET_MODE = text(_STEP.format(change="books_itself = :books_itself", state="waiting"))
_ACCEPT = text(_STEP.format(change="state = 'booked', answer_by = NULL", state="offered"))
_DECLINE = text(_STEP.format(change="state = 'declined', answer_by = NULL", state="offered"))


def wish_of_space(tx: Connection, actor: Actor, space_id: UUID) -> Wish | None:
    values = {"organisation": actor.organisation_id, "space": space_id}
    row = tx.execute(_WISH_OF_SPACE, values).mappings().one_or_none()
    return None if row is None else Wish(**row)


def wish_of_kind(
    tx: Connection, actor: Actor, floor_id: UUID, kind: str, zone_id: UUID | None
) -> Wish | None:
    """Any of a kind on a floor or in one of its zones; None without that floor or zone."""
    values = {
        "organisation": actor.organisation_id,
        "floor": floor_id,
        "kind": kind,
        "zone": zone_id,
    }
    row = tx.execute(_WISH_OF_KIND, values).mappings().one_or_none()
    return None if row is None else Wish(**row)


def free(tx: Connection, wish: Wish, window: Window) -> list[UUID]:
    """The spaces that would do and that nobody has in these hours, by name."""
    values = _wish(wish) | {"from_at": window.from_at, "to_at": window.to_at}
    return list(tx.execute(_FREE_NOW, values).scalar_one())


def spaces(tx: Connection, actor: Actor, wish: Wish) -> list[UUID]:
    """The spaces that a wish for any of a kind means, taken or free, by name."""
    values = _wish(wish) | {"organisation": actor.organisation_id, "most": MOST_SPACES}
    return list(tx.execute(_ALL, values).scalars())


def name_of(tx: Connection, actor: Actor, space_id: UUID) -> str:
    values = {"organisation": actor.organisation_id, "space": space_id}
    return str(tx.execute(_NAME, values).scalar_one())


def count(tx: Connection, actor: Actor) -> int:
    """How many waits the actor has that have not ended."""
    return int(tx.execute(_COUNT, _own(actor)).scalar_one())


def same(tx: Connection, actor: Actor, wish: Wish, window: Window) -> UUID | None:
    """The actor's open wait for exactly this, None without one."""
    values = _own(actor) | _wish(wish) | {"from_at": window.from_at, "to_at": window.to_at}
    found: UUID | None = tx.execute(_SAME, values).scalar_one_or_none()
    return found


def insert(  # noqa: PLR0917 - who wants what, when
    tx: Connection,
    actor: Actor,
    wish: Wish,
    window: Window,
    mode: Mode,
    over_at: datetime,
    now: datetime,
) -> UUID | None:
    """Put the actor on the list, at its end; None when they wait for this already."""
    values = _own(actor) | _wish(wish)
    values |= {"from_at": window.from_at, "to_at": window.to_at, "over_at": over_at, "now": now}
    values |= {"id": new_id(), "books_itself": mode is Mode.BOOK}
    made: UUID | None = tx.execute(_INSERT, values).scalar_one_or_none()
    if made is not None:
        tx.execute(_WATCH, values)
    return made


def view(tx: Connection, actor: Actor, wait_id: UUID) -> WaitView | None:
    row = tx.execute(_VIEW_ONE, _own(actor) | {"id": wait_id}).mappings().one_or_none()
    return None if row is None else _view(row)


def view_of_booking(tx: Connection, actor: Actor, booking_id: UUID) -> WaitView | None:
    """The actor's wait that led to a booking."""
    values = _own(actor) | {"booking": booking_id}
    row = tx.execute(_VIEW_OF_BOOKING, values).mappings().one_or_none()
    return None if row is None else _view(row)


def views(tx: Connection, actor: Actor, since: datetime) -> list[WaitView]:
    """The actor's open waits by their hours, then those that ended after ``since``."""
    rows = tx.execute(_VIEW_ALL, _own(actor) | {"since": since, "most": MOST_SHOWN}).mappings()
    return [_view(row) for row in rows]


def leave(tx: Connection, actor: Actor, wait_id: UUID, now: datetime) -> bool:
    return _stepped(tx, actor, wait_id, now, _LEAVE) is not None


def set_mode(tx: Connection, actor: Actor, wait_id: UUID, mode: Mode, now: datetime) -> bool:
    values = _own(actor) | {"id": wait_id, "now": now, "books_itself": mode is Mode.BOOK}
    return tx.execute(_SET_MODE, values).one_or_none() is not None


def accept(tx: Connection, actor: Actor, wait_id: UUID, now: datetime) -> UUID | None:
    """Keep the place that is offered; its booking, or None when nothing is offered any more."""
    return _stepped(tx, actor, wait_id, now, _ACCEPT)


def decline(tx: Connection, actor: Actor, wait_id: UUID, now: datetime) -> UUID | None:
    """Give an offer back; its booking, or None when nothing is offered any more."""
    return _stepped(tx, actor, wait_id, now, _DECLINE)


def _stepped(
    tx: Connection, actor: Actor, wait_id: UUID, now: datetime, statement: TextClause
) -> UUID | None:
    row = tx.execute(statement, _own(actor) | {"id": wait_id, "now": now}).one_or_none()
    if row is None:
        return None
    # Without a booking the step itself is the answer.
    return row.booking_id or wait_id


def _own(actor: Actor) -> dict[str, Any]:
    return {"organisation": actor.organisation_id, "person": actor.person_id}


def _wish(wish: Wish) -> dict[str, Any]:
    return {
        "floor": wish.floor_id,
        "kind": wish.kind,
        "space": wish.space_id,
        "zone": wish.zone_id,
    }


def _view(row: RowMapping) -> WaitView:
    values = dict(row)
    mode = Mode.BOOK if values.pop("books_itself") else Mode.ASK
    return WaitView(mode=mode, state=State(values.pop("state")), **values)
