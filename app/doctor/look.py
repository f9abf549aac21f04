"""The whole look-over, in the order a person reads it."""

from __future__ import annotations

from collections.abc import Iterator

from app import migrating
from app.cluster import Address, Connections
from app.cluster.bootstrap import connect
from app.doctor.finding import Finding, Level, fine, problem
from app.doctor.guarantees import look_at_guarantees
from app.doctor.machine import look_at_clock, look_at_home
from app.doctor.mail import look_at_mail
from app.doctor.server import look_at_server
from app.settings import Settings


def look_over(settings: Settings, connections: Connections) -> Iterator[Finding]:
    """Every finding, the fine ones too. Raises ClusterError when the database cannot be reached."""
    yield from look_at_home(settings.home)
    tables = _tables(connections.owner_url)
    yield tables
    with connect(Address.parse(connections.app_url)) as connection:
        yield from look_at_guarantees(connection)
        yield from look_at_server(connection)
        yield look_at_clock(connection)
        # Tables that are not there yet have no mail; the finding above says so.
        if tables.level is Level.FINE:
            yield look_at_mail(connection, settings.mail)


def _tables(owner_url: str) -> Finding:
    state = migrating.schema_state(owner_url)
    if state.is_current:
        return fine("migrations", f"The tables are up to date ({state.current}).")
    return problem(
        "migrations",
        f"The tables are at {state.current or 'nothing'}; this program needs {state.wanted}.",
        "Run: floorplans db migrate",
    )
