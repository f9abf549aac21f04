"""What may be brought along and what staff may write: values in, a coded refusal or nothing out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from floorplans.equipment.views import Bring, Brought, Things
from floorplans.errors import Conflict, Invalid, NotFound, Refused

#: One and several of each kind, as they are said.
KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "monitor": ("monitor", "monitors"),
        "projector": ("projector", "projectors"),
        "screen": ("screen", "screens"),
        "laptop": ("laptop", "laptops"),
        "keyboard": ("keyboard", "keyboards"),
        "headset": ("headset", "headsets"),
        "conference_phone": ("conference phone", "conference phones"),
        "camera": ("camera", "cameras"),
        "adapter": ("adapter", "adapters"),
        "whiteboard": ("whiteboard", "whiteboards"),
        "chair": ("chair", "chairs"),
        "wheelchair": ("wheelchair", "wheelchairs"),
        "keys": ("set of keys", "sets of keys"),
        "bicycle": ("bicycle", "bicycles"),
        "other": ("thing", "things"),
    }
)
TIMES = "\N{MULTIPLICATION SIGN}"
#: What one booking brings is carried by somebody.
MOST_KINDS = 20
MOST_OF_ONE = 100
MOST_OWNED = 1000
LONGEST_NAME = 100
NOTHING_CHANGED = "Nothing was booked or changed."
NOT_KEPT = "Nothing was saved."


def check_bring(wanted: Sequence[Bring]) -> None:
    """Raise Invalid for a list that names a thing twice, too many, or less than one of it."""
    if len({each.equipment_id for each in wanted}) != len(wanted):
        raise Invalid(
            "equipment_twice",
            f"The same equipment is named twice. {NOTHING_CHANGED}",
            "Name each once, and say how many.",
        )
    if len(wanted) > MOST_KINDS or any(not 1 <= each.count <= MOST_OF_ONE for each in wanted):
        raise Invalid(
            "equipment_too_much",
            f"A booking brings at most {MOST_KINDS} different things, and 1 to {MOST_OF_ONE} of"
            f" each. {NOTHING_CHANGED}",
            "Choose less, or make several bookings.",
        )


def equipment_out(detail: Mapping[str, Any]) -> Conflict:
    """Too few are left in the wanted hours; ``detail`` is what the database compared."""
    wanted, left, usable = (int(detail[name]) for name in ("wanted", "left", "usable"))
    name = detail["name"]
    if left == 0:
        said = f"“{name}” is out in these hours"
        if usable > 1:
            said = f"All {usable} of “{name}” are out in these hours"
        advice = "Leave it behind, or choose other hours."
    else:
        said = f"Only {left} of “{name}” {'is' if left == 1 else 'are'} left in these hours"
        advice = f"Bring {left}, or choose other hours."
    return Conflict(
        "equipment_out",
        f"{said}: {wanted} {'was' if wanted == 1 else 'were'} wanted. {NOTHING_CHANGED}",
        advice,
        equipment=dict(detail),
    )


def equipment_elsewhere(detail: Mapping[str, Any]) -> Refused:
    """It is kept on another site or floor, or is not lent out any more."""
    why = "is not lent out any more" if detail["has_ended"] else "stays on its own site or floor"
    return Refused(
        "equipment_elsewhere",
        f"“{detail['name']}” {why}, so it cannot go with this booking. {NOTHING_CHANGED}",
        "Leave it behind, or choose a place where it is kept.",
        equipment=dict(detail),
    )


def equipment_missing() -> NotFound:
    return NotFound(
        "equipment_not_found",
        f"This equipment does not exist, or no longer does. {NOTHING_CHANGED}",
        "Look again what can be brought along.",
    )


def floor_missing() -> NotFound:
    return NotFound(
        "floor_not_found", "This floor does not exist.", "Choose a floor from the list of places."
    )


def space_missing() -> NotFound:
    return NotFound(
        "space_not_found",
        f"This place does not exist, or is on another site or floor. {NOT_KEPT}",
        "Choose a place where this equipment is kept.",
    )


def where_missing() -> NotFound:
    return NotFound(
        "place_not_found",
        f"This site or floor does not exist. {NOT_KEPT}",
        "Choose where the equipment is kept.",
    )


def checked(things: Things) -> Things:
    """The things with their texts trimmed; raises Invalid where they make no sense."""
    name, kept_at = things.name.strip(), (things.kept_at or "").strip() or None
    if things.kind not in KINDS:
        raise Invalid(
            "equipment_kind_unknown",
            f"There is no such kind of equipment. {NOT_KEPT}",
            f"Use one of: {', '.join(KINDS)}.",
        )
    for text, what in ((name, "The name"), (kept_at or name, "The place where it is kept")):
        if not 1 <= len(text) <= LONGEST_NAME or "\0" in text:
            raise Invalid(
                "equipment_name_invalid",
                f"{what} has 1 to {LONGEST_NAME} characters. {NOT_KEPT}",
                "Write what people know it by.",
            )
    if not (1 <= things.owned <= MOST_OWNED and 0 <= things.broken <= things.owned):
        raise Invalid(
            "equipment_count_invalid",
            f"There can be 1 to {MOST_OWNED} of a thing, and not more broken than there are."
            f" {NOT_KEPT}",
            "Count them again.",
        )
    return Things(
        things.site_id, things.floor_id, things.kind, name, kept_at, things.owned, things.broken
    )


def check_kit_count(count: int) -> None:
    """Raise Invalid unless a place's kit has 1 to 100 of a thing."""
    if not 1 <= count <= MOST_OF_ONE:
        raise Invalid(
            "equipment_too_much",
            f"A place's kit has 1 to {MOST_OF_ONE} of a thing. {NOT_KEPT}",
            "Choose a smaller number, or none.",
        )


def counted_kind(count: int, kind: str) -> str:
    """ "1 monitor", "3 sets of keys"."""
    return f"{count} {KINDS[kind][count != 1]}"


def told(brought: Brought) -> str:
    """What is brought along in words, such as “2 monitors, kept at Reception”."""
    many = "" if brought.count == 1 else f"{brought.count} {TIMES} "
    return f"{many}{brought.name}" + (f", kept at {brought.kept_at}" if brought.kept_at else "")
