"""What places say no with, in one place: the same words for making, changing and looking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from floorplans.database import violated_constraint
from floorplans.errors import Conflict, NotFound

_TAKEN = {
    "site_name_key": ("site_name_taken", "There is a site of this name already."),
    "building_name_key": ("building_name_taken", "The site has a building of this name already."),
    "floor_name_key": ("floor_name_taken", "The building has a floor of this name already."),
    "floor_ordinal_key": (
        "floor_ordinal_taken",
        "The building has a floor of this number already.",
    ),
}


def no_such_site() -> NotFound:
    return NotFound("no_such_site", "There is no such site.", "Choose one from the list.")


def no_such_building() -> NotFound:
    return NotFound("no_such_building", "There is no such building.", "Choose one from the list.")


def no_such_floor() -> NotFound:
    return NotFound("no_such_floor", "There is no such floor.", "Choose one from the list.")


def no_site_named(wanted: str, known: list[str]) -> NotFound:
    """No site has this name; the names there are come along."""
    advice = f"Choose one of: {', '.join(known[:20])}." if known else "Make a site first."
    return NotFound("no_such_site", f"There is no site “{wanted[:60]}”.", advice, sites=known)


#: Somebody else removed what something was being added to.
_GONE = {"building_site_fkey": no_such_site, "floor_building_fkey": no_such_building}


@contextmanager
def names_are_unique() -> Iterator[None]:
    """Turn the database's word on a taken name into ``Conflict``.

    Where somebody removed the place that something was being added to, it is ``NotFound``.
    """
    try:
        yield
    except IntegrityError as error:
        constraint = violated_constraint(error) or ""
        gone = _GONE.get(constraint)
        if gone is not None:
            raise gone() from error
        if constraint not in _TAKEN:
            raise
        code, message = _TAKEN[constraint]
        raise Conflict(code, f"{message} Nothing was changed.", "Choose another.") from error
