"""The SQL of the search for a place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.expression import bindparam

from floorplans.actor import Actor
from floorplans.bookings.views import Window
from floorplans.finding.costs import COSTS
from floorplans.finding.views import Near, NearEntrance, NearPlace, Wishes

MOST_COLLEAGUES = 20

_ASKED = """:person, :site, :from_at, :to_at, CAST(:kind AS text), :wishes,
  CAST(:near_space AS uuid), CAST(:near_floor AS uuid), CAST(:near_entrance AS integer),
  CAST(:usual AS uuid), :costs, CAST(:refused AS text[])"""
_DOCUMENTS = (bindparam("wishes", type_=JSONB), bindparam("costs", type_=JSONB))
_FOUND = text(f"""
SELECT p.*, f.name AS floor_name, f.short_name AS floor_short_name, b.name AS building_name
FROM places_found({_ASKED}, :skipped, :at_most) WITH ORDINALITY p
JOIN floor f ON f.organisation_id = :organisation AND f.id = p.floor_id
JOIN building b ON b.organisation_id = :organisation AND b.id = p.building_id
ORDER BY p.ordinality
""").bindparams(*_DOCUMENTS)  # noqa: S608 - only the constant above
_STRETCHES = text(f"""
SELECT * FROM free_stretches({_ASKED}, :looked_from, :looked_to, :shortest)
""").bindparams(*_DOCUMENTS)  # noqa: S608 - only the constant above

_SITES = text("""
SELECT t.id, t.time_zone, t.name FROM site t
WHERE t.organisation_id = :organisation AND EXISTS (
  SELECT FROM floor f WHERE f.organisation_id = t.organisation_id AND f.site_id = t.id)
ORDER BY t.name, t.id
""")
_SITE_OF = text("""
SELECT f.site_id FROM floor f
WHERE f.organisation_id = :organisation AND f.id = CAST(:floor AS uuid)
UNION ALL
SELECT f.site_id FROM zone z
JOIN floor f ON f.organisation_id = z.organisation_id AND f.id = z.floor_id
WHERE z.organisation_id = :organisation AND z.id = CAST(:zone AS uuid)
UNION ALL
SELECT b.site_id FROM building b
WHERE b.organisation_id = :organisation AND b.id = CAST(:building AS uuid)
""")
_ZONE = text("SELECT name FROM zone WHERE organisation_id = :organisation AND id = :zone")
_PLACE = text("""
SELECT s.id, s.name, s.kind, s.floor_id, f.site_id, ST_X(h.anchor_4326) AS lon,
  ST_Y(h.anchor_4326) AS lat
FROM space s
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN space_shape h ON h.organisation_id = s.organisation_id AND h.space_id = s.id AND h.is_live
WHERE s.organisation_id = :organisation AND s.id = :space
""")
_ENTRANCE = text("""
SELECT f.id AS floor_id, f.site_id, o.number,
  ST_X(x.point) AS lon, ST_Y(x.point) AS lat
FROM floor f
JOIN plan_revision r ON r.organisation_id = f.organisation_id AND r.floor_id = f.id
  AND r.state = 'published'
JOIN opening o ON o.organisation_id = r.organisation_id AND o.plan_revision_id = r.id
  AND o.kind = 'entrance'
CROSS JOIN LATERAL (SELECT ST_Transform(ST_Centroid(o.geom), 4326) AS point) x
WHERE f.organisation_id = :organisation AND f.id = :floor
ORDER BY o.number OFFSET :number LIMIT 1
""")
# Where somebody is who shows their name: the place of which they have most of the hours.
_COLLEAGUE = text("""
SELECT b.space_id, p.name
FROM booking b
JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id AND p.shows_name
JOIN space s ON s.organisation_id = b.organisation_id AND s.id = b.space_id
WHERE b.organisation_id = :organisation AND b.person_id = :colleague
  AND b.during && tstzrange(:from_at, :to_at) AND b.state IN ('held', 'confirmed', 'checked_in')
ORDER BY s.kind <> 'desk',
  least(upper(b.during), :to_at) - greatest(lower(b.during), :from_at) DESC, b.id LIMIT 1
""")
_COLLEAGUES = text("""
SELECT DISTINCT ON (lower(p.name), p.id) p.id, p.name, f.name AS floor_name,
  g.name AS building_name
FROM booking b
JOIN person p ON p.organisation_id = b.organisation_id AND p.id = b.person_id AND p.shows_name
  AND p.left_at IS NULL
JOIN floor f ON f.organisation_id = b.organisation_id AND f.id = b.floor_id
JOIN building g ON g.organisation_id = b.organisation_id AND g.id = f.building_id
WHERE b.organisation_id = :organisation AND b.person_id <> :person
  AND b.during && tstzrange(:from_at, :to_at) AND b.state IN ('held', 'confirmed', 'checked_in')
  AND strpos(lower(p.name), lower(:words)) > 0
ORDER BY lower(p.name), p.id, lower(b.during), b.id LIMIT :most
""")


@dataclass(frozen=True, slots=True)
class Search:
    """What the statements of one search share; the hours differ from one to the next."""

    actor: Actor
    site_id: UUID
    kind: str
    wishes: Wishes
    near: Near | None
    usual: UUID | None


def found(
    tx: Connection,
    search: Search,
    window: Window,
    *,
    fits: bool,
    refused: Collection[str],
    skipped: int,
    at_most: int,
) -> Sequence[RowMapping]:
    """Free places that miss no wish, or else those that miss some: the fewest first, then those
    that cost least.

    Spaces of the classes in ``refused`` are left out.
    """
    values = _values(search, window, refused)
    values["wishes"]["fits"] = fits
    values |= {"skipped": skipped, "at_most": at_most}
    return tx.execute(_FOUND, values).mappings().all()


def stretches(  # noqa: PLR0917 - the order of every query, then what is looked through
    tx: Connection,
    search: Search,
    window: Window,
    refused: Collection[str],
    looked: Window,
    shortest: timedelta,
) -> list[Window]:
    """When, within ``looked``, something that has all that is wished is free for so long."""
    values = _values(search, window, refused) | {
        "looked_from": looked.from_at,
        "looked_to": looked.to_at,
        "shortest": shortest,
    }
    return [Window(row.from_at, row.to_at) for row in tx.execute(_STRETCHES, values)]


def sites(tx: Connection, actor: Actor) -> Sequence[RowMapping]:
    """The sites that have floors, by name."""
    return tx.execute(_SITES, {"organisation": actor.organisation_id}).mappings().all()


def site_of(tx: Connection, actor: Actor, wishes: Wishes) -> UUID | None:
    """The site of the floor, zone or building that is wished for."""
    values = {
        "organisation": actor.organisation_id,
        "floor": wishes.floor_id,
        "zone": wishes.zone_id,
        "building": wishes.building_id,
    }
    found: UUID | None = tx.execute(_SITE_OF, values).scalars().first()
    return found


def zone_name(tx: Connection, actor: Actor, zone_id: UUID | None) -> str | None:
    values = {"organisation": actor.organisation_id, "zone": zone_id}
    name: str | None = None if zone_id is None else tx.execute(_ZONE, values).scalar_one_or_none()
    return name


def place(tx: Connection, actor: Actor, space_id: UUID) -> RowMapping | None:
    """Where a space is on the present plan of its floor; None where it is on none."""
    values = {"organisation": actor.organisation_id, "space": space_id}
    return tx.execute(_PLACE, values).mappings().one_or_none()


def entrance(tx: Connection, actor: Actor, floor_id: UUID, number: int) -> RowMapping | None:
    values = {"organisation": actor.organisation_id, "floor": floor_id, "number": number}
    return tx.execute(_ENTRANCE, values).mappings().one_or_none()


def colleague(
    tx: Connection, actor: Actor, person_id: UUID, window: Window
) -> tuple[UUID, str] | None:
    """The place and the name of somebody who shows it and has one in these hours."""
    values = _hours(actor, window) | {"colleague": person_id}
    row = tx.execute(_COLLEAGUE, values).one_or_none()
    return None if row is None else (row.space_id, row.name)


def colleagues(tx: Connection, actor: Actor, window: Window, words: str) -> Sequence[RowMapping]:
    """Up to 20 others who show their names and have a place in these hours, by name."""
    values = _hours(actor, window) | {
        "person": actor.person_id,
        "words": words,
        "most": MOST_COLLEAGUES,
    }
    return tx.execute(_COLLEAGUES, values).mappings().all()


def _hours(actor: Actor, window: Window) -> dict[str, Any]:
    return {
        "organisation": actor.organisation_id,
        "from_at": window.from_at,
        "to_at": window.to_at,
    }


def _values(search: Search, window: Window, refused: Collection[str]) -> dict[str, Any]:
    near = search.near
    return _hours(search.actor, window) | {
        "person": search.actor.person_id,
        "site": search.site_id,
        "kind": search.kind,
        "wishes": _document(search.wishes),
        "near_space": near.space_id if isinstance(near, NearPlace) else None,
        "near_floor": near.floor_id if isinstance(near, NearEntrance) else None,
        "near_entrance": near.number if isinstance(near, NearEntrance) else None,
        "usual": search.usual,
        "costs": COSTS,
        "refused": list(refused),
    }


def _document(wishes: Wishes) -> dict[str, Any]:
    """What is wished, as ``places_found`` reads it: only what somebody asked for is in it."""
    told = {name: value for name, value in asdict(wishes).items() if value not in (None, False)}
    ids = {name: str(value) for name, value in told.items() if isinstance(value, UUID)}
    return told | ids | {"features": list(wishes.features)}
