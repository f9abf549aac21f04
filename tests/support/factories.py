"""Factories: each makes one thing with believable defaults and returns it."""

from __future__ import annotations

import gzip
import itertools
import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from shapely import Point
from sqlalchemy import insert, text

from floorplans.actor import Actor, Role
from floorplans.assigning import service as assigning
from floorplans.assigning.views import AssignmentRequest, Days, Span
from floorplans.bookings.models import booking
from floorplans.database import Database
from floorplans.identities import service as identities
from floorplans.identities.views import ProviderRequest
from floorplans.ids import new_id
from floorplans.people.models import organisation, person
from floorplans.places.models import building, floor, site, space
from floorplans.plans.batches.models import plan_batch
from floorplans.plans.models import plan_revision, source_file
from floorplans.plans.profiles.models import plan_profile
from floorplans.series import service as series
from floorplans.series.views import Hours, SeriesRequest
from floorplans.waiting.models import wait
from geo.crs import to_lonlat

_numbers = itertools.count(1)

#: ETRS89 / UTM zone 31N; the default site lies in Amsterdam.
SRID = 25831
LON, LAT = 4.9, 52.37
EAST, NORTH = 629_300.0, 5_804_000.0


def on_earth(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a place in metres from that corner."""
    at = to_lonlat(Point(EAST + x, NORTH + y), SRID)
    return at.x, at.y


EMPTY_MAP = {"spaces": {"type": "FeatureCollection", "features": []}}
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def make_organisation(db: Database, name: str | None = None) -> UUID:
    made = new_id()
    with db.transaction(made) as tx:
        tx.execute(
            insert(organisation).values(id=made, name=name or f"Org {next(_numbers)} {made}")
        )
    return made


def make_person(
    db: Database,
    organisation_id: UUID,
    *,
    role: Role = Role.EMPLOYEE,
    name: str = "Noor de Vries",
    email: str | None = None,
    shows_name: bool = False,
) -> Actor:
    made = new_id()
    email = email or f"person{next(_numbers)}.{made.hex[-8:]}@example.test"
    with db.transaction(organisation_id) as tx:
        tx.execute(
            insert(person).values(
                organisation_id=organisation_id,
                id=made,
                email=email,
                name=name,
                role=str(role),
                shows_name=shows_name,
            )
        )
    return Actor(organisation_id, made, role, name, email)


def make_site(
    db: Database,
    actor: Actor,
    *,
    name: str | None = None,
    time_zone: str = "Europe/Amsterdam",
    srid: int = SRID,
) -> UUID:
    made = new_id()
    with db.transaction(actor.organisation_id) as tx:
        tx.execute(
            insert(site).values(
                organisation_id=actor.organisation_id,
                id=made,
                name=name or f"Site {next(_numbers)}",
                time_zone=time_zone,
                srid=srid,
                position=f"SRID=4326;POINT({LON} {LAT})",
            )
        )
    return made


def make_building(db: Database, actor: Actor, site_id: UUID, *, name: str | None = None) -> UUID:
    made = new_id()
    with db.transaction(actor.organisation_id) as tx:
        tx.execute(
            insert(building).values(
                organisation_id=actor.organisation_id,
                id=made,
                site_id=site_id,
                name=name or f"Building {next(_numbers)}",
            )
        )
    return made


def make_floor(
    db: Database, actor: Actor, *, building_id: UUID | None = None, ordinal: int = 0
) -> UUID:
    """A floor without a plan, in a new site and building unless one is named."""
    made = new_id()
    building_id = building_id or make_building(db, actor, make_site(db, actor))
    with db.transaction(actor.organisation_id) as tx:
        row = tx.execute(
            text(
                "SELECT b.site_id, s.srid FROM building b JOIN site s ON s.id = b.site_id"
                " WHERE b.id = :building"
            ),
            {"building": building_id},
        ).one()
        tx.execute(
            insert(floor).values(
                organisation_id=actor.organisation_id,
                id=made,
                building_id=building_id,
                site_id=row.site_id,
                srid=row.srid,
                ordinal=ordinal,
                name=f"Floor {ordinal}",
                short_name=str(ordinal),
            )
        )
    return made


def make_profile(db: Database, actor: Actor, name: str | None = None) -> UUID:
    """A saved profile of a drawing with one layer, I-FURN, that holds desks."""
    made = new_id()
    layer = {"name": "I-FURN", "count": 3, "kinds": {"block": 3}, "shapes": {}, "sample": []}
    with db.transaction(actor.organisation_id) as tx:
        tx.execute(
            insert(plan_profile).values(
                organisation_id=actor.organisation_id,
                id=made,
                name=name or f"Office {next(_numbers)}",
                profile={"layers": {"I-FURN": "desk"}},
                fingerprint={"layers": [layer], "blocks": [], "styles": [], "facts": {}},
                file_name="floor.dxf",
                created_by=actor.person_id,
                created_at=LONG_AGO,
                changed_at=LONG_AGO,
            )
        )
    return made


def make_provider(db: Database, admin: Actor, *, name: str = "Acme") -> UUID:
    """An identity provider that is not finished yet: nobody can sign in with it."""
    asked = ProviderRequest(name, "https://accounts.example.org", domains=f"d{next(_numbers)}.test")
    return identities.add_provider(db, admin, asked, key=b"of tests").id


def make_batch(db: Database, actor: Actor, site_id: UUID) -> UUID:
    """A batch of no files."""
    made = new_id()
    with db.transaction(actor.organisation_id) as tx:
        tx.execute(
            insert(plan_batch).values(
                organisation_id=actor.organisation_id,
                id=made,
                site_id=site_id,
                name="plans.zip",
                created_by=actor.person_id,
                created_at=LONG_AGO,
            )
        )
    return made


def make_published_revision(db: Database, actor: Actor, floor_id: UUID) -> UUID:
    """An empty published revision; the floor's present one is returned where there is one."""
    found = "SELECT id FROM plan_revision WHERE floor_id = :floor AND state = 'published'"
    with db.transaction(actor.organisation_id) as tx:
        present = tx.execute(text(found), {"floor": floor_id}).scalar()
        if present is not None:
            return UUID(str(present))
        srid = tx.execute(
            text("SELECT srid FROM floor WHERE id = :floor"), {"floor": floor_id}
        ).scalar_one()
        file_id, made = new_id(), new_id()
        tx.execute(
            insert(source_file).values(
                organisation_id=actor.organisation_id,
                id=file_id,
                sha256=sha256(made.bytes).digest(),
                name="floor.dxf",
                content=b"0\nEOF\n",
                uploaded_by=actor.person_id,
                uploaded_at=LONG_AGO,
            )
        )
        tx.execute(
            insert(plan_revision).values(
                organisation_id=actor.organisation_id,
                id=made,
                floor_id=floor_id,
                srid=srid,
                number=1,
                state="published",
                source_file_id=file_id,
                draft={},
                map_digest="0" * 16,
                map_document=gzip.compress(json.dumps(EMPTY_MAP).encode(), mtime=0),
                created_at=LONG_AGO,
                published_at=LONG_AGO,
            )
        )
    return made


_SHAPE = text("""
INSERT INTO space_shape (organisation_id, plan_revision_id, space_id, floor_id, srid, is_live,
                         rotation_deg, geom, anchor, geom_4326, anchor_4326)
SELECT :organisation, :revision, :space, :floor, f.srid, true, 0, g.geom, g.anchor,
       ST_Transform(g.geom, 4326), ST_Transform(g.anchor, 4326)
FROM floor f, LATERAL (
  SELECT ST_MakeEnvelope(:x - :w / 2, :y - :d / 2, :x + :w / 2, :y + :d / 2, f.srid) AS geom,
         ST_SetSRID(ST_MakePoint(:x, :y), f.srid) AS anchor) g
WHERE f.id = :floor
""")
_EXTENT = text("""
UPDATE floor SET extent = (
  SELECT ST_Expand(ST_SetSRID(ST_Extent(geom)::geometry, floor.srid), 0.01)
  FROM space_shape WHERE floor_id = :floor AND is_live)
WHERE id = :floor
""")


def make_space(
    db: Database,
    actor: Actor,
    floor_id: UUID,
    *,
    x: float = 0.0,
    y: float = 0.0,
    kind: str = "desk",
    name: str | None = None,
    bookable: bool = True,
    features: tuple[str, ...] = (),
    width_m: float = 1.6,
    depth_m: float = 0.8,
) -> UUID:
    """A space with a live shape, ``x`` and ``y`` metres from the default origin."""
    made = new_id()
    revision = make_published_revision(db, actor, floor_id)
    label = name or f"{kind.title()} {next(_numbers)}"
    described = {
        "kind": kind,
        "category": "unspecified" if kind == "desk" else "room",
        "number": label.rsplit(" ", 1)[-1],
        "name": label,
        "bookable": bookable,
        "features": list(features),
    }
    own = {"organisation": actor.organisation_id, "revision": revision, "floor": floor_id}
    lying = {"x": EAST + x, "y": NORTH + y, "w": width_m, "d": depth_m}
    with db.transaction(actor.organisation_id) as tx:
        tx.execute(
            insert(space).values(
                organisation_id=actor.organisation_id, id=made, floor_id=floor_id, **described
            )
        )
        tx.execute(_SHAPE, {**own, **lying, "space": made})
        tx.execute(_EXTENT, {"floor": floor_id})
    return made


def make_booking(
    db: Database,
    actor: Actor,
    space_id: UUID,
    from_at: datetime,
    to_at: datetime | None = None,
    *,
    state: str = "confirmed",
) -> UUID:
    """A booking written straight into the table, past every rule but the database's own."""
    made = new_id()
    to_at = to_at or from_at + timedelta(hours=1)
    with db.transaction(actor.organisation_id) as tx:
        floor_id = tx.execute(
            text("SELECT floor_id FROM space WHERE id = :space"), {"space": space_id}
        ).scalar_one()
        tx.execute(
            insert(booking).values(
                organisation_id=actor.organisation_id,
                id=made,
                space_id=space_id,
                floor_id=floor_id,
                person_id=actor.person_id,
                during=text("tstzrange(:from_at, :to_at)").bindparams(from_at=from_at, to_at=to_at),
                state=state,
            )
        )
    return made


def make_series(db: Database, actor: Actor, space_id: UUID, now: datetime) -> UUID:
    """A series of two days next week, booked as people book one."""
    day = (now + timedelta(days=7)).date()
    wanted = SeriesRequest(space_id, Hours(9 * 60, 17 * 60), (day, day + timedelta(days=1)))
    return series.book(db, actor, wanted, now).id


def make_equipment(
    db: Database,
    actor: Actor,
    floor_id: UUID,
    *,
    owned: int = 2,
    broken: int = 0,
    kind: str = "monitor",
    name: str | None = None,
    for_floor: bool = False,
) -> UUID:
    """So many alike things on the floor's site, or for the floor alone."""
    made = new_id()
    with db.transaction(actor.organisation_id) as tx:
        tx.execute(
            text("""
            INSERT INTO equipment (organisation_id, id, site_id, floor_id, kind, name, kept_at,
              owned, broken)
            SELECT organisation_id, :id, site_id, CASE WHEN :for_floor THEN id END, :kind, :name,
              'Reception', :owned, :broken
            FROM floor WHERE id = :floor"""),
            {
                "id": made,
                "floor": floor_id,
                "for_floor": for_floor,
                "kind": kind,
                "name": name or f"{kind.title()} {next(_numbers)}",
                "owned": owned,
                "broken": broken,
            },
        )
    return made


def make_absence(db: Database, actor: Actor, now: datetime) -> UUID:
    """A week of leave, a month from now."""
    first = (now + timedelta(days=30)).date()
    span = Span(first, first + timedelta(days=6))
    return assigning.add_absence(db, actor, span, now).id


def make_assignment(db: Database, staff: Actor, owner: Actor, space_id: UUID) -> UUID:
    """A space that is the owner's each Monday of the year 2027."""
    days = Days((1,), date(2027, 1, 1), date(2027, 12, 31))
    wanted = AssignmentRequest(space_id, owner.email, days)
    return assigning.assign(db, staff, wanted, LONG_AGO).assignment.id


def make_wait(db: Database, actor: Actor, space_id: UUID, from_at: datetime) -> UUID:
    """A wait for a space, written straight into the table, for the hour from ``from_at``."""
    made = new_id()
    with db.transaction(actor.organisation_id) as tx:
        place = tx.execute(
            text("SELECT floor_id, kind FROM space WHERE id = :space"), {"space": space_id}
        ).one()
        to_at = from_at + timedelta(hours=1)
        tx.execute(
            insert(wait).values(
                organisation_id=actor.organisation_id,
                id=made,
                person_id=actor.person_id,
                floor_id=place.floor_id,
                kind=place.kind,
                space_id=space_id,
                during=text("tstzrange(:from_at, :to_at)").bindparams(from_at=from_at, to_at=to_at),
                books_itself=False,
                over_at=to_at,
                created_at=from_at,
                changed_at=from_at,
            )
        )
    return made
