"""Running the migrations from the program itself, so that no configuration file is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from psycopg.errors import DiskFull
from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from app import paths
from app.cluster.errors import ClusterError


@dataclass(frozen=True, slots=True)
class SchemaState:
    """Where a database's schema is, and where this program wants it; None is an empty database."""

    current: str | None
    wanted: str | None

    @property
    def is_current(self) -> bool:
        """Tell whether nothing is left to migrate."""
        return self.current == self.wanted


def schema_state(owner_url: str) -> SchemaState:
    """Compare the database with the migrations of this program, changing nothing."""
    wanted = ScriptDirectory.from_config(_config()).get_current_head()
    with _connection(owner_url) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return SchemaState(current, wanted)


def migrate(owner_url: str, revision: str = "head") -> SchemaState:
    """Bring the schema to `revision` (upwards) and return where it is then.

    Raises ClusterError when the database was made by a newer program, or there is no such revision.
    """
    config = _config()
    _refuse_unknown(config, revision)
    _refuse_newer(schema_state(owner_url))
    with _connection(owner_url) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return schema_state(owner_url)


def require_current(owner_url: str) -> None:
    """Raise ClusterError with one sentence unless the schema is what this program needs."""
    state = schema_state(owner_url)
    _refuse_newer(state)
    if not state.is_current:
        raise ClusterError(
            "MIGRATIONS_PENDING",
            "The database's tables are not up to date with this program. Nothing was changed; "
            "run: floorplans db migrate",
        )


def _refuse_unknown(config: Config, revision: str) -> None:
    try:
        ScriptDirectory.from_config(config).get_revision(revision)
    except CommandError as error:
        raise ClusterError(
            "REVISION_UNKNOWN",
            f"There is no revision {revision!r} of the tables. Nothing was changed; leave --to out "
            "for the newest one.",
        ) from error


def _refuse_newer(state: SchemaState) -> None:
    known = {s.revision for s in ScriptDirectory.from_config(_config()).walk_revisions()}
    if state.current is not None and state.current not in known:
        raise ClusterError(
            "SCHEMA_NEWER",
            f"The database was brought to {state.current} by another version of this program, "
            "which this one does not know. Nothing was changed; start the newer version.",
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()).replace("%", "%%"))
    return config


@contextmanager
def _connection(owner_url: str) -> Iterator[Connection]:
    url = make_url(owner_url).set(drivername="postgresql+psycopg")
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield connection
    except OperationalError as error:
        if isinstance(error.orig, DiskFull):
            raise ClusterError(
                "DISK_FULL",
                "The disk of the database is full. What was there is untouched; free some space "
                "there and try again.",
            ) from error
        raise ClusterError(
            "DATABASE_UNREACHABLE",
            f"The database did not finish the work ({str(error.orig).strip().splitlines()[0]}). "
            "What was there is untouched; try again.",
        ) from error
    finally:
        engine.dispose()
