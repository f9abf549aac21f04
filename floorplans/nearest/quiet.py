"""Quiet rooms and booths: by a feature, by their name, or by the quiet zone that they lie in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from floorplans.actor import Actor
from floorplans.database import Database, Query
from floorplans.errors import NotFound
from floorplans.nearest.queries import Found

KINDS = ("room", "booth")
FEATURE = "quiet"
#: What names of quiet rooms and zones begin a word with, in the languages of the importers.
_WORDS = (
    r"\m(quiet|silen[ct]|focus|fokus|konzentr|concentr|ruhe|ruhig|stille|stilte|calme|tranquil)"
)
#: As drawings and plans stand now. Whoever made a rule about noise near a zone calls it quiet.
_IS_QUIET = """
  (%(feature)s = ANY(s.features) OR s.name ~* %(words)s OR EXISTS (
    SELECT FROM zone z WHERE z.organisation_id = s.organisation_id AND z.floor_id = s.floor_id
      AND (z.name ~* %(words)s OR EXISTS (
        SELECT FROM booking_rule_quiet_zone q
        WHERE q.organisation_id = z.organisation_id AND q.zone_id = z.id))
      AND lies_in_zone(s.id, z.id)))
"""
_QUIET_OF = f"""
SELECT s.id FROM space s
WHERE s.organisation_id = %(organisation)s AND s.id = ANY(%(spaces)s::uuid[]) AND {_IS_QUIET}
"""  # noqa: S608 - the passage is ours
_ANY = f"""
SELECT 1 FROM floor o
JOIN floor f ON f.organisation_id = o.organisation_id AND f.site_id = o.site_id
JOIN space s ON s.organisation_id = o.organisation_id AND s.floor_id = f.id
WHERE o.organisation_id = %(organisation)s AND o.id = %(floor)s AND s.ended_at IS NULL
  AND s.bookable AND s.kind = ANY(%(kinds)s::text[]) AND {_IS_QUIET}
LIMIT 1
"""  # noqa: S608 - the passage is ours


def kinds_of(kind: str | None) -> tuple[str, ...]:
    """What can be quiet where nobody names a kind."""
    return KINDS if kind is None else (kind,)


def quiet_only(
    db: Database,
    actor: Actor,
    search: Callable[[str, int], Found],
    kind: str | None,
    *,
    limit: int,
    most: int,
) -> Found:
    """The quiet ones among the ``most`` nearest of each kind; ``search`` finds those."""
    found = [search(each, most) for each in kinds_of(kind)]
    known = _quiet_of(db, actor, [space.space_id for each in found for space in each.spaces])
    spaces = [space for each in found for space in each.spaces if space.space_id in known]
    spaces.sort(key=lambda space: (space.walk_s, space.distance_m))
    is_cut = any(len(each.spaces) >= most for each in found)
    return Found(
        tuple(spaces[:limit]),
        found[0].floor_id,
        min(_looked_m(each, most) for each in found),
        all(each.is_complete for each in found) and not is_cut,
        is_cut,
    )


def check_known(db: Database, actor: Actor, floor_id: UUID, kind: str | None) -> None:
    """Raise NotFound ``quiet_not_found`` where the floor's site has nothing quiet to book."""
    values = {"floor": floor_id, "kinds": list(kinds_of(kind))}
    if db.read(actor.organisation_id, Query(_ANY, _bound(actor) | values)):
        return
    raise NotFound(
        "quiet_not_found",
        "No plan of this site shows a quiet room that can be booked.",
        "Look for a booth instead. Facility staff can give a room the feature “quiet”, or draw a"
        " quiet zone round it.",
    )


def _looked_m(found: Found, most: int) -> float:
    if len(found.spaces) < most:
        return found.looked_m
    return min(found.looked_m, found.spaces[-1].distance_m)


def _quiet_of(db: Database, actor: Actor, spaces: Sequence[UUID]) -> set[UUID]:
    if not spaces:
        return set()
    asked = Query(_QUIET_OF, _bound(actor) | {"spaces": list(spaces)})
    return {row[0] for row in db.read(actor.organisation_id, asked)}


def _bound(actor: Actor) -> dict[str, object]:
    return {"organisation": actor.organisation_id, "feature": FEATURE, "words": _WORDS}
