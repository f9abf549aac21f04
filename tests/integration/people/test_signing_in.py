"""Signing in, being recognised, signing out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from floorplans.actor import Actor
from floorplans.database import Database
from floorplans.errors import TooMany, Unauthenticated
from floorplans.people import service as people
from floorplans.people.models import session, sign_in_attempt
from floorplans.people.signing_in import SignedIn
from tests.support.web import PASSWORD

KEY = b"k" * 32
NETWORK = "192.0.2.7"


def sign_in(
    db: Database,
    now: datetime,
    password: str = PASSWORD,
    email: str = "noor@example.test",
    network: str = NETWORK,
) -> SignedIn:
    return people.sign_in(db, email, password, network, now, key=KEY)


def fail(db: Database, now: datetime, **how: str) -> None:
    with pytest.raises(Unauthenticated):
        sign_in(db, now, "wrong", **how)


def test_the_right_password_opens_a_session(db: Database, noor: Actor, now: datetime) -> None:
    signed_in = sign_in(db, now)
    assert signed_in.actor == noor
    assert people.actor_of_session(db, signed_in.token, now) == noor


def test_the_address_is_compared_without_case(db: Database, noor: Actor, now: datetime) -> None:
    assert sign_in(db, now, email=" Noor@Example.TEST ").actor == noor


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("noor@example.test", "wrong"),
        ("nobody@example.test", PASSWORD),
        ("not an address", PASSWORD),
        ("noor@example.test", ""),
        ("noor@example.test", "x" * 5000),
        ("noor@example.test\0", PASSWORD),
    ],
)
def test_whatever_is_wrong_gets_the_same_answer(
    db: Database, noor: Actor, now: datetime, email: str, password: str
) -> None:
    with pytest.raises(Unauthenticated) as caught:
        sign_in(db, now, password, email)
    assert caught.value.code == "wrong_sign_in"


def test_the_database_never_holds_the_token(db: Database, noor: Actor, now: datetime) -> None:
    token = sign_in(db, now).token
    with db.transaction(noor.organisation_id) as tx:
        stored = tx.execute(select(session)).mappings().one()
    assert token.encode() not in stored["digest"]
    assert len(stored["digest"]) == 32
    assert token not in repr(sign_in(db, now))


def test_every_sign_in_gets_another_token(db: Database, noor: Actor, now: datetime) -> None:
    assert sign_in(db, now).token != sign_in(db, now).token


def test_a_session_ends_after_half_an_hour_without_use(
    db: Database, noor: Actor, now: datetime
) -> None:
    token = sign_in(db, now).token
    almost = now + timedelta(minutes=30) - timedelta(microseconds=1)
    assert people.actor_of_session(db, token, almost) is not None
    assert people.actor_of_session(db, token, now + timedelta(minutes=30)) is None


def test_a_session_in_use_ends_after_twelve_hours(db: Database, noor: Actor, now: datetime) -> None:
    token = sign_in(db, now).token
    for minutes in range(20, 12 * 60, 20):
        at = now + timedelta(minutes=minutes)
        used = people.recognise_session(db, token, at)
        assert used is not None
        assert used.actor == noor
    assert people.actor_of_session(db, token, now + timedelta(hours=12)) is None


def test_use_is_noted_at_most_once_a_minute(db: Database, noor: Actor, now: datetime) -> None:
    token = sign_in(db, now).token

    def seen_at() -> datetime:
        with db.transaction(noor.organisation_id) as tx:
            return tx.execute(select(session.c.seen_at)).scalar_one()

    people.recognise_session(db, token, now + timedelta(seconds=59))
    assert seen_at() == now
    people.recognise_session(db, token, now + timedelta(seconds=60))
    assert seen_at() == now + timedelta(seconds=60)


def test_signing_out_ends_the_session_at_once(db: Database, noor: Actor, now: datetime) -> None:
    token = sign_in(db, now).token
    people.sign_out(db, token, now)
    assert people.actor_of_session(db, token, now) is None
    people.sign_out(db, token, now)


def test_a_closed_account_is_out_on_its_next_request(
    db: Database, noor: Actor, now: datetime
) -> None:
    token = sign_in(db, now).token
    api_token = people.create_token(db, noor.email, "script", now)
    people.let_go(db, noor, now)
    assert people.actor_of_session(db, token, now) is None
    assert people.actor_of_token(db, api_token, now) is None
    fail(db, now)


def test_the_eleventh_failure_in_five_minutes_is_refused_even_with_the_right_password(
    db: Database, noor: Actor, now: datetime
) -> None:
    for second in range(10):
        fail(db, now + timedelta(seconds=second), network=f"192.0.2.{second}")
    with pytest.raises(TooMany) as caught:
        sign_in(db, now + timedelta(seconds=10), network="198.51.100.1")
    assert caught.value.code == "too_many_sign_ins"
    assert caught.value.fields["retry_after_s"] == 290


def test_waiting_as_long_as_told_lets_the_person_in(
    db: Database, noor: Actor, now: datetime
) -> None:
    for _ in range(10):
        fail(db, now)
    with pytest.raises(TooMany) as caught:
        sign_in(db, now)
    wait = timedelta(seconds=caught.value.fields["retry_after_s"])
    assert sign_in(db, now + wait).actor == noor


def test_failures_for_many_logins_from_one_network_are_counted_together(
    db: Database, noor: Actor, now: datetime
) -> None:
    for number in range(10):
        fail(db, now, email=f"guess{number}@example.test")
    with pytest.raises(TooMany):
        sign_in(db, now)
    assert sign_in(db, now, network="198.51.100.1").actor == noor


def test_neighbours_in_one_ipv6_network_are_one(db: Database, noor: Actor, now: datetime) -> None:
    for number in range(10):
        fail(db, now, email=f"guess{number}@example.test", network=f"2001:db8:1:2::{number}")
    with pytest.raises(TooMany):
        sign_in(db, now, network="2001:db8:1:2:ffff::1")
    assert sign_in(db, now, network="2001:db8:1:3::1").actor == noor


def test_successes_are_not_held_against_anybody(db: Database, noor: Actor, now: datetime) -> None:
    for _ in range(15):
        assert sign_in(db, now).actor == noor


def test_attempts_are_kept_as_digests_and_not_for_long(
    db: Database, noor: Actor, now: datetime
) -> None:
    fail(db, now)
    with db.transaction(None) as tx:
        kept = tx.execute(select(sign_in_attempt)).mappings().one()
    assert b"noor" not in kept["login_digest"]
    sign_in(db, now + timedelta(minutes=5), network="198.51.100.1")
    with db.transaction(None) as tx:
        assert tx.execute(select(sign_in_attempt)).all() == []
