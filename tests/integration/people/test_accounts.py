"""Organisations, people, profiles, passwords and API tokens."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from floorplans.people import service as people
from tests.support.factories import make_organisation
from tests.support.web import PASSWORD, make_account

KEY = b"k" * 32
NEW = "a much better password"


def test_an_address_belongs_to_one_person_in_all_organisations(db: Database, noor: Actor) -> None:
    elsewhere = make_organisation(db)
    with pytest.raises(Conflict) as caught:
        make_account(db, elsewhere, email="NOOR@example.test")
    assert caught.value.code == "email_taken"


def test_an_organisation_has_a_name_of_its_own(db: Database) -> None:
    people.create_organisation(db, "Harbour")
    with pytest.raises(Conflict) as caught:
        people.create_organisation(db, "Harbour")
    assert caught.value.code == "organisation_name_taken"


@pytest.mark.parametrize("email", ["", "noor", "@example.test", "a b@example.test", "x\0@y.test"])
def test_what_is_no_address_is_refused(db: Database, organisation: UUID, email: str) -> None:
    with pytest.raises(Invalid) as caught:
        make_account(db, organisation, email=email)
    assert caught.value.code == "email_invalid"


def test_a_short_password_is_refused(db: Database, organisation: UUID) -> None:
    with pytest.raises(Invalid) as caught:
        people.create_person(
            db, organisation, email="a@b.test", name="A", role=Role.EMPLOYEE, password="short"
        )
    assert caught.value.code == "password_length"


def test_a_person_is_found_by_address(db: Database, noor: Actor) -> None:
    assert people.person_by_email(db, "Noor@example.test") == noor
    assert people.person_by_email(db, "nobody@example.test") is None


def test_only_an_administrator_sees_the_list_of_people(db: Database, noor: Actor) -> None:
    admin = make_account(
        db, noor.organisation_id, role=Role.ADMIN, email="ada@example.test", name="Ada"
    )
    assert [person.name for person in people.people(db, admin)] == ["Ada", "Noor de Vries"]
    with pytest.raises(Forbidden):
        people.people(db, noor)


def test_a_profile_changes_only_where_asked(db: Database, noor: Actor, now: datetime) -> None:
    changed = people.update_profile(db, noor, now, shows_name=True)
    assert (changed.name, changed.shows_name) == ("Noor de Vries", True)
    changed = people.update_profile(db, noor, now, name="  Noor   Jansen ")
    assert (changed.name, changed.shows_name) == ("Noor Jansen", True)
    assert people.profile(db, noor) == changed


def test_a_new_password_ends_the_other_sessions(db: Database, noor: Actor, now: datetime) -> None:
    here, there = (
        people.sign_in(db, noor.email, PASSWORD, "192.0.2.1", now, key=KEY).token for _ in "ab"
    )
    people.change_password(db, noor, PASSWORD, NEW, session_token=here)
    assert people.actor_of_session(db, here, now) == noor
    assert people.actor_of_session(db, there, now) is None
    assert people.sign_in(db, noor.email, NEW, "192.0.2.1", now, key=KEY).actor == noor
    with pytest.raises(Unauthenticated):
        people.sign_in(db, noor.email, PASSWORD, "192.0.2.1", now, key=KEY)


def test_a_password_is_not_changed_without_the_present_one(db: Database, noor: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        people.change_password(db, noor, "not it", NEW)
    assert caught.value.code == "wrong_password"


def test_a_token_acts_as_its_person(db: Database, noor: Actor, now: datetime) -> None:
    token = people.create_token(db, noor.email, "script", now)
    assert token.startswith("fp_")
    assert people.actor_of_token(db, token, now) == noor
    assert people.actor_of_token(db, token + "x", now) is None


def test_a_token_ends_when_it_expires(db: Database, noor: Actor, now: datetime) -> None:
    tomorrow = now + timedelta(days=1)
    token = people.create_token(db, noor.email, "script", now, tomorrow)
    assert people.actor_of_token(db, token, tomorrow - timedelta(microseconds=1)) == noor
    assert people.actor_of_token(db, token, tomorrow) is None
    with pytest.raises(Invalid):
        people.create_token(db, noor.email, "late", now, now)


def test_a_revoked_token_ends_at_once(db: Database, noor: Actor, now: datetime) -> None:
    token = people.create_token(db, noor.email, "script", now)
    (made,) = people.tokens(db, noor)
    people.revoke_token(db, noor, made.id, now)
    assert people.actor_of_token(db, token, now) is None
    (revoked,) = people.tokens(db, noor)
    assert not revoked.is_live(now)


def test_nobody_revokes_the_token_of_another_organisation(
    db: Database, noor: Actor, now: datetime
) -> None:
    people.create_token(db, noor.email, "script", now)
    (made,) = people.tokens(db, noor)
    stranger = make_account(db, make_organisation(db), email="eve@example.test")
    with pytest.raises(NotFound):
        people.revoke_token(db, stranger, made.id, now)
    assert people.tokens(db, noor)[0].is_live(now)


def test_a_token_needs_a_person(db: Database, now: datetime) -> None:
    with pytest.raises(NotFound) as caught:
        people.create_token(db, "nobody@example.test", "script", now)
    assert caught.value.code == "person_unknown"
