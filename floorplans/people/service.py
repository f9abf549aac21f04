"""The use cases about people, in one place for those who call them."""

from __future__ import annotations

from floorplans.people.accounts import (
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
    session_at_floor,
    sign_in,
    sign_out,
    token_at_floor,
)
from floorplans.people.views import PersonView, Profile, SignedIn, TokenView

__all__ = [
    "PersonView",
    "Profile",
    "Recognised",
    "SignedIn",
    "TokenView",
    "actor_of_session",
    "actor_of_token",
    "change_password",
    "change_role",
    "create_organisation",
    "create_person",
    "create_token",
    "let_go",
    "people",
    "person_by_email",
    "profile",
    "require_person",
    "reset_password",
    "revoke_token",
    "session_at_floor",
    "sign_in",
    "sign_out",
    "token_at_floor",
    "tokens",
    "update_profile",
]
