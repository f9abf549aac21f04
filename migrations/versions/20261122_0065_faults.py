"""Faults at places: what is wrong there, and who reported it until it is done."""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine, isolate

revision = "20261122_0065"
down_revision = "20261122_0064"
branch_labels = None
depends_on = None

TABLES = """
-- It names nobody: who reported it is told beside it, for as long as they are to be told.
CREATE TABLE fault (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  space_id uuid NOT NULL,
  what text NOT NULL,
  note text,
  reports integer NOT NULL DEFAULT 1,
  reported_at timestamptz NOT NULL,
  done_at timestamptz,
  word text,
  CONSTRAINT fault_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT fault_space_fkey FOREIGN KEY (organisation_id, space_id)
    REFERENCES space (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT fault_what_known CHECK (what IN ('broken', 'missing', 'dirty', 'damaged', 'other')),
  CONSTRAINT fault_other_says_what CHECK (what <> 'other' OR note IS NOT NULL),
  CONSTRAINT fault_note_sane CHECK (length(btrim(note)) BETWEEN 1 AND 200),
  CONSTRAINT fault_word_sane CHECK (length(btrim(word)) BETWEEN 1 AND 200),
  CONSTRAINT fault_word_of_done CHECK (word IS NULL OR done_at IS NOT NULL),
  CONSTRAINT fault_reports_sane CHECK (reports >= 1)
);
CREATE INDEX fault_space_idx ON fault (organisation_id, space_id);
CREATE INDEX fault_done_idx ON fault (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE fault_report (
  organisation_id uuid NOT NULL,
  fault_id uuid NOT NULL,
  person_id uuid NOT NULL,
  reported_at timestamptz NOT NULL,
  CONSTRAINT fault_report_pkey PRIMARY KEY (organisation_id, fault_id, person_id),
  CONSTRAINT fault_report_fault_fkey FOREIGN KEY (organisation_id, fault_id)
    REFERENCES fault (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT fault_report_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE
);
CREATE INDEX fault_report_person_idx ON fault_report (organisation_id, person_id);

-- A set-up may grant the service all tables.
REVOKE UPDATE, DELETE ON fault FROM floorplans_app;
REVOKE UPDATE ON fault_report FROM floorplans_app;
GRANT SELECT, INSERT ON fault TO floorplans_app;
GRANT UPDATE (reports, done_at, word) ON fault TO floorplans_app;
GRANT SELECT, INSERT, DELETE ON fault_report TO floorplans_app;
GRANT SELECT, DELETE ON fault TO floorplans_definer;
"""

FORGET = """
CREATE FUNCTION forget_faults(before timestamptz) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH gone AS (DELETE FROM fault WHERE done_at < before RETURNING 1)
  SELECT count(*) FROM gone
$$;
"""


def _of_no_booking(*kinds: str) -> str:
    """Which messages are about something else than a booking."""
    named = ", ".join(f"'{kind}'" for kind in kinds)
    return f"""
    ALTER TABLE message
      DROP CONSTRAINT message_of_booking_or_places,
      ADD CONSTRAINT message_of_booking_or_places CHECK (
        (booking_id IS NULL) = (kind IN ({named}))
        AND (during IS NULL) = (booking_id IS NULL)
        AND (booking_id IS NOT NULL OR gathers IS NULL))
    """


def upgrade() -> None:
    op.execute(TABLES)
    isolate(op.get_bind(), "fault", "fault_report")
    op.execute(FORGET)
    confine(op.get_bind(), "forget_faults(timestamptz)")
    op.execute("GRANT EXECUTE ON FUNCTION forget_faults(timestamptz) TO floorplans_app")
    op.execute(_of_no_booking("own_places", "fault", "fault_done"))


def downgrade() -> None:
    op.execute("ALTER TABLE message NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM message WHERE kind IN ('fault', 'fault_done')")
    op.execute("ALTER TABLE message FORCE ROW LEVEL SECURITY")
    op.execute(_of_no_booking("own_places"))
    op.execute("DROP FUNCTION forget_faults(timestamptz)")
    op.execute("DROP TABLE fault_report, fault")
