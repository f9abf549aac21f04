"""The use cases about people, in one place for those who call them."""

from __future__ import annotations

from floorplans.people.accounts import (
    actor_of,
    change_password,
    change_role,
    create_organisation,
    create_person,
    create_token,
    let_go,
    people,
    person_by_email,
    profile,
    require_person,
    reset_password,
    revoke_token,
    tokens,
    update_profile,
)
from floorplans.people.queries import Recognised
from floorplans.people.signing_in import (
    actor_of_session,
    actor_of_token,
    count_attempt,
    recognise_session,
    recognise_token,
    sign_in,
    sign_out,
)
from floorplans.people.tokens import digest
from floorplans.people.views import PersonView, Profile, SignedIn, TokenView

__all__ = [
    "PersonView",
    "Profile",
    "Recognised",
    "SignedIn",
    "TokenView",
    "actor_of",
    "actor_of_session",
    "actor_of_token",
    "change_password",
    "change_role",
    "count_attempt",
    "create_organisation",
    "create_person",
    "create_token",
    "digest",
    "let_go",
    "people",
    "person_by_email",
    "profile",
    "recognise_session",
    "recognise_token",
    "require_person",
    "reset_password",
    "revoke_token",
    "sign_in",
    "sign_out",
    "tokens",
    "update_profile",
]
