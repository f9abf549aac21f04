"""Tell with the person whether they hold something in the window they look at.

Who holds nothing there sees the same availability as everybody else, so one document serves them
all. The answer comes from the same snapshot as the floor's version.
"""

from __future__ import annotations

from alembic import op

revision = "20261120_0010"
down_revision = "20261120_0009"
branch_labels = None
depends_on = None

_OLD = {
    "session_at_floor(bytea, timestamptz, timestamptz, uuid)": (
        (
            "session_at_floor(wanted bytea, seen_after timestamptz, started_after timestamptz,"
            " floor uuid)"
        ),
        "a.seen_at",
        "session_actor(wanted, seen_after, started_after)",
    ),
    "token_at_floor(bytea, timestamptz, uuid)": (
        "token_at_floor(wanted bytea, at timestamptz, floor uuid)",
        "at",
        "token_actor(wanted, at)",
    ),
}
_NEW = {
    "session_at_floor(bytea, timestamptz, timestamptz, uuid, timestamptz, timestamptz)": (
        (
            "session_at_floor(wanted bytea, seen_after timestamptz, started_after timestamptz,"
            " floor uuid, from_at timestamptz, to_at timestamptz)"
        ),
        "a.seen_at",
        "session_actor(wanted, seen_after, started_after)",
    ),
    "token_at_floor(bytea, timestamptz, uuid, timestamptz, timestamptz)": (
        (
            "token_at_floor(wanted bytea, at timestamptz, floor uuid,"
            " from_at timestamptz, to_at timestamptz)"
        ),
        "at",
        "token_actor(wanted, at)",
    ),
}

_FUNCTION = """
CREATE FUNCTION {signature}
RETURNS TABLE (organisation_id uuid, person_id uuid, role text, name text, email text,
               seen_at timestamptz, version bigint{column})
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT a.organisation_id, a.person_id, a.role, a.name, a.email, {seen_at}, (
    SELECT COALESCE(v.version, 0)
    FROM floor f
    LEFT JOIN floor_version v ON v.organisation_id = f.organisation_id AND v.floor_id = f.id
    WHERE f.organisation_id = a.organisation_id AND f.id = floor){value}
  FROM {call} a;
END $$
"""
# By booking_person_idx, whose last column is the end of the booking.
_HOLDS = """, floor IS NOT NULL AND EXISTS (
    SELECT FROM booking k
    WHERE k.organisation_id = a.organisation_id AND k.person_id = a.person_id
      AND upper(k.during) > from_at AND lower(k.during) < to_at AND k.floor_id = floor
      AND k.state IN ('held', 'confirmed', 'checked_in'))"""


def upgrade() -> None:
    _replace(_OLD, _NEW, ", holds boolean", _HOLDS)


def downgrade() -> None:
    _replace(_NEW, _OLD, "", "")


def _replace(
    old: dict[str, tuple[str, str, str]],
    new: dict[str, tuple[str, str, str]],
    column: str,
    value: str,
) -> None:
    for function in old:
        op.execute(f"DROP FUNCTION {function}")
    for function, (signature, seen_at, call) in new.items():
        op.execute(
            _FUNCTION.format(
                signature=signature, column=column, seen_at=seen_at, value=value, call=call
            )
        )
        op.execute(f"ALTER FUNCTION {function} OWNER TO floorplans_definer")
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")
