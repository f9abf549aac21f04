"""What may be asked for a team or for a colleague: values in, a coded refusal or nothing out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from floorplans.errors import Conflict, DomainError, Invalid, NotFound, Refused

#: A larger group is an event: it books a room or a zone.
LARGEST_TEAM = 40
NOTHING_BOOKED = "Nothing was booked for anybody."
ASK_ALONE = "Ask for it alone, or book for the team elsewhere."
#: Floors that are looked at for one answer.
MOST_FLOORS = 50


def check_people(people: Sequence[UUID]) -> None:
    """Raise Invalid unless 1 to 40 different people are named."""
    if not 1 <= len(people) <= LARGEST_TEAM:
        raise Invalid(
            "team_size",
            f"A team has 1 to {LARGEST_TEAM} people. {NOTHING_BOOKED}",
            "Choose who comes; for more people book a room or a whole zone.",
            largest=LARGEST_TEAM,
        )
    if len(set(people)) != len(people):
        raise Invalid(
            "person_twice",
            f"Somebody is named twice. {NOTHING_BOOKED}",
            "Name everybody once.",
        )


def not_bookable_for() -> NotFound:
    return NotFound(
        "person_not_found",
        "One of these people does not exist, or does not let colleagues book for them."
        f" {NOTHING_BOOKED}",
        "They can allow it in their profile; or they book for themselves.",
    )


def too_few_free(kind: str, wanted: int, free: int, *, floors: int = 1) -> Conflict:
    """``free`` is the most that one floor has, or with two ``floors`` any two of one building."""
    there = "None is" if free == 0 else "Only one is" if free == 1 else f"Only {free} are"
    where = "on this floor" if floors == 1 else "on two of these floors in one building"
    other = "another floor" if floors == 1 else "more floors of one building"
    return Conflict(
        "too_few_free",
        f"{wanted} places of the kind “{kind}” are needed at once. {there} free {where} in"
        f" these hours. {NOTHING_BOOKED}",
        f"Choose other hours, {other}, or fewer people.",
        wanted=wanted,
        free=free,
    )


def colleague_not_here() -> NotFound:
    return NotFound(
        "colleague_not_here",
        "This colleague has no place on this floor in these hours, or does not let it be seen."
        f" {NOTHING_BOOKED}",
        "Choose another colleague, or leave it out: then the team sits together anywhere.",
    )


def floors_apart() -> Invalid:
    return Invalid(
        "floors_apart",
        f"A team sits on one floor, or on two floors of one building. {NOTHING_BOOKED}",
        "Choose two floors of the same building.",
    )


def floor_missing() -> NotFound:
    return NotFound(
        "floor_not_found",
        f"This floor does not exist. {NOTHING_BOOKED}",
        "Choose a floor from the list of places.",
    )


def team_missing() -> NotFound:
    return NotFound(
        "team_not_found",
        "These bookings of a team do not exist among the ones you made. Nothing was changed.",
        "Who is booked for gives back their own place in “My bookings”.",
    )


def check_places(people: Sequence[UUID], places: Sequence[UUID]) -> None:
    """Raise Invalid unless there is a place of its own for each of a team."""
    if places and (len(places) != len(people) or len(set(places)) != len(places)):
        raise Invalid(
            "team_places_unclear",
            f"The places are not one for each of the team. {NOTHING_BOOKED}",
            "Name as many different places as people, in their order.",
        )


def check_floors(floors: Sequence[UUID]) -> None:
    """Raise Invalid unless 1 to 50 different floors are named."""
    if not 1 <= len(set(floors)) == len(floors) <= MOST_FLOORS:
        raise Invalid(
            "team_floors_unclear",
            f"A team looks on 1 to {MOST_FLOORS} floors. {NOTHING_BOOKED}",
            "Choose at least one floor, and each once.",
            most=MOST_FLOORS,
        )


def check_stands(state: str, space: str) -> None:
    """Raise Refused when a changed place would have to be approved: the others would not wait."""
    if state == "requested":
        raise Refused(
            "approval_needed",
            f"Other hours at {space} have to be approved first. Nothing was changed for anybody.",
            "Keep the hours, or cancel this place and ask for it alone.",
        )


def proposal_lost() -> Conflict:
    return Conflict(
        "proposal_lost",
        f"One of these places is not free any more. {NOTHING_BOOKED}",
        "Look for places again.",
    )


def of_one(name: str, error: DomainError) -> DomainError:
    """A refusal of one of a team, with who it is: the others are not booked or changed either."""
    return type(error)(error.code, f"{name}: {error.message}", error.advice, **error.fields)


def colleague_missing() -> NotFound:
    return NotFound(
        "person_not_found",
        "This person does not exist, or does not let colleagues book for them. Nothing was booked.",
        "They can allow it in their profile; or they book for themselves.",
    )
