"""Favourite places: a star that a person gives a place and takes back; nobody else sees it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import text

from floorplans.actor import Actor
from floorplans.bookings import rules as booking_rules
from floorplans.database import Database
from floorplans.errors import Refused
from floorplans.finding import habits
from floorplans.finding.views import Favourite

#: More than anybody looks through; a star on everything marks nothing.
MOST_FAVOURITES = 200

_ADD = text("""
INSERT INTO favourite_place (organisation_id, person_id, space_id)
SELECT :organisation, :person, :space
WHERE (SELECT count(*) FROM favourite_place
       WHERE organisation_id = :organisation AND person_id = :person) < :most
ON CONFLICT DO NOTHING
RETURNING space_id
""")
_REMOVE = text("""
DELETE FROM favourite_place
WHERE organisation_id = :organisation AND person_id = :person AND space_id = :space
""")
_HAS = text("""
SELECT EXISTS (
  SELECT FROM favourite_place
  WHERE organisation_id = :organisation AND person_id = :person AND space_id = :space)
""")
_ALL = text("""
SELECT s.id AS space_id, s.name, s.number, s.kind, s.floor_id, f.name AS floor_name,
  b.name AS building_name, s.bookable AND s.ended_at IS NULL AS is_there
FROM favourite_place v
JOIN space s ON s.organisation_id = v.organisation_id AND s.id = v.space_id
JOIN floor f ON f.organisation_id = s.organisation_id AND f.id = s.floor_id
JOIN building b ON b.organisation_id = f.organisation_id AND b.id = f.building_id
WHERE v.organisation_id = :organisation AND v.person_id = :person
ORDER BY b.name, f.ordinal DESC, length(s.name), s.name, s.id
""")


def favourites(db: Database, actor: Actor) -> list[Favourite]:
    """The actor's favourites, by building, floor and name; also those that are no more."""
    with db.transaction(actor.organisation_id) as tx:
        return [Favourite(**row) for row in tx.execute(_ALL, _key(actor)).mappings()]


def star(db: Database, actor: Actor, space_id: UUID) -> None:
    """Make a place a favourite; doing it again changes nothing.

    Raises NotFound ``space_not_found``, Refused ``too_many_favourites``.
    """
    values = _key(actor) | {"space": space_id, "most": MOST_FAVOURITES}
    with db.transaction(actor.organisation_id) as tx:
        if not habits.is_bookable(tx, actor, space_id):
            raise booking_rules.space_missing()
        if tx.execute(_ADD, values).one_or_none() is None and not tx.execute(_HAS, values).scalar():
            raise Refused(
                "too_many_favourites",
                f"You have {MOST_FAVOURITES} favourites already. Nothing was changed.",
                "Take the star from one that you do not need any more.",
                most=MOST_FAVOURITES,
            )


def unstar(db: Database, actor: Actor, space_id: UUID) -> None:
    """Take the star back; doing it again, or of a place that has none, changes nothing."""
    with db.transaction(actor.organisation_id) as tx:
        tx.execute(_REMOVE, _key(actor) | {"space": space_id})


def _key(actor: Actor) -> dict[str, Any]:
    return {"organisation": actor.organisation_id, "person": actor.person_id}
