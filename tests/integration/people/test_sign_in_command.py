"""`floorplans sign-in`, as a person types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from floorplans.actor import Role
from floorplans.database import Database
from tests.support import oidc
from tests.support.databases import Clone
from tests.support.factories import make_organisation
from tests.support.web import make_account

Run = Callable[..., Result]


@pytest.fixture
def run(clone: Clone, tmp_path: Path) -> Run:
    """Types a command against the clone, as on somebody's own server."""
    environment = {
        "DATABASE_URL": clone.owner_url,
        "DATABASE_APP_URL": clone.app_url,
        "FLOORPLANS_HOME": str(tmp_path),
        "FLOORPLANS_URL": "https://floors.test",
        "FLOORPLANS_CLIENT_SECRET": oidc.CLIENT_SECRET,
    }
    return lambda *words: CliRunner().invoke(main, ["sign-in", *words], env=environment)


def test_a_provider_is_set_up_looked_at_and_removed(run: Run, cloned_db: Database) -> None:
    email = make_account(cloned_db, make_organisation(cloned_db), role=Role.ADMIN).email
    person = ("--person", email)
    with oidc.openid_provider() as there:
        setup = ("--issuer", there.issuer, "--domain", "example.test", "--domain", "b.test")
        made = run("add", "Acme", *person, *setup)
        assert made.exit_code == 0, made.output
        assert "https://floors.test/sign-in/back/" in made.output
        tested = run("test", "acme", *person)
        assert tested.exit_code == 1
        assert "FAIL  The client ID is missing here" in tested.output
        again = run("add", "Acme", *person, *setup, "--client-id", "us", "--json")
        assert json.loads(again.output)["redirect_uri"] in made.output
        tested = run("test", "Acme", *person, "--json")
        assert tested.exit_code == 0, tested.output
        assert all(line["fine"] for line in json.loads(tested.output)["lines"])
    listed = json.loads(run("list", *person, "--json").output)
    assert listed["takes_passwords"]
    assert listed["providers"][0]["domains"] == ["b.test", "example.test"]
    assert "secret" not in json.dumps(listed)
    assert "cannot be reached" in run("test", "Acme", *person).output
    assert run("passwords", "refuse", *person).output == "Passwords are not taken any more.\n"
    assert run("passwords", "take", *person).output == "Passwords are taken again.\n"
    assert "was linked to no account" in run("unlink", email).output
    assert run("remove", "Nobody", *person).exit_code == 1
    assert run("remove", "Acme", *person).output == "Acme is removed.\n"
    assert "no other way" in run("passwords", "refuse", *person).output
