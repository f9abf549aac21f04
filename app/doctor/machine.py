"""This machine: room on the disk, who can read the secrets, whether the clocks agree."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from psycopg import Connection

from app.doctor.finding import Finding, fine, problem, warning

GIB = 1024**3
LITTLE_ROOM_BYTES = 5 * GIB
NO_ROOM_BYTES = GIB // 2
CLOCKS_APART_S = 5.0


def look_at_home(home: Path) -> Iterator[Finding]:
    """The folder of an installation's data."""
    if not home.is_dir():
        yield fine("home", f"The folder {home} is not there yet; it is made at the first start.")
        return
    yield _room(shutil.disk_usage(home).free)
    yield _secrets(home)


def look_at_clock(connection: Connection[Any]) -> Finding:
    """A booking's rules use this machine's clock; other programs may use the server's."""
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    apart_s = abs((datetime.now(UTC) - row[0]).total_seconds()) if row else 0.0
    if apart_s <= CLOCKS_APART_S:
        return fine("clock", "This machine and the database agree on the time.")
    return warning(
        "clock",
        f"This machine and the database are {apart_s:.0f} seconds apart.",
        "Let both take their time from the network (NTP).",
    )


def _room(free_bytes: int) -> Finding:
    said = f"{free_bytes / GIB:.1f} GiB are free on the disk."
    if free_bytes < NO_ROOM_BYTES:
        return problem("disk", said, "Make room now: the database stops when the disk is full.")
    if free_bytes < LITTLE_ROOM_BYTES:
        return warning("disk", said, "Make room before long.")
    return fine("disk", said)


def _secrets(home: Path) -> Finding:
    secrets = [home / "secret-key", *sorted((home / "database").glob("*"))]
    exposed = [
        file.name
        for file in secrets
        if file.is_file() and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    if not exposed:
        return fine("secrets", "Only the owner can read the secrets.")
    return problem(
        "secrets",
        f"Other accounts of this machine can read: {', '.join(exposed)}.",
        f"Run: chmod 600 on these files in {home}",
    )
