"""Who keeps a group: people by hand, each sign-in with its claim, or the directory by SCIM."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, text

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Invalid, NotFound, Refused

LONGEST_VALUE = 200


class Keeper(StrEnum):
    """Whose word decides who is in a group; nobody else changes it."""

    HAND = "hand"
    SIGN_IN = "sign_in"
    SCIM = "scim"


#: What a page says behind the name of a group.
KEEPER_WORDS = {
    Keeper.HAND: "kept by hand",
    Keeper.SIGN_IN: "kept by sign-in",
    Keeper.SCIM: "kept by the directory",
}

_LOCK = text("""
SELECT kept_by FROM person_group
WHERE organisation_id = :organisation AND id = :group FOR UPDATE
""")
_KEEP = text("""
UPDATE person_group SET kept_by = :keeper, claim_value = :value
WHERE organisation_id = :organisation AND id = :group
""")
# Two sign-ins of one person are settled one after the other.
_LOCK_PERSON = text("""
SELECT 1 FROM person WHERE organisation_id = :organisation AND id = :person FOR NO KEY UPDATE
""")
_LEAVE = text("""
DELETE FROM group_member m USING person_group g
WHERE m.organisation_id = :organisation AND m.person_id = :person
  AND g.organisation_id = m.organisation_id AND g.id = m.group_id
  AND g.kept_by = 'sign_in' AND NOT g.claim_value = ANY(:values)
""")
_JOIN = text("""
INSERT INTO group_member (organisation_id, group_id, person_id)
SELECT g.organisation_id, g.id, :person FROM person_group g
WHERE g.organisation_id = :organisation AND g.kept_by = 'sign_in' AND g.claim_value = ANY(:values)
ON CONFLICT DO NOTHING
""")


def keep_by_sign_in(db: Database, actor: Actor, group_id: UUID, value: str) -> None:
    """Let a value of the claim mean this group; who is in it stays until they sign in next.

    Raises ``Forbidden``, NotFound ``group_not_found``, Refused ``group_kept_elsewhere`` for a group
    of the directory, Invalid ``claim_value_invalid``.
    """
    actor.require(Role.ADMIN)
    wanted = value.strip()
    if not 1 <= len(wanted) <= LONGEST_VALUE or not wanted.isprintable():
        raise Invalid(
            "claim_value_invalid",
            f"The value of a group has 1 to {LONGEST_VALUE} characters. Nothing was changed.",
            "Copy it from “Try it”, or from the group's page at your provider.",
        )
    _hand_over(db, actor, group_id, Keeper.SIGN_IN, wanted)


def keep_by_hand(db: Database, actor: Actor, group_id: UUID) -> None:
    """Give a group that sign-ins kept back to people; its members stay. Raises as above."""
    actor.require(Role.ADMIN)
    _hand_over(db, actor, group_id, Keeper.HAND, None)


def settle(tx: Connection, organisation_id: UUID, person_id: UUID, values: Collection[str]) -> None:
    """Put a person into exactly those groups kept by sign-in whose value is among ``values``."""
    named = {"organisation": organisation_id, "person": person_id, "values": list(values)}
    tx.execute(_LOCK_PERSON, named)
    tx.execute(_LEAVE, named)
    tx.execute(_JOIN, named)


def check_by_hand(kept_by: str) -> None:
    """Raise Refused ``group_kept_elsewhere`` for a group that is not changed by hand."""
    if kept_by == Keeper.SIGN_IN:
        raise _kept_elsewhere(
            kept_by,
            "This group is kept by your organisation's sign-in. Nothing was changed.",
            "Change it at your provider; it holds here when the person signs in next.",
        )
    if kept_by == Keeper.SCIM:
        raise _kept_elsewhere(
            kept_by,
            "This group is kept by your organisation's directory. Nothing was changed.",
            "Change it in the directory, which tells us by itself.",
        )


def _hand_over(
    db: Database, actor: Actor, group_id: UUID, keeper: Keeper, value: str | None
) -> None:
    named = {"organisation": actor.organisation_id, "group": group_id}
    with db.transaction(actor.organisation_id) as tx:
        found = tx.execute(_LOCK, named).scalar()
        if found is None:
            raise NotFound(
                "group_not_found",
                "This group does not exist any more. Nothing was changed.",
                "Open the list of groups again.",
            )
        if found == Keeper.SCIM:
            check_by_hand(found)
        tx.execute(_KEEP, {**named, "keeper": str(keeper), "value": value})


def _kept_elsewhere(kept_by: str, message: str, advice: str) -> Refused:
    return Refused("group_kept_elsewhere", message, advice, kept_by=kept_by)
