"""``python -m bench.kills.victims ACT WORDS...``: does one act when told to, so that it can be
killed in the middle of it. Says "ready" when everything is loaded, and begins at the next line."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from app.cli import main as command
from floorplans.actor import Actor, operator
from floorplans.database import Database
from floorplans.plans import service as plans


def upload(url: str, organisation: str, floor: str, file: str) -> None:
    path = Path(file)
    now = datetime.now(UTC)
    plans.upload(_db(url), _by(organisation), UUID(floor), path.name, path.read_bytes(), now)


def discard(url: str, organisation: str, revision: str) -> None:
    plans.discard(_db(url), _by(organisation), UUID(revision))


def publish(url: str, organisation: str, revision: str, date: str | None = None) -> None:
    at = datetime.fromisoformat(date) if date else None
    now = datetime.now(UTC)
    plans.publish(_db(url), _by(organisation), UUID(revision), now, effective_from=at)


def bring_back(url: str, organisation: str, revision: str) -> None:
    plans.bring_back(_db(url), _by(organisation), UUID(revision), datetime.now(UTC))


def take_over(url: str, organisation: str, floor: str) -> None:
    plans.take_over(_db(url), UUID(organisation), UUID(floor), datetime.now(UTC))


def command_line(*words: str) -> None:
    command(list(words))


ACTS: Mapping[str, Callable[..., None]] = {
    act.__name__: act for act in (upload, discard, publish, bring_back, take_over, command_line)
}


def _db(url: str) -> Database:
    return Database(url, pool_size=1)


def _by(organisation: str) -> Actor:
    return operator(UUID(organisation))


def main(act: str, *words: str) -> None:
    for name in ("app.cli._importing", "app.cli._target"):
        importlib.import_module(name)
    print("ready", flush=True)
    sys.stdin.readline()
    ACTS[act](*words)


if __name__ == "__main__":
    main(*sys.argv[1:])
