"""The SQL of files, revisions, findings and georeferences. One statement each, on a tenant's tx."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text

from importers.engine import engine_version
from importers.issues import ImportIssue

#: NUL as JSON writes it; a backslash that is itself written with one is none.
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
#: Of a revision without its heavy columns.
_LIGHT = """
r.id, r.floor_id, r.srid, r.number, r.state, r.profile, r.progress_stage, r.progress_share,
r.refusal, r.map_digest, r.created_at, r.published_at, r.effective_from, r.source_file_id,
f.name AS file_name, octet_length(f.content) AS file_bytes, b.name AS begun_by
"""
_FROM = """
FROM plan_revision r
JOIN source_file f ON f.organisation_id = r.organisation_id AND f.id = r.source_file_id
LEFT JOIN person b ON b.organisation_id = r.organisation_id AND b.id = r.created_by
WHERE r.organisation_id = :organisation
"""

_FLOOR = text("""
SELECT f.id, f.srid, f.building_id, f.site_id, ST_X(s.position) AS lon, ST_Y(s.position) AS lat
FROM floor f
JOIN site s ON s.organisation_id = f.organisation_id AND s.id = f.site_id
WHERE f.organisation_id = :organisation AND f.id = :floor
""")
_LOCK_FLOOR = text(f"{_FLOOR} FOR NO KEY UPDATE OF f")


def file_of(tx: Connection, organisation_id: UUID, sha256: bytes) -> UUID | None:
    """The file of that content, held so that nobody forgets it before a plan refers to it."""
    found = text(
        "SELECT id FROM source_file WHERE organisation_id = :organisation AND sha256 = :sha256"
        " FOR KEY SHARE"
    )
    return tx.execute(found, {"organisation": organisation_id, "sha256": sha256}).scalar()


def add_file(
    tx: Connection,
    organisation_id: UUID,
    file_id: UUID,
    *,
    sha256: bytes,
    name: str,
    content: bytes,
    by: UUID | None,
    now: datetime,
) -> UUID:
    """Store a file once; returns the id of the row that holds it, whoever was first."""
    statement = text("""
        INSERT INTO source_file
          (organisation_id, id, sha256, name, content, uploaded_by, uploaded_at)
        VALUES (:organisation, :id, :sha256, :name, :content, :by, :now)
        ON CONFLICT ON CONSTRAINT source_file_sha256_key DO UPDATE SET sha256 = excluded.sha256
        RETURNING id
    """)
    values = {
        "organisation": organisation_id,
        "id": file_id,
        "sha256": sha256,
        "name": name,
        "content": content,
        "by": by,
        "now": now,
    }
    return UUID(str(tx.execute(statement, values).scalar_one()))


def revisions_of_file(
    tx: Connection, organisation_id: UUID, floor_id: UUID, file_id: UUID
) -> Sequence[RowMapping]:
    """The revisions of one floor that were read from one file, the latest first."""
    statement = text(
        f"SELECT {_LIGHT} {_FROM} AND r.floor_id = :floor AND r.source_file_id = :file"
        " ORDER BY r.number DESC"
    )
    values = {"organisation": organisation_id, "floor": floor_id, "file": file_id}
    return tx.execute(statement, values).mappings().all()


def floor_row(
    tx: Connection, organisation_id: UUID, floor_id: UUID, *, lock: bool = False
) -> RowMapping | None:
    """The floor and its site; locked, it keeps out other changes of its plan but no booking."""
    values = {"organisation": organisation_id, "floor": floor_id}
    return tx.execute(_LOCK_FLOOR if lock else _FLOOR, values).mappings().one_or_none()


def add_revision(
    tx: Connection,
    organisation_id: UUID,
    revision_id: UUID,
    *,
    floor_id: UUID,
    srid: int,
    file_id: UUID,
    profile: Mapping[str, Any],
    by: UUID | None,
    now: datetime,
) -> None:
    """A revision in state ``reading`` with the floor's next number; the floor is locked."""
    statement = text("""
        INSERT INTO plan_revision (organisation_id, id, floor_id, srid, number, state,
          source_file_id, profile, progress_stage, created_by, created_at)
        SELECT :organisation, :id, :floor, :srid,
          coalesce((SELECT max(number) FROM plan_revision
                    WHERE organisation_id = :organisation AND floor_id = :floor), 0) + 1,
          'reading', :file, CAST(:profile AS jsonb), 'waiting', :by, :now
    """)
    values = {
        "organisation": organisation_id,
        "id": revision_id,
        "floor": floor_id,
        "srid": srid,
        "file": file_id,
        "profile": as_json(profile),
        "by": by,
        "now": now,
    }
    tx.execute(statement, values)


def revision(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping | None:
    statement = text(f"SELECT {_LIGHT} {_FROM} AND r.id = :id")
    values = {"organisation": organisation_id, "id": revision_id}
    return tx.execute(statement, values).mappings().one_or_none()


def summary(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping | None:
    """What the draft counts, without sending its shapes: PostgreSQL counts them."""
    names = (
        *("rooms", "desks", "parking", "doors", "windows", "connectors", "zones"),
        *("layers", "blocks"),
    )
    counts = ", ".join(f"'{n}', coalesce(jsonb_array_length(draft->'{n}'), 0)" for n in names)
    statement = text(
        f"SELECT draft->'units' AS units, jsonb_build_object({counts}) AS counts"  # noqa: S608
        " FROM plan_revision WHERE organisation_id = :organisation AND id = :id"
        " AND draft IS NOT NULL"
    )
    values = {"organisation": organisation_id, "id": revision_id}
    return tx.execute(statement, values).mappings().one_or_none()


def revisions(tx: Connection, organisation_id: UUID, floor_id: UUID) -> Sequence[RowMapping]:
    statement = text(f"SELECT {_LIGHT} {_FROM} AND r.floor_id = :floor ORDER BY r.number DESC")
    values = {"organisation": organisation_id, "floor": floor_id}
    return tx.execute(statement, values).mappings().all()


def present_revisions(tx: Connection, organisation_id: UUID) -> Sequence[RowMapping]:
    """What is published and what is on its way there, of all floors, the latest first."""
    statement = text(
        f"SELECT {_LIGHT} {_FROM}"
        " AND r.state IN ('reading', 'refused', 'draft', 'scheduled', 'published')"
        " ORDER BY r.created_at DESC, r.id DESC"
    )
    return tx.execute(statement, {"organisation": organisation_id}).mappings().all()


def lock_revision(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping | None:
    """State and profile of a revision, locked."""
    statement = text(
        "SELECT id, floor_id, srid, state, profile, source_file_id,"
        " draft IS NOT NULL AS is_understood FROM plan_revision"
        " WHERE organisation_id = :organisation AND id = :id FOR NO KEY UPDATE"
    )
    values = {"organisation": organisation_id, "id": revision_id}
    return tx.execute(statement, values).mappings().one_or_none()


def draft_of(tx: Connection, organisation_id: UUID, revision_id: UUID) -> dict[str, Any] | None:
    found = "SELECT draft FROM plan_revision WHERE organisation_id = :organisation AND id = :id"
    values = {"organisation": organisation_id, "id": revision_id}
    draft: dict[str, Any] | None = tx.execute(text(found), values).scalar()
    return draft


def unit_of_draft(tx: Connection, organisation_id: UUID, revision_id: UUID) -> float | None:
    """Metres per unit of the draft that is stored, None when there is none."""
    found = text(
        "SELECT CAST(draft->'units'->>'metres_per_unit' AS float8) FROM plan_revision"
        " WHERE organisation_id = :organisation AND id = :id"
    )
    unit: float | None = tx.execute(
        found, {"organisation": organisation_id, "id": revision_id}
    ).scalar()
    return unit


def to_read(tx: Connection, organisation_id: UUID, revision_id: UUID) -> RowMapping | None:
    """File and profile of a revision that waits to be read, None when it does not."""
    statement = text("""
        SELECT r.profile, r.source_file_id, f.name, f.content
        FROM plan_revision r
        JOIN source_file f ON f.organisation_id = r.organisation_id AND f.id = r.source_file_id
        WHERE r.organisation_id = :organisation AND r.id = :id AND r.state = 'reading'
    """)
    values = {"organisation": organisation_id, "id": revision_id}
    return tx.execute(statement, values).mappings().one_or_none()


def set_progress(
    tx: Connection,
    organisation_id: UUID,
    revision_id: UUID,
    told: tuple[str, float],
    profile: Mapping[str, Any],
) -> bool:
    """Store stage and share; False when the revision no longer waits for this reading."""
    statement = text("""
        UPDATE plan_revision SET progress_stage = :stage, progress_share = :share
        WHERE organisation_id = :organisation AND id = :id AND state = 'reading'
          AND profile = CAST(:profile AS jsonb)
    """)
    key = {"organisation": organisation_id, "id": revision_id, "profile": as_json(profile)}
    return tx.execute(statement, {**key, "stage": told[0], "share": told[1]}).rowcount == 1


def set_reading(
    tx: Connection, organisation_id: UUID, revision_id: UUID, profile: Mapping[str, Any]
) -> None:
    """Back to ``reading`` with a profile; the present draft stays until the new one is there."""
    statement = text("""
        UPDATE plan_revision SET state = 'reading', profile = CAST(:profile AS jsonb),
          refusal = NULL, progress_stage = 'waiting', progress_share = 0
        WHERE organisation_id = :organisation AND id = :id
    """)
    values = {"organisation": organisation_id, "id": revision_id, "profile": as_json(profile)}
    tx.execute(statement, values)


def set_draft(
    tx: Connection,
    organisation_id: UUID,
    revision_id: UUID,
    draft: Mapping[str, Any],
    profile: Mapping[str, Any],
) -> bool:
    """Store what was understood; False when the revision no longer waits for this reading."""
    statement = text("""
        UPDATE plan_revision SET state = 'draft', draft = CAST(:draft AS jsonb), refusal = NULL,
          engine_version = :engine, progress_stage = 'done', progress_share = 1
        WHERE organisation_id = :organisation AND id = :id AND state = 'reading'
          AND profile = CAST(:profile AS jsonb)
    """)
    values = {
        "organisation": organisation_id,
        "id": revision_id,
        "draft": as_json(draft),
        "profile": as_json(profile),
        "engine": engine_version(),
    }
    return tx.execute(statement, values).rowcount == 1


def set_refused(
    tx: Connection,
    organisation_id: UUID,
    revision_id: UUID,
    refusal: Mapping[str, str],
    profile: Mapping[str, Any],
) -> bool:
    """Store why not; False when the revision no longer waits for this reading."""
    statement = text("""
        UPDATE plan_revision SET state = 'refused', refusal = CAST(:refusal AS jsonb),
          progress_stage = 'done', progress_share = 1
        WHERE organisation_id = :organisation AND id = :id AND state = 'reading'
          AND profile = CAST(:profile AS jsonb)
    """)
    key = {"organisation": organisation_id, "id": revision_id, "profile": as_json(profile)}
    return tx.execute(statement, {**key, "refusal": as_json(refusal)}).rowcount == 1


def set_discarded(tx: Connection, organisation_id: UUID, revision_id: UUID) -> None:
    statement = text(
        "UPDATE plan_revision SET state = 'discarded', refusal = NULL"
        " WHERE organisation_id = :organisation AND id = :id"
    )
    tx.execute(statement, {"organisation": organisation_id, "id": revision_id})


def forget_revision(
    tx: Connection, organisation_id: UUID, revision_id: UUID, file_id: UUID
) -> None:
    """Remove a revision, and its file unless another revision has it too."""
    key = {"organisation": organisation_id, "id": revision_id}
    own = "WHERE organisation_id = :organisation AND id = :id"
    tx.execute(text(f"DELETE FROM plan_revision {own}"), key)  # noqa: S608 - the line above
    forget_files(tx, organisation_id, [file_id])


def forget_files(tx: Connection, organisation_id: UUID, file_ids: Sequence[UUID]) -> None:
    """Remove those of the files that no revision refers to.

    They are locked first, by a statement of its own: who is about to refer to one has been waited
    for, and is seen by the second.
    """
    values = {"organisation": organisation_id, "ids": list(file_ids)}
    own = "WHERE f.organisation_id = :organisation AND f.id = ANY(CAST(:ids AS uuid[]))"
    locking = f"SELECT f.id FROM source_file f {own} ORDER BY f.id FOR UPDATE"  # noqa: S608
    tx.execute(text(locking), values)
    tx.execute(
        text(
            f"DELETE FROM source_file f {own} AND NOT EXISTS ("  # noqa: S608 - the line above
            "SELECT FROM plan_revision r WHERE r.organisation_id = f.organisation_id"
            " AND r.source_file_id = f.id)"
        ),
        values,
    )


def replace_issues(
    tx: Connection, organisation_id: UUID, revision_id: UUID, issues: Sequence[ImportIssue]
) -> None:
    """The findings of a revision, numbered from 1 in the draft's order."""
    key = {"organisation": organisation_id, "id": revision_id}
    remove = "DELETE FROM import_issue WHERE organisation_id = :organisation"
    tx.execute(text(f"{remove} AND plan_revision_id = :id"), key)
    if issues:
        add_issues(tx, organisation_id, revision_id, issues, first=1)


def add_issues(
    tx: Connection,
    organisation_id: UUID,
    revision_id: UUID,
    issues: Sequence[ImportIssue],
    *,
    first: int,
) -> None:
    statement = text("""
        INSERT INTO import_issue (organisation_id, plan_revision_id, number, code, severity,
          message, advice, handle, layer, location, segment)
        SELECT :organisation, :id, :first - 1 + i.n, i.code, i.severity, i.message, i.advice,
          i.handle, i.layer, ST_MakePoint(i.x, i.y),
          ST_MakeLine(ST_MakePoint(i.x0, i.y0), ST_MakePoint(i.x1, i.y1))
        FROM unnest(CAST(:code AS text[]), CAST(:severity AS text[]), CAST(:message AS text[]),
          CAST(:advice AS text[]), CAST(:handle AS text[]), CAST(:layer AS text[]),
          CAST(:x AS float8[]), CAST(:y AS float8[]), CAST(:x0 AS float8[]),
          CAST(:y0 AS float8[]), CAST(:x1 AS float8[]), CAST(:y1 AS float8[]))
          WITH ORDINALITY
          AS i (code, severity, message, advice, handle, layer, x, y, x0, y0, x1, y1, n)
    """)
    columns = ("code", "severity", "message", "advice", "handle", "layer", "x", "y")
    values = {name: [getattr(issue, name) for issue in issues] for name in columns}
    values["severity"] = [str(issue.severity) for issue in issues]
    for place, name in enumerate(("x0", "y0", "x1", "y1")):
        values[name] = [None if i.segment is None else i.segment[place] for i in issues]
    key = {"organisation": organisation_id, "id": revision_id, "first": first}
    tx.execute(statement, {**key, **values})


def issues(tx: Connection, organisation_id: UUID, revision_id: UUID) -> Sequence[RowMapping]:
    statement = text(
        "SELECT number, code, severity, message, advice, handle, layer,"
        " ST_X(location) AS x, ST_Y(location) AS y,"
        " CASE WHEN segment IS NOT NULL THEN ARRAY[ST_X(ST_StartPoint(segment)),"
        " ST_Y(ST_StartPoint(segment)), ST_X(ST_EndPoint(segment)), ST_Y(ST_EndPoint(segment))]"
        " END AS segment FROM import_issue"
        " WHERE organisation_id = :organisation AND plan_revision_id = :id ORDER BY number"
    )
    values = {"organisation": organisation_id, "id": revision_id}
    return tx.execute(statement, values).mappings().all()


def map_content(tx: Connection, organisation_id: UUID, floor_id: UUID, digest: str) -> bytes | None:
    """The map of a floor's present or earlier plan, or of one to come."""
    statement = text(
        "SELECT map_document FROM plan_revision WHERE organisation_id = :organisation"
        " AND floor_id = :floor AND map_digest = :digest"
        " AND state IN ('scheduled', 'published', 'superseded')"
    )
    values = {"organisation": organisation_id, "floor": floor_id, "digest": digest}
    content = tx.execute(statement, values).scalar()
    return None if content is None else bytes(content)


def as_json(value: object) -> str:
    """Text for PostgreSQL's jsonb, which takes every character but NUL; no drawing needs that."""
    told = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _NUL.sub(r"\1", told) if "\\u0000" in told else told
