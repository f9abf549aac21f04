"""A cluster of the drill's own, all that it writes, and the search for a position in all of it."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from pyproj import Transformer

from app.cluster import Address, Connections, throwaway
from app.logging import QuietFormatter
from floorplans.database import Database
from tests.drills.canary.scanner import Canary, Hit, scan
from tests.support.databases import sqlalchemy_url
from tests.support.factories import SRID
from tests.support.migrating import migrate

#: On the site of the factories, and in no other number of the test.
HERE = (4.897316482905317, 52.368915730264918)
#: So far away that the site's CRS could not hold it.
FAR = (-157.858093571264803, 21.315603482917365)


@dataclass(frozen=True, slots=True)
class Stage:
    """Every place that a service could write to."""

    folder: Path
    connections: Connections
    db: Database

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def admin_url(self) -> str:
        assert self.connections.admin_url is not None
        return Address.parse(self.connections.admin_url).in_database("floorplans").url()


def canary_at(place: tuple[float, float]) -> Canary:
    to_site = Transformer.from_crs(4326, SRID, always_xy=True)
    return Canary(*place, *to_site.transform(*place))


HUNTED = (canary_at(HERE), canary_at(FAR))


@contextmanager
def staged() -> Iterator[Stage]:
    """A migrated cluster and a log of everything, for as long as somebody plays on it."""
    folder = Path(tempfile.mkdtemp(prefix="floorplans-canary-"))
    folder.chmod(0o711)
    home = folder / "home"
    home.mkdir(mode=0o711)
    try:
        with throwaway(home) as connections, _listening(folder):
            migrate(connections.owner_url, "head")
            db = Database(sqlalchemy_url(connections.app_url))
            try:
                yield Stage(folder, connections, db)
            finally:
                db.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _listening(folder: Path) -> Iterator[None]:
    """Everything that any part of the application logs, at any level, and its temporary files."""
    temporary = folder / "temporary"
    temporary.mkdir()
    root = logging.getLogger()
    handler = logging.FileHandler(folder / "application.log")
    handler.setFormatter(QuietFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    before = root.level, os.environ.get("TMPDIR")
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)
    try:
        yield
    finally:
        root.setLevel(before[0])
        root.removeHandler(handler)
        handler.close()
        tempfile.tempdir = None
        os.environ.pop("TMPDIR")
        if before[1] is not None:
            os.environ["TMPDIR"] = before[1]


def hits(stage: Stage, canaries: Sequence[Canary] = HUNTED) -> list[Hit]:
    """Look everywhere: dump, WAL, data files, the server's log, our log, temporary files, and what
    else lies in the stage's folder."""
    with psycopg.connect(stage.admin_url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    dump = stage.folder / "dump.sql"
    # The server's own account may not write to our folder, so the dump comes through a pipe.
    with dump.open("wb") as out:
        subprocess.run(["pg_dump", "--no-owner", stage.admin_url], check=True, stdout=out)
    assert dump.stat().st_size > 10_000
    # Where the server's account may not enter our folder, a link leads to the cluster's own.
    cluster = (stage.home / "cluster").resolve()
    assert list((cluster / "data" / "pg_wal").glob("0*"))
    places = {stage.folder, cluster}
    return [hit for canary in canaries for hit in scan(canary, places)]
