"""How Alembic runs here: one transaction, one runner at a time, no long wait for a lock."""

from __future__ import annotations

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection, create_engine, pool, text

from floorplans.models import metadata

#: Any constant will do; every runner of these migrations asks for the same one.
MIGRATION_LOCK = 7_316_204_551
LOCK_TIMEOUT = "4s"
STATEMENT_TIMEOUT = "10min"


def run(connection: Connection) -> None:
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=_is_ours,
        compare_type=True,
        process_revision_directives=alembic_helpers.writer,
        render_item=alembic_helpers.render_item,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
        connection.commit()


def _is_ours(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    """PostGIS and the job queue keep tables of their own in the same schema."""
    if kind == "table" and name is not None:
        return name in metadata.tables
    return alembic_helpers.include_object(thing, name, kind, reflected, other)  # type: ignore[no-any-return]


connection = context.config.attributes.get("connection")
if connection is not None:
    run(connection)
else:
    url = context.config.get_main_option("sqlalchemy.url")
    engine = create_engine(url or "", poolclass=pool.NullPool)
    with engine.connect() as opened:
        run(opened)
