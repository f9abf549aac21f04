"""Decisions about what a directory says: values in, decision out."""

from __future__ import annotations

from datetime import timedelta

from floorplans.errors import Conflict, Invalid, NotFound, Refused, Unauthenticated
from floorplans.people import rules as people
from floorplans.places.rules import plain_line

#: Whoever is opened again within this time is the same person with the same bookings of the past.
#: After it what is known of them is due to go, and the directory makes somebody new.
REOPENS_WITHIN = timedelta(days=90)
#: How exactly “last spoke” is known; finer would turn every read into a write.
SPOKEN_STEP = timedelta(minutes=1)

LONGEST_ID = 256
LONGEST_GROUP_NAME = 256
#: In one request.
MOST_MEMBERS = 20_000
#: A token ends after so long, so that one that was lost or copied does not work for ever.
LASTS = timedelta(days=365)
#: Administrators are told so long before a token ends.
WARNS_BEFORE = timedelta(days=30)
#: So long the former one goes on beside the one that takes its place.
OVERLAP = timedelta(days=30)
#: More than any organisation has directories.
MOST_TOKENS = 20


def user_name_of(text: str) -> str:
    """What the directory calls a person; raises ``Invalid`` when blank, too long or unprintable."""
    name = text.strip()
    if not name or len(name) > LONGEST_ID or not name.isprintable():
        raise Invalid(
            "user_name_invalid",
            f"A userName has 1 to {LONGEST_ID} printable characters. Nothing was changed.",
            "Map another attribute of the directory to userName.",
        )
    return name


def external_id_of(text: str | None) -> str | None:
    """The directory's own id; None where it said none. Raises ``Invalid``."""
    if text is None or not text:
        return None
    if len(text) > LONGEST_ID or not text.isprintable():
        raise Invalid(
            "external_id_invalid",
            f"An externalId has at most {LONGEST_ID} printable characters. Nothing was changed.",
            "Map another attribute of the directory to externalId.",
        )
    return text


def person_name_of(text: str) -> str:
    """A person's name in one line, cut where it is longer than any name is kept."""
    return people.name_of(plain_line(text)[: people.LONGEST_NAME])


def part_of_name(text: str | None) -> str | None:
    """A given or family name in one line; None where it is blank."""
    return plain_line(text or "")[: people.LONGEST_NAME].strip() or None


def group_name_of(text: str) -> str:
    """A group's name in one line; raises ``Invalid``."""
    name = plain_line(text)
    if not name or len(name) > LONGEST_GROUP_NAME:
        raise Invalid(
            "group_name_invalid",
            f"A group's name has 1 to {LONGEST_GROUP_NAME} characters. Nothing was changed.",
            "Give the group another displayName.",
        )
    return name


def check_members(count: int) -> None:
    """Raise ``Invalid`` for more members in one request than are taken."""
    if count > MOST_MEMBERS:
        raise Invalid(
            "too_many_members",
            f"One request can name {MOST_MEMBERS} members at most. Nothing was changed.",
            "Send them in several requests.",
        )


def token_unknown() -> Unauthenticated:
    """One answer for no token, a wrong one, a revoked one and one that has ended."""
    return Unauthenticated(
        "directory_token_invalid",
        "The directory's token is missing or unknown, has ended, or was revoked. Nothing was "
        "changed.",
        "An administrator makes a new one on the page Directory; send it behind “Bearer” in the "
        "header Authorization.",
    )


def no_such_person() -> NotFound:
    return NotFound(
        "directory_person_not_found",
        "There is no person with this id. Nothing was changed.",
        "Look the person up with a filter on userName.",
    )


def no_such_group() -> NotFound:
    return NotFound(
        "directory_group_not_found",
        "The directory keeps no group with this id. Nothing was changed.",
        "Look the group up with a filter on displayName; groups that are kept by hand are not "
        "shown to the directory.",
    )


def no_such_members(count: int) -> Invalid:
    return Invalid(
        "members_unknown",
        f"{count} of the members are nobody in this organisation. Nothing was changed.",
        "Send people by the id that this service gave them, and make them first. A group cannot "
        "be a member.",
    )


def email_taken() -> Conflict:
    """The same words whoever has the address: who works elsewhere is nobody's business."""
    return Conflict(
        "email_taken",
        "Somebody has this e-mail address already. Nothing was changed.",
        "Look the person up with a filter on userName or emails.value, or use another address.",
    )


def domain_elsewhere() -> Invalid:
    """For an address in a domain that another organisation's accounts speak for."""
    return Invalid(
        "email_domain_elsewhere",
        "The e-mail address in emails is of a domain that is not this organisation's. Nothing was "
        "changed.",
        "Send the address that the person has in this organisation; whoever runs the service knows "
        "whose domain it is.",
        attribute="emails",
    )


def user_name_taken() -> Conflict:
    return Conflict(
        "user_name_taken",
        "Somebody has this userName already. Nothing was changed.",
        "Look the person up with a filter on userName and change them.",
    )


def external_id_taken() -> Conflict:
    return Conflict(
        "external_id_taken",
        "This externalId belongs to somebody else, or to another group. Nothing was changed.",
        "Look it up with a filter on externalId.",
    )


def group_name_taken(kept_by: str) -> Conflict:
    """``kept_by`` is who keeps the group that has the name."""
    if kept_by == "scim":
        return Conflict(
            "group_name_taken",
            "The directory has a group of this name already. Nothing was changed.",
            "Look it up with a filter on displayName and change it.",
        )
    return Conflict(
        "group_kept_by_hand",
        "A group of this name is kept by hand, and rules may speak of it. Nothing was changed.",
        "An administrator can hand it over on the page Directory; or give one of the two another "
        "name.",
    )


def last_administrator() -> Refused:
    return Refused(
        "last_administrator",
        "This is the organisation's last administrator. Nothing was changed.",
        "Make somebody else an administrator first.",
    )


def group_in_use() -> Conflict:
    return Conflict(
        "group_in_use",
        "Rules of booking speak of this group. It was not removed, and its members stay.",
        "Change or remove those rules first, or let an administrator take the group back on the "
        "page Directory.",
    )
