"""The commands about accounts, and the look over an installation, as a person types them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from app.cli import main
from floorplans.actor import Role
from floorplans.bookings import service as bookings
from floorplans.database import Database
from floorplans.people import service as people
from tests.support.databases import Clone
from tests.support.factories import (
    make_booking,
    make_floor,
    make_organisation,
    make_person,
    make_space,
)
from tests.support.web import PASSWORD, make_account

HOUR = timedelta(hours=1)

Run = Callable[..., Result]


@pytest.fixture
def run(clone: Clone, tmp_path: Path) -> Run:
    """Types a command against the clone, as on somebody's own server."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    environment = {
        "DATABASE_URL": clone.owner_url,
        "DATABASE_APP_URL": clone.app_url,
        "FLOORPLANS_HOME": str(home),
    }
    return lambda *words: CliRunner().invoke(main, list(words), env=environment)


@pytest.fixture
def email(cloned_db: Database) -> str:
    return make_account(cloned_db, make_organisation(cloned_db)).email


def test_a_token_is_all_that_create_prints(run: Run, email: str) -> None:
    made = run("token", "create", "--person", email)
    assert made.exit_code == 0
    assert re.fullmatch(r"fp_[\w-]{43}\n", made.output)


def test_a_token_is_listed_and_revoked(run: Run, email: str) -> None:
    run("token", "create", "--person", email, "--name", "kiosk", "--days", "30")
    (token,) = json.loads(run("token", "list", "--person", email, "--json").output)["tokens"]
    assert (token["name"], token["live"]) == ("kiosk", True)
    assert run("token", "revoke", "--person", email, token["id"]).exit_code == 0
    (token,) = json.loads(run("token", "list", "--person", email, "--json").output)["tokens"]
    assert token["live"] is False


def test_an_unknown_person_is_told_in_one_sentence(run: Run) -> None:
    answer = run("token", "create", "--person", "nobody@example.test")
    assert answer.exit_code == 1
    assert "Nobody has this e-mail address" in answer.output
    assert "Traceback" not in answer.output


def test_an_account_is_made_changed_and_closed(run: Run, cloned_db: Database) -> None:
    made = run(
        "person", "create", "ada@example.test", "--name", "Ada", "--role", "admin",
        "--new-organisation", "Quay", "--password", PASSWORD,
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    ada = people.person_by_email(cloned_db, "ada@example.test")
    assert ada is not None
    assert ada.role is Role.ADMIN
    assert run("person", "role", ada.email, "employee").exit_code == 0
    assert run("person", "close", ada.email).exit_code == 0
    assert people.person_by_email(cloned_db, ada.email) is None


def test_who_leaves_gives_back_what_is_booked(run: Run, cloned_db: Database) -> None:
    now = datetime.now(UTC)
    organisation = make_organisation(cloned_db)
    leaver = make_account(cloned_db, organisation)
    other = make_account(cloned_db, organisation, email="other@example.test")
    staff = make_person(cloned_db, organisation, role=Role.FACILITY)
    desk = make_space(cloned_db, staff, make_floor(cloned_db, staff))
    begins = [now - HOUR / 2, now + HOUR, now + 30 * HOUR]
    leaving = [make_booking(cloned_db, leaver, desk, start) for start in begins]
    kept = make_booking(cloned_db, other, desk, now + 3 * HOUR)
    closed = run("person", "close", leaver.email, "--json")
    assert json.loads(closed.output) == {"email": leaver.email, "given_back": 3}
    found = [bookings.booking(cloned_db, staff, each, now) for each in (*leaving, kept)]
    assert [each.state for each in found] == ["confirmed", "cancelled", "cancelled", "confirmed"]
    assert found[0].to_at < now + HOUR / 4


def test_a_sound_installation_has_no_problem(run: Run) -> None:
    answer = run("doctor", "--json")
    found = json.loads(answer.output)
    assert [each for each in found["findings"] if each["level"] == "problem"] == []
    assert answer.exit_code == 0


BROKEN = {
    "taking_no_overlap": "ALTER TABLE taking DROP CONSTRAINT taking_no_overlap",
    "row_security": "ALTER TABLE person NO FORCE ROW LEVEL SECURITY",
    "definer_functions": "ALTER FUNCTION session_actor RESET search_path",
    "log_statement": "ALTER ROLE floorplans_app IN DATABASE {name} SET log_statement = 'all'",
    "log_min_duration_statement": (
        "ALTER ROLE floorplans_app IN DATABASE {name} SET log_min_duration_statement = 0"
    ),
    "log_parameter_max_length_on_error": (
        "ALTER ROLE floorplans_app IN DATABASE {name} SET log_parameter_max_length_on_error = -1"
    ),
    "migrations": "UPDATE alembic_version SET version_num = '20261120_0001'",
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_promise_is_named_and_fails(run: Run, clone: Clone, code: str) -> None:
    with psycopg.connect(clone.admin_url, autocommit=True) as admin:
        admin.execute(BROKEN[code].format(name=clone.name))
    answer = run("doctor", "--json")
    found = json.loads(answer.output)
    assert answer.exit_code == 1
    assert found["healthy"] is False
    problems = {each["code"]: each for each in found["findings"] if each["level"] == "problem"}
    assert set(problems) == {code}
    assert problems[code]["advice"]


def test_a_secret_that_others_can_read_is_a_problem(run: Run, tmp_path: Path) -> None:
    secret = tmp_path / "home" / "secret-key"
    secret.write_text("secret")
    secret.chmod(0o644)
    answer = run("doctor")
    assert answer.exit_code == 1
    assert "secret-key" in answer.output
