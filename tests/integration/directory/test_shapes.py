"""What Entra ID, Okta and Keycloak send, as their own documentation shows it."""

from __future__ import annotations

from typing import Any

import pytest

from floorplans.database import Database
from floorplans.people import service as people
from tests.support.directory import GROUP, PATCH, USER, Speaker

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

#: Entra ID, “Develop a SCIM endpoint”: creating a user.
ENTRA_USER = {
    "schemas": [USER, ENTERPRISE],
    "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
    "userName": "Test_User_ab6490ee@testuser.example",
    "active": True,
    "displayName": "lennay",
    "emails": [{"primary": True, "type": "work", "value": "Test_User_fd0ea19b@testuser.example"}],
    "meta": {"resourceType": "User"},
    "name": {"formatted": "givenName familyName", "familyName": "familyName", "givenName": "given"},
    "roles": [],
    ENTERPRISE: {"department": "bobcat", "manager": "x"},
}
#: Okta, “SCIM 2.0 protocol”: creating a user.
OKTA_USER = {
    "schemas": [USER],
    "userName": "test.user@okta.example",
    "name": {"givenName": "Test", "familyName": "User"},
    "emails": [{"primary": True, "value": "test.user@okta.example", "type": "work"}],
    "displayName": "Test User",
    "locale": "en-US",
    "externalId": "00ujl29u0le5T6Aj10h7",
    "groups": [],
    "password": "1mz050nq",
    "active": True,
}
#: Keycloak with a SCIM client: no displayName, and a list of groups.
KEYCLOAK_USER = {
    "schemas": [USER],
    "externalId": "f5b1c1f8-2f2b-4a9c-9a53-6bb0a2a8a1b7",
    "userName": "ada",
    "name": {"givenName": "Ada", "familyName": "Lovelace"},
    "emails": [{"value": "ada@keycloak.example", "primary": True}],
    "active": True,
    "groups": [],
    "meta": {"resourceType": "User"},
}


@pytest.mark.parametrize("body", [ENTRA_USER, OKTA_USER, KEYCLOAK_USER])
def test_what_they_create_is_found_again_as_it_was_sent(
    entra: Speaker, body: dict[str, Any]
) -> None:
    made = entra.ask("POST", "/Users", body, gives=201)
    for asked in (f'userName eq "{body["userName"]}"', f'externalId eq "{body["externalId"]}"'):
        (found,) = entra.find("Users", asked)
        assert found == made
    assert made["userName"] == body["userName"]
    assert made["externalId"] == body["externalId"]
    assert made["emails"][0]["value"] == body["emails"][0]["value"].lower()
    assert made["name"]["familyName"] == body["name"]["familyName"]
    assert "password" not in made


def test_entra_looks_for_somebody_before_it_creates_them(entra: Speaker) -> None:
    """Its test of the connection asks for somebody who cannot be there, and wants an empty list."""
    found = entra.ask("GET", "/Users", gives=200, filter='userName eq "6a0b-nobody"')
    assert (found["totalResults"], found["Resources"]) == (0, [])


def test_entra_changes_with_capitals_and_texts_for_truth(entra: Speaker) -> None:
    made = entra.ask("POST", "/Users", ENTRA_USER, gives=201)
    after = entra.patch(
        f"/Users/{made['id']}",
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "new@testuser.example"},
        {"op": "Replace", "path": "name.familyName", "value": "updatedFamilyName"},
        {"op": "Add", "path": "displayName", "value": "Lennay U"},
        {"op": "Add", "path": f"{ENTERPRISE}:department", "value": "lynx"},
        {"op": "Replace", "path": "active", "value": "False"},
    )
    assert after["emails"][0]["value"] == "new@testuser.example"
    assert after["name"]["familyName"] == "updatedFamilyName"
    assert after["displayName"] == "Lennay U"
    assert after["active"] is False
    assert entra.patch(
        f"/Users/{made['id']}", {"op": "Replace", "path": "active", "value": "True"}
    )["active"]


def test_entra_gives_a_role_by_a_path_with_a_filter(entra: Speaker) -> None:
    made = entra.make_user()
    path = f"/Users/{made['id']}"
    role = {"op": "Add", "path": 'roles[primary eq "True"].value', "value": "facility"}
    assert entra.patch(path, role)["roles"] == [{"value": "facility", "primary": True}]
    assert entra.patch(path, {"op": "Remove", "path": "roles"})["roles"][0]["value"] == "employee"


def test_entra_adds_and_removes_members_in_both_of_its_ways(entra: Speaker) -> None:
    ada, bob, cleo = (entra.make_user()["id"] for _ in "abc")
    group = entra.ask(
        "POST", "/Groups",
        {"schemas": [GROUP, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
         "externalId": "8aa1a0c0", "displayName": "Engineering", "meta": {"resourceType": "Group"}},
        gives=201,
    )  # fmt: skip
    path = f"/Groups/{group['id']}"
    entra.patch(
        path,
        {"op": "Add", "path": "members", "value": [{"value": ada}, {"value": bob}]},
        {"op": "Add", "path": "members", "value": [{"$ref": None, "value": cleo}]},
        gives=204,
    )
    assert entra.members(group["id"]) == {ada, bob, cleo}
    entra.patch(path, {"op": "Remove", "path": "members", "value": [{"value": ada}]}, gives=204)
    entra.patch(path, {"op": "Remove", "path": f'members[value eq "{bob}"]'}, gives=204)
    assert entra.members(group["id"]) == {cleo}


def test_entra_finds_groups_without_their_members(entra: Speaker) -> None:
    person = entra.make_user()["id"]
    group = entra.make_group("Engineering", person)
    (found,) = entra.find("Groups", 'displayName eq "engineering"', excludedAttributes="members")
    assert found["id"] == group["id"]
    assert "members" not in found
    asked = f'id eq "{group["id"]}" and members[value eq "{person}"]'
    assert len(entra.find("Groups", asked, attributes="id")) == 1


def test_okta_deactivates_without_a_path_and_replaces_whole_people(
    entra: Speaker, db: Database
) -> None:
    made = entra.ask("POST", "/Users", OKTA_USER, gives=201)
    path = f"/Users/{made['id']}"
    after = entra.patch(path, {"op": "replace", "value": {"active": False}})
    assert after["active"] is False
    assert people.person_by_email(db, "test.user@okta.example") is None
    back = entra.ask("PUT", path, OKTA_USER | {"id": made["id"], "displayName": "T. U."}, gives=200)
    assert (back["active"], back["displayName"]) == (True, "T. U.")


def test_okta_renames_a_group_without_a_path_and_replaces_its_members(entra: Speaker) -> None:
    ada, bob = (entra.make_user()["id"] for _ in "ab")
    group = entra.make_group("Before", ada)
    value = {"id": group["id"], "displayName": "After"}
    entra.patch(f"/Groups/{group['id']}", {"op": "replace", "value": value}, gives=204)
    members = [{"value": bob, "display": "bob@example.test"}]
    entra.patch(
        f"/Groups/{group['id']}", {"op": "replace", "path": "members", "value": members}, gives=204
    )
    found = entra.ask("GET", f"/Groups/{group['id']}", gives=200)
    assert found["displayName"] == "After"
    assert [each["value"] for each in found["members"]] == [bob]


def test_okta_lists_people_page_by_page(entra: Speaker) -> None:
    made = {entra.make_user()["id"] for _ in range(4)} | {str(entra.admin.person_id)}
    seen = []
    for start in (1, 3, 5):
        page = entra.ask("GET", "/Users", gives=200, startIndex=start, count=2)
        assert (page["totalResults"], page["startIndex"]) == (5, start)
        seen += [each["id"] for each in page["Resources"]]
    assert (len(seen), set(seen)) == (5, made)
    assert entra.ask("GET", "/Users", gives=200, count=0)["Resources"] == []


def test_keycloak_replaces_groups_whole(entra: Speaker) -> None:
    ada, bob = (entra.make_user()["id"] for _ in "ab")
    group = entra.make_group("Staff", ada)
    body = {"schemas": [GROUP], "displayName": "Staff", "externalId": "kc-1",
            "members": [{"value": bob, "$ref": f"Users/{bob}", "type": "User"}]}  # fmt: skip
    after = entra.ask("PUT", f"/Groups/{group['id']}", body, gives=200)
    assert (after["externalId"], [each["value"] for each in after["members"]]) == ("kc-1", [bob])


def test_the_type_json_is_taken_too(entra: Speaker) -> None:
    made = entra.make_user()
    body = {"schemas": [PATCH], "Operations": [{"op": "replace", "value": {"displayName": "X"}}]}
    answer = entra.app.test_client(use_cookies=False).patch(
        f"/scim/v2/Users/{made['id']}",
        json=body,
        headers={"Authorization": f"Bearer {entra.token}"},
    )
    assert (answer.status_code, answer.content_type) == (200, "application/scim+json")
