"""The use cases of the directory, in one place for those who call them."""

from __future__ import annotations

from floorplans.directory.groups import (
    change_group,
    group,
    groups,
    hand_over,
    make_group,
    overview,
    remove_group,
    take_back,
)
from floorplans.directory.people import change_person, make_person, people, person, remove_person
from floorplans.directory.tokens import (
    make_token,
    recognise,
    renew_token,
    revoke_token,
    tokens,
    warn,
)

__all__ = [
    "change_group",
    "change_person",
    "group",
    "groups",
    "hand_over",
    "make_group",
    "make_person",
    "make_token",
    "overview",
    "people",
    "person",
    "recognise",
    "remove_group",
    "remove_person",
    "renew_token",
    "revoke_token",
    "take_back",
    "tokens",
    "warn",
]
