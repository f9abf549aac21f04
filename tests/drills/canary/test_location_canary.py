"""A position goes through every path of the nearest search; afterwards it is nowhere."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.drills.canary.playing import Play, begin, play
from tests.drills.canary.stage import Stage, hits

# What a careless administrator might set; positions then land in PostgreSQL's log.
_TALKATIVE = {
    "log_statement": "all",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1",
    "log_min_error_statement": "error",
    "log_min_messages": "warning",
    "log_error_verbosity": "default",
}


@pytest.fixture(scope="module")
def on(stage: Stage) -> Play:
    return begin(stage)


def test_a_position_that_was_asked_about_is_nowhere_afterwards(on: Play) -> None:
    statuses = play(on)
    assert {statuses[path] for path in ("found", "no floor", "nothing free")} == {200}
    assert statuses["not signed in"] == 401
    # Every other path was an error of the kind it was meant to be, so all paths were walked.
    expected = {"far away": 422, "no floor, far away": 422, "over": 422, "unknown floor": 404}
    assert {path: statuses[path] for path in expected} == expected
    assert all(statuses[f"database error {code}"] >= 500 for code in ("XX000", "57014", "40P01"))
    assert {statuses["around"], statuses["around, far away"]} == {200}
    assert statuses["around, database error"] >= 500
    assert (statuses["heard"], statuses["heard, too few"]) == (200, 422)
    assert statuses["heard, broken"] >= 500
    tried = [statuses[f"tried{how}"] for how in ("", ", a position", ", as a name")]
    assert tried == [200, 422, 422]
    ways = {name: status for name, status in statuses.items() if name.startswith("/")}
    walked = ("/nearest-by-walking", "/routes", "/nearest-facilities")
    assert {ways[f"{path} walked"] for path in walked} == {200}
    assert all(status == 422 for name, status in ways.items() if "far away" in name)
    assert all(status >= 500 for name, status in ways.items() if "XX000" in name)
    assert hits(on.stage) == []


def test_the_same_scanner_finds_it_where_the_server_logs_parameters(on: Play) -> None:
    """The control: without a hit here, the silence above means nothing."""
    _set(on.stage, _TALKATIVE)
    try:
        play(on)
        found = hits(on.stage)
        assert {"lon as digits", "lat as digits"} <= {hit.form for hit in found}
        assert all("/log/" in hit.file for hit in found)
    finally:
        _set(on.stage, dict.fromkeys(_TALKATIVE))
        for file in on.stage.home.resolve().rglob("log/*.log"):
            file.write_bytes(b"")


def _set(stage: Stage, settings: dict[str, Any]) -> None:
    with psycopg.connect(stage.admin_url, autocommit=True) as connection:
        for name, value in settings.items():
            change = f"SET {name} = '{value}'" if value is not None else f"RESET {name}"
            connection.execute(f"ALTER SYSTEM {change}")  # type: ignore[arg-type]
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("SELECT pg_sleep(0.5)")
