"""The SQL of the directory's tokens, and of people as the directory sees them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, text, update

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.directory.conditions import conditions
from floorplans.directory.models import directory_token
from floorplans.directory.views import (
    About,
    Directory,
    DirectoryToken,
    PersonKept,
    Wanted,
)
from floorplans.people.models import person

#: A round ends after so many people; the next goes on.
SWEPT = 100
#: Whoever works here, and whom the directory closed so lately that it may open them again.
VISIBLE = "(p.left_at IS NULL OR (p.directory_at IS NOT NULL AND p.left_at > :since))"

_COLUMNS = """
p.id, coalesce(p.user_name, p.email) AS user_name, p.email, p.name, p.given_name, p.family_name,
  p.role, p.external_id, p.left_at, p.created_at
"""
_FROM = f"FROM person p WHERE p.organisation_id = :organisation AND {VISIBLE}"
_ONE = f"SELECT {_COLUMNS} {_FROM} AND p.id = :person"
_BY = {
    About.ID: "p.id = :{0}",
    About.USER_NAME: "(lower(p.user_name) = lower(:{0})"
    " OR (p.user_name IS NULL AND p.email = lower(:{0})))",
    About.EXTERNAL_ID: "p.external_id = :{0}",
    About.EMAIL: "p.email = lower(:{0})",
    About.NAME: "lower(p.name) = lower(:{0})",
    About.IS_ACTIVE: "(p.left_at IS NULL) = :{0}",
    About.MEMBER: "false",
    About.NOTHING: "false",
}
_CLOSED = text("""
SELECT p.id, p.left_at > :since AS is_same FROM person p
WHERE p.organisation_id = :organisation AND p.email = :email AND p.left_at IS NOT NULL
FOR NO KEY UPDATE
""")
_NAMED = text(f"""
SELECT p.id {_FROM} AND (lower(p.user_name) = lower(:name) OR (p.user_name IS NULL
  AND p.email = lower(:name)))
""")
_LOCK_ADMINS = text("""
SELECT id FROM organisation WHERE id = :organisation FOR NO KEY UPDATE
""")
_OTHER_ADMIN = text("""
SELECT EXISTS (
  SELECT FROM person WHERE organisation_id = :organisation AND role = 'admin' AND left_at IS NULL
    AND id <> :person)
""")
# The address and the names stand for nobody any more; what they did stays, without them.
_RETIRE = text("""
UPDATE person SET email = 'left-' || id || '@invalid', name = 'Somebody who left',
  password_hash = NULL, external_id = NULL, user_name = NULL, given_name = NULL,
  family_name = NULL, directory_at = NULL
WHERE organisation_id = :organisation AND id = :person
""")
_FORGET_IDENTITIES = text("""
DELETE FROM person_identity WHERE organisation_id = :organisation AND person_id = :person
""")
_LEAVE_GROUPS = text("""
DELETE FROM group_member m USING person_group g
WHERE m.organisation_id = :organisation AND m.person_id = :person
  AND g.organisation_id = m.organisation_id AND g.id = m.group_id AND g.kept_by = 'scim'
""")

_LIVE = text("""
SELECT t.id, t.name, t.created_at, t.last_used_at, t.expires_at,
  CASE WHEN p.left_at IS NULL THEN p.name END AS maker, p.left_at IS NOT NULL AS maker_left
FROM directory_token t
LEFT JOIN person p ON p.organisation_id = t.organisation_id AND p.id = t.made_by
WHERE t.organisation_id = :organisation AND t.revoked_at IS NULL
ORDER BY t.created_at, t.id
""")
_END_BY = text("""
UPDATE directory_token
SET expires_at = least(expires_at, :by), warned_at = coalesce(warned_at, :now)
WHERE organisation_id = :organisation AND id = :id AND revoked_at IS NULL AND expires_at > :now
RETURNING name
""")
_MAKER_LEFT = text("""
UPDATE directory_token SET left_told_at = :now
WHERE organisation_id = :organisation AND made_by = :person AND revoked_at IS NULL
  AND left_told_at IS NULL AND expires_at > :now
RETURNING id
""")
_WARN = text("""
UPDATE directory_token SET warned_at = :now
WHERE organisation_id = :organisation AND id = :id AND revoked_at IS NULL AND warned_at IS NULL
RETURNING id
""")


def token_of(
    db: Database, digest: bytes, now: datetime
) -> tuple[Directory, datetime | None] | None:
    """The directory of a live token in any organisation, and when it was last used."""
    row = db.look_up(
        "SELECT organisation_id, token_id, last_used_at, expires_at FROM directory_token_of(%s)",
        (digest,),
    )
    return None if row is None or row[3] <= now else (Directory(row[0], row[1]), row[2])


def live_tokens(tx: Connection, organisation_id: UUID) -> list[DirectoryToken]:
    """All that were not revoked, oldest first; also those that have ended."""
    found = tx.execute(_LIVE, {"organisation": organisation_id})
    return [DirectoryToken(**row) for row in found.mappings()]


def add_token(tx: Connection, values: dict[str, Any]) -> None:
    tx.execute(insert(directory_token).values(values))


def revoke_token(tx: Connection, token_id: UUID, now: datetime) -> bool:
    columns = directory_token.c
    ended = tx.execute(
        update(directory_token)
        .where(columns.id == token_id, columns.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return ended.rowcount == 1


def end_by(
    tx: Connection, organisation_id: UUID, token_id: UUID, by: datetime, now: datetime
) -> str | None:
    """Let a token that works end at ``by`` at the latest; its name, None where there is none."""
    values = {"organisation": organisation_id, "id": token_id, "by": by, "now": now}
    found: str | None = tx.execute(_END_BY, values).scalar()
    return found


def note_maker_left(
    tx: Connection, organisation_id: UUID, person_id: UUID, now: datetime
) -> list[UUID]:
    """The tokens that somebody has made of whose leaving nobody was told yet."""
    values = {"organisation": organisation_id, "person": person_id, "now": now}
    return list(tx.execute(_MAKER_LEFT, values).scalars())


def ending(db: Database, now: datetime, before: datetime) -> list[tuple[UUID, UUID]]:
    """Organisation and id of the tokens that end until then and of which nobody was warned."""
    asked = text("SELECT * FROM directory_tokens_ending(:now, :before)")
    with db.transaction(None) as tx:
        rows = tx.execute(asked, {"now": now, "before": before})
        return [(row.organisation_id, row.token_id) for row in rows]


def note_warned(tx: Connection, organisation_id: UUID, token_id: UUID, now: datetime) -> bool:
    """Whether nobody else has warned of it meanwhile."""
    values = {"organisation": organisation_id, "id": token_id, "now": now}
    return tx.execute(_WARN, values).scalar() is not None


def note_use(tx: Connection, token_id: UUID, now: datetime) -> None:
    tx.execute(
        update(directory_token).where(directory_token.c.id == token_id).values(last_used_at=now)
    )


def last_use(tx: Connection) -> datetime | None:
    """When any token was last used, also one that is revoked."""
    found: datetime | None = tx.execute(
        text("SELECT max(last_used_at) FROM directory_token")
    ).scalar_one()
    return found


def count_people(tx: Connection) -> int:
    found: int = tx.execute(
        text("SELECT count(*) FROM person WHERE directory_at IS NOT NULL AND left_at IS NULL")
    ).scalar_one()
    return found


def people(
    tx: Connection,
    directory: Directory,
    wanted: Wanted,
    since: datetime,
    *,
    offset: int,
    count: int,
) -> tuple[int, list[PersonKept]]:
    """How many there are, and some of them in the order in which they were made."""
    condition, values = conditions(_BY, wanted)
    values |= {"organisation": directory.organisation_id, "since": since}
    total: int = tx.execute(text(f"SELECT count(*) {_FROM} {condition}"), values).scalar_one()
    if not count or offset >= total:
        return total, []
    rows = tx.execute(
        text(f"SELECT {_COLUMNS} {_FROM} {condition} ORDER BY p.id LIMIT :count OFFSET :offset"),
        values | {"count": count, "offset": offset},
    )
    return total, [_kept(row) for row in rows]


def one(
    tx: Connection, directory: Directory, person_id: UUID, since: datetime, *, lock: bool = False
) -> PersonKept | None:
    """A person whom the directory sees, held for a change with ``lock``."""
    values = _key(directory, person_id) | {"since": since}
    statement = _ONE + (" FOR NO KEY UPDATE" if lock else "")
    row = tx.execute(text(statement), values).one_or_none()
    return None if row is None else _kept(row)


def closed_with(
    tx: Connection, directory: Directory, email: str, since: datetime
) -> tuple[UUID, bool] | None:
    """Who of the organisation left with this address, held; and whether after ``since``."""
    values = {"organisation": directory.organisation_id, "email": email, "since": since}
    row = tx.execute(_CLOSED, values).one_or_none()
    return None if row is None else (row.id, row.is_same)


def named(tx: Connection, directory: Directory, user_name: str, since: datetime) -> list[UUID]:
    """Who goes by this userName already."""
    values = {"organisation": directory.organisation_id, "name": user_name, "since": since}
    return list(tx.execute(_NAMED, values).scalars())


def is_last_administrator(tx: Connection, directory: Directory, person_id: UUID) -> bool:
    """Whether nobody else is an administrator; others who ask wait until this transaction ends."""
    tx.execute(_LOCK_ADMINS, {"organisation": directory.organisation_id})
    return not tx.execute(_OTHER_ADMIN, _key(directory, person_id)).scalar_one()


def add(tx: Connection, values: dict[str, Any]) -> None:
    tx.execute(insert(person).values(values))


def change(tx: Connection, person_id: UUID, values: dict[str, Any]) -> None:
    tx.execute(update(person).where(person.c.id == person_id).values(values))


def retire(tx: Connection, directory: Directory, person_id: UUID) -> None:
    """Let a row be nobody's, so that its address is free for somebody new."""
    tx.execute(_RETIRE, _key(directory, person_id))
    tx.execute(_FORGET_IDENTITIES, _key(directory, person_id))


def leave_groups(tx: Connection, directory: Directory, person_id: UUID) -> None:
    """Take somebody out of all groups that the directory keeps."""
    tx.execute(_LEAVE_GROUPS, _key(directory, person_id))


def _key(directory: Directory, person_id: UUID) -> dict[str, Any]:
    return {"organisation": directory.organisation_id, "person": person_id}


def _kept(row: Row[Any]) -> PersonKept:
    return PersonKept(
        id=row.id,
        user_name=row.user_name,
        email=row.email,
        name=row.name,
        given_name=row.given_name,
        family_name=row.family_name,
        role=Role(row.role),
        external_id=row.external_id,
        is_active=row.left_at is None,
        created_at=row.created_at,
    )


def leavers(db: Database, now: datetime) -> list[Actor]:
    """Some of those who left and have bookings that are not over, of all organisations."""
    asked = text("SELECT * FROM leavers_with_bookings(:now, :most)")
    with db.transaction(None) as tx:
        rows = tx.execute(asked, {"now": now, "most": SWEPT})
        return [
            Actor(row.organisation_id, row.person_id, Role.EMPLOYEE, row.name, row.email)
            for row in rows
        ]
