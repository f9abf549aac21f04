"""A directory's token ends, is renewed in time, and outlives who made it, but not unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import text

from app.mail.letters import Frame
from app.mail.links import Addresses
from app.mail.posting import Posted, Round
from app.mail.smtp import Post
from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.directory import leaving, rules, service
from floorplans.directory.views import DirectoryToken
from floorplans.errors import NotFound, Unauthenticated
from floorplans.messages import service as messages
from tests.support.factories import make_organisation
from tests.support.mailbox import SENDER, Mailbox, mail_server
from tests.support.web import Browser, Clock, World, make_account

FRAME = Frame(SENDER, Addresses("https://floors.office.test", b"key"))
SECOND = timedelta(seconds=1)


@pytest.fixture
def admin(db: Database) -> Actor:
    return make_account(db, make_organisation(db), role=Role.ADMIN)


@pytest.fixture
def box(db: Database) -> Iterator[Mailbox]:
    messages.say_whether_sent(db, True)
    with mail_server() as made:
        yield made


def post(db: Database, box: Mailbox, now: datetime) -> Posted:
    with Post(box.settings()) as way:
        return Round(db, way, FRAME, Clock(now)).run()


def only(db: Database, admin: Actor) -> DirectoryToken:
    (found,) = service.tokens(db, admin)
    return found


def test_a_token_works_for_a_year_and_not_a_second_longer(
    db: Database, admin: Actor, now: datetime
) -> None:
    token = service.make_token(db, admin, "Okta", now)
    end = now + rules.LASTS
    assert only(db, admin).expires_at == end
    assert service.recognise(db, token, end - SECOND).organisation_id == admin.organisation_id
    with pytest.raises(Unauthenticated) as refused:
        service.recognise(db, token, end)
    assert refused.value.code == "directory_token_invalid"
    assert only(db, admin).has_ended(end)


def test_a_renewed_token_and_its_former_one_work_side_by_side_for_a_while(
    db: Database, admin: Actor, now: datetime
) -> None:
    former = service.make_token(db, admin, "Okta", now)
    new = service.renew_token(db, admin, only(db, admin).id, now)
    assert [each.name for each in service.tokens(db, admin)] == ["Okta", "Okta"]
    last = now + rules.OVERLAP - SECOND
    for token in (former, new):
        service.recognise(db, token, last)
    service.recognise(db, new, now + rules.LASTS - SECOND)
    with pytest.raises(Unauthenticated):
        service.recognise(db, former, now + rules.OVERLAP)


def test_renewing_late_makes_the_former_one_last_no_longer(
    db: Database, admin: Actor, now: datetime
) -> None:
    former = service.make_token(db, admin, "Okta", now)
    end = now + rules.LASTS
    service.renew_token(db, admin, only(db, admin).id, end - timedelta(days=1))
    service.recognise(db, former, end - SECOND)
    with pytest.raises(Unauthenticated):
        service.recognise(db, former, end)


def test_what_has_ended_or_is_anothers_is_not_renewed(
    db: Database, admin: Actor, now: datetime
) -> None:
    service.make_token(db, admin, "Okta", now)
    token_id = only(db, admin).id
    stranger = make_account(
        db, make_organisation(db), role=Role.ADMIN, email="stranger@example.test"
    )
    for who, at in ((admin, now + rules.LASTS), (stranger, now)):
        with pytest.raises(NotFound) as refused:
            service.renew_token(db, who, token_id, at)
        assert refused.value.code == "directory_token_unknown"


def test_administrators_are_told_once_before_a_token_ends(
    db: Database, admin: Actor, now: datetime, box: Mailbox
) -> None:
    service.make_token(db, admin, "Okta", now)
    warned = now + rules.LASTS - rules.WARNS_BEFORE
    assert service.warn(db, warned - SECOND) == 0
    assert service.warn(db, warned) == 1
    assert service.warn(db, warned) == 0
    assert post(db, box, warned) == Posted(sent=1)
    (mail,) = box.mails
    assert mail["To"].addresses[0].addr_spec == admin.email
    assert str(mail["Subject"]).strip() == "Directory: the token Okta ends soon"
    words = str(mail.get_body(("plain",)).get_content())
    end = now + rules.LASTS
    assert f"{end.day} {end:%B} {end.year}" in words
    assert "https://floors.office.test/places/directory" in words


def test_of_a_token_that_was_revoked_or_renewed_nobody_is_warned(
    db: Database, admin: Actor, now: datetime, box: Mailbox
) -> None:
    service.make_token(db, admin, "Okta", now)
    late = now + rules.LASTS - timedelta(days=2)
    service.renew_token(db, admin, only(db, admin).id, late)
    assert service.warn(db, late) == 0
    for each in service.tokens(db, admin):
        service.revoke_token(db, admin, each.id, late)
    assert service.warn(db, late + rules.LASTS - SECOND) == 0
    assert post(db, box, late) == Posted()


def test_when_its_maker_leaves_the_token_works_on_and_administrators_are_told_once(
    db: Database, admin: Actor, now: datetime, box: Mailbox
) -> None:
    maker = make_account(
        db, admin.organisation_id, role=Role.ADMIN, email="mia@example.test", name="Mia Maker"
    )
    token = service.make_token(db, maker, "Entra", now)
    assert only(db, admin).maker == "Mia Maker"
    leaving.close_account(db, maker, now)
    leaving.settle(db, maker, now)
    service.recognise(db, token, now)
    found = only(db, admin)
    assert (found.maker, found.maker_left) == (None, True)
    assert post(db, box, now) == Posted(sent=1)
    (mail,) = box.mails
    assert mail["To"].addresses[0].addr_spec == admin.email
    assert str(mail["Subject"]).strip() == "Directory: who made the token Entra has left"
    assert "It goes on working" in str(mail.get_body(("plain",)).get_content())


def test_a_token_of_before_ends_too_and_names_nobody(
    db: Database, admin: Actor, now: datetime
) -> None:
    token = service.make_token(db, admin, "Okta", now)
    with db.transaction(admin.organisation_id) as tx:
        tx.execute(
            text("""
            INSERT INTO directory_token (organisation_id, id, name, digest, created_at)
            SELECT organisation_id, gen_random_uuid(), 'Old', sha256(digest), now()
            FROM directory_token
            """)
        )
    old = next(each for each in service.tokens(db, admin) if each.name == "Old")
    assert (old.maker, old.maker_left) == (None, False)
    assert old.expires_at > old.created_at + timedelta(days=364)
    service.recognise(db, token, now)


def test_the_page_shows_ends_and_makers_and_renews(
    browser: Browser, world: World, db: Database, now: datetime, clock: Clock
) -> None:
    maker = make_account(db, world.admin.organisation_id, role=Role.ADMIN, name="Mia Maker")
    service.make_token(db, maker, "Entra", now - rules.LASTS + timedelta(days=10))
    service.make_token(db, world.admin, "Old", now - rules.LASTS - timedelta(days=1))
    browser.sign_in(world.admin.email)
    page = unescape(browser.get("/places/directory").text)
    assert "Ends in 10 days" in page
    assert "Has ended" in page
    assert "by Mia Maker" in page
    leaving.close_account(db, maker, now)
    page = unescape(browser.get("/places/directory").text)
    assert "Made by somebody who has left; make a new one." in page
    assert "Mia Maker" not in page
    entra = next(each for each in service.tokens(db, world.admin) if each.name == "Entra")
    form = {"act": "renew", "token": str(entra.id)}
    assert "This is the directory's token." in unescape(
        browser.post("/places/directory", data=form).text
    )
    assert len(service.tokens(db, world.admin)) == 3
