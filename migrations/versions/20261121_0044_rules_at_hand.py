"""What rules cost where there are none: a look into an empty table, in functions that run anyway.

A function that switches the role and the search path costs more than that look, and a booking asks
several times. So the look comes first, in the caller's own role, and the functions behind it are
called in organisations that have rules only. Whether the person's row must be locked is known by
who judged: the digest of facts that hold a load ends with a plus.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import earlier

revision = "20261121_0044"
down_revision = "20261121_0041"
branch_labels = None
depends_on = None

# Every name is written with its schema, so they need no search path of their own.
NEEDS = """
CREATE OR REPLACE FUNCTION space_buffer(wanted_space uuid) RETURNS interval
LANGUAGE plpgsql STABLE SECURITY INVOKER AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM public.booking_rule r
    WHERE r.organisation_id = public.current_organisation() AND r.buffer_min IS NOT NULL
  ) THEN
    RETURN interval '0';
  END IF;
  RETURN make_interval(mins => coalesce((
    public.booking_rules(wanted_space, NULL, now()) -> 'buffer_min' ->> 'says')::integer, 0));
END $$;

CREATE OR REPLACE FUNCTION space_distance(wanted_space uuid) RETURNS double precision
LANGUAGE plpgsql STABLE SECURITY INVOKER AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM public.booking_rule r
    WHERE r.organisation_id = public.current_organisation() AND r.distance_m IS NOT NULL
  ) THEN
    RETURN 0;
  END IF;
  RETURN coalesce((
    public.booking_rules(wanted_space, NULL, now()) -> 'distance_m' ->> 'says')::float8, 0);
END $$;
"""

RULED = """ruled jsonb := CASE WHEN EXISTS (
    SELECT FROM booking_rule r WHERE r.organisation_id = organisation
  ) THEN booking_rules(wanted_space, by_person, lower(wanted)) END;"""
LOADED = "CASE WHEN ruled IS NOT NULL THEN\n      {} END"
NEEDS_FUNCTIONS = ("space_buffer(uuid)", "space_distance(uuid)")


def upgrade() -> None:
    before = earlier(__file__, "20261121_0031_rules.py")
    op.execute(NEEDS)
    for function in NEEDS_FUNCTIONS:
        op.execute(f"ALTER FUNCTION {function} RESET ALL")
    before.replace_hot(facts())


def downgrade() -> None:
    before = earlier(__file__, "20261121_0031_rules.py")
    op.execute(before.NEEDS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
    before.replace_hot(before.facts())


def facts() -> str:
    """The hot functions as this migration leaves them."""
    before = earlier(__file__, "20261121_0031_rules.py")
    lock = "    PERFORM lock_person(by_person);\n"
    text: str = before.changed(
        before.facts(),
        (1, before.RULED, RULED),
        (1, before.LOADED, LOADED.format(before.LOADED)),
        (1, "md5(f::text)\n", "md5(f::text) || CASE WHEN f.load IS NULL THEN '' ELSE '+' END\n"),
        (1, lock, f"    IF right(as_seen, 1) = '+' THEN\n  {lock}    END IF;\n"),
    )
    return text
