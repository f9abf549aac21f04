"""The job queue's tables, and what the import job may do.

The queue belongs to no tenant: a job names an organisation and a revision, nothing else. Its
schema comes from the library, whose version the lock file holds; a later version of it brings
its own migration.
"""

from __future__ import annotations

from alembic import op
from procrastinate.schema import SchemaManager

revision = "20261120_0008"
down_revision = "20261120_0007"
branch_labels = None
depends_on = None

TABLES = (
    "procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers, procrastinate_events"
)
SEQUENCES = (
    "procrastinate_jobs_id_seq, procrastinate_workers_id_seq, "
    "procrastinate_periodic_defers_id_seq, procrastinate_events_id_seq"
)

# For the commands of whoever runs the installation; the app's login may not call it.
OPERATOR = """
CREATE FUNCTION operator_organisations() RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT o.id, o.name FROM organisation o ORDER BY o.created_at, o.id $$
"""

REMOVE_QUEUE = """
DO $$
DECLARE
  made record;
BEGIN
  DROP TABLE procrastinate_periodic_defers, procrastinate_events, procrastinate_jobs,
    procrastinate_workers CASCADE;
  FOR made IN
    SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'procrastinate\\_%'
  LOOP
    EXECUTE format('DROP FUNCTION %s', made.name);
  END LOOP;
  DROP TYPE procrastinate_job_to_defer_v1;
  DROP TYPE procrastinate_job_event_type;
  DROP TYPE procrastinate_job_status;
END $$
"""


def upgrade() -> None:
    _run(SchemaManager.get_schema())
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLES} TO floorplans_app")
    op.execute(f"GRANT USAGE ON {SEQUENCES} TO floorplans_app")
    # Reading a drawing again replaces its findings.
    op.execute("GRANT DELETE ON import_issue TO floorplans_app")
    op.execute(OPERATOR)
    op.execute("ALTER FUNCTION operator_organisations() OWNER TO floorplans_definer")
    op.execute("REVOKE ALL ON FUNCTION operator_organisations() FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION operator_organisations() TO CURRENT_USER")


def downgrade() -> None:
    op.execute("DROP FUNCTION operator_organisations()")
    op.execute("REVOKE DELETE ON import_issue FROM floorplans_app")
    _run(REMOVE_QUEUE)


def _run(statements: str) -> None:
    """Past SQLAlchemy, for whom the percent signs and colons in these would be parameters."""
    op.get_bind().connection.driver_connection.execute(statements)  # type: ignore[union-attr]
