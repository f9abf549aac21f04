"""People of the directory: closed, opened again, never anybody else's, never the last admin."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from floorplans.actor import Actor, Role
from floorplans.bookings import service as bookings
from floorplans.database import Database
from floorplans.directory import queries, rules
from floorplans.identities import queries as domains
from floorplans.identities import service as identities
from floorplans.identities.views import ProviderRequest
from floorplans.people import service as people
from tests.support.directory import GROUP, USER, Speaker, failures, user_body
from tests.support.factories import make_booking, make_floor, make_person, make_space
from tests.support.web import Browser, Clock, make_account

CLOSE = {"op": "replace", "path": "active", "value": False}
OPEN = {"op": "replace", "path": "active", "value": True}


def make_booked(db: Database, entra: Speaker, now: datetime) -> tuple[Actor, UUID]:
    """Somebody who works there already, with a booking of tomorrow."""
    person = make_account(db, entra.admin.organisation_id)
    desk = make_space(db, entra.admin, make_floor(db, entra.admin))
    return person, make_booking(db, person, desk, now + timedelta(days=1))


def error(entra: Speaker, method: str, path: str, body: Any, *, gives: int) -> str:
    """The scimType of a refusal, which is a SCIM error."""
    document = entra.ask(method, path, body, gives=gives)
    assert list(failures(document)) == []
    return str(document.get("scimType", ""))


@pytest.mark.parametrize("way", ["patch", "delete"])
def test_who_leaves_is_signed_out_and_gives_back_what_is_booked(
    entra: Speaker, browser: Browser, db: Database, now: datetime, way: str
) -> None:
    person, booking = make_booked(db, entra, now)
    browser.sign_in(person.email)
    token = people.create_token(db, person.email, "script", now)
    if way == "patch":
        assert entra.patch(f"/Users/{person.person_id}", CLOSE)["active"] is False
    else:
        entra.ask("DELETE", f"/Users/{person.person_id}", gives=204)
    assert browser.client.get("/places").status_code == 302
    assert people.recognise_token(db, token, now) is None
    (found,) = bookings.my_bookings(db, person, now)
    assert (found.id, str(found.phase)) == (booking, "cancelled")


def test_whoever_is_active_again_is_the_same_person_without_sessions_and_tokens(
    entra: Speaker, db: Database, now: datetime
) -> None:
    person, _ = make_booked(db, entra, now)
    token = people.create_token(db, person.email, "script", now)
    path = f"/Users/{person.person_id}"
    group = entra.make_group("Staff", str(person.person_id))
    entra.patch(path, CLOSE)
    assert entra.ask("GET", path, gives=200)["active"] is False
    assert entra.patch(path, OPEN)["id"] == str(person.person_id)
    assert people.person_by_email(db, person.email) == person
    assert people.recognise_token(db, token, now) is None
    assert entra.members(group["id"]) == {str(person.person_id)}


def test_who_was_deleted_is_not_there_and_can_be_made_again(entra: Speaker) -> None:
    made = entra.make_user("ada@example.test", externalId="7")
    group = entra.make_group("Staff", made["id"])
    entra.ask("DELETE", f"/Users/{made['id']}", gives=204)
    for method, body in (("GET", None), ("DELETE", None), ("PUT", user_body("ada@example.test"))):
        assert error(entra, method, f"/Users/{made['id']}", body, gives=404) == ""
    assert entra.find("Users", 'userName eq "ada@example.test"') == []
    assert entra.members(group["id"]) == set()
    again = entra.make_user("ada@example.test", externalId="7")
    assert again["id"] == made["id"]


def test_after_three_months_whoever_comes_back_is_somebody_new(
    entra: Speaker, db: Database, clock: Clock, now: datetime
) -> None:
    """What is known of a leaver is due to go by then, and so their name and address do."""
    person, booking = make_booked(db, entra, now)
    path = f"/Users/{person.person_id}"
    entra.patch(path, CLOSE)
    clock.now += rules.REOPENS_WITHIN
    assert entra.send("GET", path).status_code == 404
    again = entra.make_user(person.email)
    assert again["id"] != str(person.person_id)
    with db.transaction(person.organisation_id) as tx:
        old = tx.execute(
            text("SELECT name, email, password_hash FROM person WHERE id = :id"),
            {"id": person.person_id},
        ).one()
    assert person.name != old.name
    assert person.email not in old.email
    assert old.password_hash is None
    assert bookings.my_bookings(db, person, now)[0].id == booking


def test_the_last_administrator_is_neither_closed_nor_demoted(entra: Speaker, db: Database) -> None:
    path = f"/Users/{entra.admin.person_id}"
    roles = {"op": "replace", "path": "roles", "value": [{"value": "employee"}]}
    for operation in (CLOSE, roles):
        body = {"schemas": [], "Operations": [operation]}
        assert error(entra, "PATCH", path, body, gives=400) == "mutability"
    whole = user_body(entra.admin.email) | {"active": False}
    assert error(entra, "PUT", path, whole, gives=400) == "mutability"
    assert error(entra, "DELETE", path, None, gives=400) == "mutability"
    assert people.require_person(db, entra.admin.email).role is Role.ADMIN
    second = make_person(db, entra.admin.organisation_id, role=Role.ADMIN)
    entra.ask("DELETE", path, gives=204)
    assert error(entra, "DELETE", f"/Users/{second.person_id}", None, gives=400) == "mutability"


def test_a_whole_person_without_roles_keeps_the_role(entra: Speaker, db: Database) -> None:
    entra.ask("PUT", f"/Users/{entra.admin.person_id}", user_body(entra.admin.email), gives=200)
    assert people.require_person(db, entra.admin.email).role is Role.ADMIN
    made = entra.make_user("boss@example.test", roles=[{"value": "Admin"}])
    assert made["roles"][0]["value"] == "admin"
    strange = user_body("x@example.test") | {"roles": [{"value": "boss"}]}
    assert error(entra, "POST", "/Users", strange, gives=400) == "invalidValue"


def test_another_organisations_people_and_groups_are_not_there(
    entra: Speaker, other: Speaker
) -> None:
    person, group = entra.make_user()["id"], entra.make_group("Staff")["id"]
    for path, schema in ((f"/Users/{person}", USER), (f"/Groups/{group}", GROUP)):
        for method in ("GET", "PUT", "PATCH", "DELETE"):
            body: Any = None
            if method == "PUT":
                body = user_body("x@example.test") | {"schemas": [schema]}
            if method == "PATCH":
                body = {"schemas": [], "Operations": [{"op": "add", "value": {"displayName": "X"}}]}
            assert error(other, method, path, body, gives=404) == ""
    mine = other.make_group("Staff")
    body = {"Operations": [{"op": "add", "path": "members", "value": [{"value": person}]}]}
    assert error(other, "PATCH", f"/Groups/{mine['id']}", body, gives=400) == "invalidValue"
    assert other.find("Users", f'id eq "{person}"') == []
    assert other.members(mine["id"]) == set()


def test_an_address_of_another_organisation_is_refused_without_saying_whose(
    entra: Speaker, other: Speaker
) -> None:
    entra.make_user("ada@example.test")
    mine = other.make_user("bob@example.test")
    taken = user_body("ada@example.test") | {"userName": "ada"}
    foreign = other.ask("POST", "/Users", taken, gives=409)
    own = entra.ask("POST", "/Users", taken, gives=409)
    assert foreign == own
    assert foreign["scimType"] == "uniqueness"
    whole = user_body("ada@example.test") | {"userName": "bob@example.test"}
    assert error(other, "PUT", f"/Users/{mine['id']}", whole, gives=409) == "uniqueness"
    assert other.ask("GET", f"/Users/{mine['id']}", gives=200) == mine


def test_an_address_of_another_organisations_leaver_is_refused_too(
    entra: Speaker, other: Speaker
) -> None:
    made = entra.make_user("ada@example.test")
    entra.ask("DELETE", f"/Users/{made['id']}", gives=204)
    assert error(other, "POST", "/Users", user_body("ada@example.test"), gives=409) == "uniqueness"


def test_what_belongs_to_one_person_is_no_other_ones(entra: Speaker) -> None:
    ada = entra.make_user("ada", emails=[{"value": "ada@example.test"}], externalId="1")
    entra.make_user("bob", emails=[{"value": "bob@example.test"}], externalId="2")
    for value in (
        {"userName": "BOB"},
        {"externalId": "2"},
        {"emails": [{"value": "BOB@example.test"}]},
    ):
        body = {"Operations": [{"op": "replace", "value": value}]}
        assert error(entra, "PATCH", f"/Users/{ada['id']}", body, gives=409) == "uniqueness"
    same_name = user_body("x@example.test") | {"userName": "ada"}
    assert error(entra, "POST", "/Users", same_name, gives=409) == "uniqueness"
    assert entra.ask("GET", f"/Users/{ada['id']}", gives=200) == ada


def test_who_works_there_already_is_found_and_taken_over(
    entra: Speaker, db: Database, now: datetime
) -> None:
    person, _ = make_booked(db, entra, now)
    assert error(entra, "POST", "/Users", user_body(person.email), gives=409) == "uniqueness"
    (found,) = entra.find("Users", f'userName eq "{person.email.upper()}"')
    assert found["id"] == str(person.person_id)
    after = entra.patch(f"/Users/{found['id']}", {"op": "add", "path": "externalId", "value": "9"})
    assert after["externalId"] == "9"
    assert people.require_person(db, person.email) == person


def test_the_same_again_changes_nothing(entra: Speaker) -> None:
    made = entra.make_user("ada@example.test")
    path = f"/Users/{made['id']}"
    assert entra.ask("PUT", path, user_body("ada@example.test"), gives=200) == made
    same = {"op": "replace", "value": {"displayName": made["displayName"]}}
    assert entra.patch(path, same) == made


def test_a_user_name_that_is_no_address_needs_an_address_beside_it(entra: Speaker) -> None:
    body = user_body("ada") | {"emails": []}
    assert error(entra, "POST", "/Users", body, gives=400) == "invalidValue"
    only_name = {"schemas": body["schemas"], "userName": "ada@example.test"}
    made = entra.ask("POST", "/Users", only_name, gives=201)
    assert made["emails"][0]["value"] == "ada@example.test"
    after = entra.patch(
        f"/Users/{made['id']}", {"op": "replace", "path": "userName", "value": "ada.l@example.test"}
    )
    assert after["emails"][0]["value"] == "ada.l@example.test"


def test_of_several_addresses_the_one_at_work_is_kept(entra: Speaker) -> None:
    emails = [{"value": "home@example.test", "type": "home", "primary": True},
              {"value": "work@example.test", "type": "work"}]  # fmt: skip
    assert entra.make_user("ada", emails=emails)["emails"][0]["value"] == "work@example.test"


def test_the_name_follows_its_parts_where_nothing_else_says_it(entra: Speaker) -> None:
    made = entra.make_user(
        "ada@example.test", displayName=None, name={"givenName": "Ada", "familyName": "King"}
    )
    assert made["displayName"] == "Ada King"
    path = f"/Users/{made['id']}"
    family = {"op": "replace", "path": "name.familyName", "value": "Lovelace"}
    assert entra.patch(path, family)["displayName"] == "Ada Lovelace"
    shown = {"op": "replace", "path": "displayName", "value": "Countess"}
    assert entra.patch(path, shown, family)["displayName"] == "Countess"


def test_parts_of_a_person_can_be_asked_for(entra: Speaker) -> None:
    made = entra.make_user("ada@example.test", name={"givenName": "Ada", "familyName": "King"})
    path = f"/Users/{made['id']}"
    found = entra.ask("GET", path, gives=200, attributes="userName,name.familyName")
    assert found == {
        "schemas": made["schemas"], "id": made["id"], "userName": "ada@example.test",
        "name": {"familyName": "King"},
    }  # fmt: skip
    without = entra.ask("GET", path, gives=200, excludedAttributes="emails,meta,id")
    assert set(made) - set(without) == {"emails", "meta"}


def test_an_address_in_a_domain_that_another_organisation_speaks_for_is_refused(
    db: Database, entra: Speaker, other: Speaker
) -> None:
    asked = ProviderRequest(
        "Theirs", "https://id.theirs.test", client_id="x", domains="theirs.test"
    )
    kept = other.make_user("before@theirs.test")
    identities.add_provider(db, other.admin, asked, key=b"none")
    told = entra.ask("POST", "/Users", user_body("ceo@Theirs.TEST"), gives=400)
    assert told["scimType"] == "invalidValue"
    assert "emails" in told["detail"]
    assert "Theirs" not in told["detail"]
    mine = entra.make_user("ann@example.test")
    rename = {"op": "replace", "path": 'emails[type eq "work"].value', "value": "a@theirs.test"}
    assert entra.patch(f"/Users/{mine['id']}", rename, gives=400)["scimType"] == "invalidValue"
    assert entra.find("Users", 'emails.value eq "a@theirs.test"') == []
    # Whose domain it is goes on, and so does who is there already.
    other.make_user("new@theirs.test")
    other.patch(f"/Users/{kept['id']}", {"op": "replace", "path": "displayName", "value": "Bo"})


def test_who_has_such_an_address_since_before_can_still_be_changed_and_closed(
    db: Database, entra: Speaker, other: Speaker
) -> None:
    early = entra.make_user("early@example.test")
    with db.transaction(entra.admin.organisation_id) as tx:
        queries.change(tx, UUID(early["id"]), {"email": "early@theirs.test"})
    asked = ProviderRequest("Theirs", "https://id.theirs.test", client_id="x", domains="own.test")
    made = identities.add_provider(db, other.admin, asked, key=b"none")
    with db.transaction(other.admin.organisation_id) as tx:
        domains.set_domains(tx, other.admin.organisation_id, made.id, ["theirs.test"])
    assert entra.patch(f"/Users/{early['id']}", CLOSE)["active"] is False


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"userName": "bare", "emails": None}, "emails"),
        ({"userName": {"a": 1}}, "userName"),
        ({"emails": [{"type": "work"}]}, "emails.value"),
        ({"emails": "<b>not a list</b>"}, "emails"),
        ({"active": "perhaps"}, "active"),
        ({"name": {"givenName": [1]}}, "name.givenName"),
    ],
    ids=["no address", "type of userName", "no value", "no list", "no truth", "part of the name"],
)
def test_a_refusal_names_the_attribute_and_nothing_of_what_was_sent(
    entra: Speaker, more: dict[str, Any], named: str
) -> None:
    body = user_body("ann@example.test") | more
    told = entra.ask("POST", "/Users", body, gives=400)
    assert told["scimType"] == "invalidValue"
    assert told["detail"].startswith(f"The attribute {named} has the wrong type or is missing.")


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("active", "perhaps", "active"),
        ('emails[type eq "work"].value', {"a": 1}, "emails.value"),
        (None, {"userName": {}}, "userName"),
    ],
    ids=["active", "address", "userName"],
)
def test_a_patch_that_is_refused_names_the_attribute(
    entra: Speaker, path: str | None, value: Any, named: str
) -> None:
    user = entra.make_user()["id"]
    step = {"op": "replace", "value": value} | ({} if path is None else {"path": path})
    told = entra.patch(f"/Users/{user}", step, gives=400)
    assert f"The attribute {named} has the wrong type" in told["detail"]
