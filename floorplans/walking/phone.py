"""A building's ways for a phone that searches by itself, and tells nobody where it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.places import service as places
from floorplans.walking import graphs
from floorplans.walking.routing import not_ready
from floorplans.walking.starting import profile_of

DIGEST_LENGTH = 32


@dataclass(frozen=True, slots=True)
class PhoneWays:
    """Bytes as ``geo.ways.phone`` packs them, and their digest: other bytes have another."""

    content: bytes
    digest: str


def ways_for_phone(
    db: Database, actor: Actor, floor_id: UUID, profile: str, at: datetime
) -> PhoneWays:
    """The ways of a floor's building as they can be walked at ``at`` by one kind of person.

    Raises NotFound ``floor_not_found``, Conflict ``ways_not_ready``, Invalid ``profile_unknown``.
    """
    who = profile_of(profile)
    places.floor(db, actor, floor_id)
    known = graphs.of_building(db, actor.organisation_id, floor_id, who, at, beside=0)
    if known is None or known.graph.floor(floor_id) is None:
        raise not_ready()
    content = known.graph.for_phone(who, known.closed)
    return PhoneWays(content, hashlib.sha256(content).hexdigest()[:DIGEST_LENGTH])
