"""What an action does to the words and numbers of one space."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shapely import Polygon

from floorplans.plans.editing.actions import Change, Draw, Renumber
from floorplans.plans.rules import BOOKABLE_ROOMS
from floorplans.plans.spaces import PlannedSpace, shown_name, usual_capacity

_PLACES = frozenset(("desk", "parking", "locker", "booth"))


def changed(space: PlannedSpace, change: Change) -> PlannedSpace:
    """The space as a person wants it; what another category is used for comes with it."""
    kind = change.kind or space.kind
    category = change.category or (space.category if kind == space.kind else _category(kind))
    made = replace(space, kind=kind, category=category)
    if (kind, category) != (space.kind, space.category):
        made = _as_used(made)
    if change.number is not None or change.name is not None:
        made = _called(made, change.number, change.name)
    return replace(
        made,
        capacity=made.capacity if change.capacity is None else change.capacity,
        bookable=made.bookable if change.bookable is None else change.bookable,
        places=made.places if change.places is None else change.places,
        features=_features(made.features, change),
    )


def _features(present: tuple[str, ...], change: Change) -> tuple[str, ...]:
    """What a space has afterwards: as it was told, with what is added, without what is removed."""
    if change.features is change.add_features is change.remove_features is None:
        return present
    kept = set(present if change.features is None else change.features)
    kept |= set(change.add_features or ())
    return tuple(sorted(kept - set(change.remove_features or ())))


def numbers(rule: Renumber, count: int) -> Iterator[str]:
    """The numbers that a rule gives, in order."""
    for k in range(count):
        written = f"{rule.first + k * rule.step:0{rule.digits}d}"
        yield rule.pattern.replace("{}", written) if "{}" in rule.pattern else written


def numbered(space: PlannedSpace, number: str) -> PlannedSpace:
    return _called(space, number, None)


def drawn(draw: Draw, polygon: Polygon) -> PlannedSpace:
    """A new space; without a number and a name it is named when it is added."""
    number = draw.number or None
    space = PlannedSpace(
        kind=draw.kind,
        category=draw.category or _category(draw.kind),
        number=number,
        name=shown_name(number, draw.name),
        capacity=1,
        bookable=False,
        features=(),
        polygon=polygon,
        rotation_deg=draw.rotation_deg,
        handle=None,
        layer=None,
    )
    made = _as_used(space)
    return replace(
        made,
        capacity=made.capacity if draw.capacity is None else draw.capacity,
        bookable=made.bookable if draw.bookable is None else draw.bookable,
        places=draw.places,
        features=tuple(sorted(set(draw.features or ()))),
    )


def copied(space: PlannedSpace, polygon: Polygon) -> PlannedSpace:
    """Another of the same sort, with a name still to be given."""
    return grown(replace(space, number=None, name="", handle=None), polygon)


def grown(space: PlannedSpace, polygon: Polygon) -> PlannedSpace:
    """The space in another shape; a capacity that was estimated from the old one follows."""
    made = replace(space, polygon=polygon)
    estimated = space.capacity == usual_capacity(space)
    return replace(made, capacity=usual_capacity(made)) if estimated else made


def turned_deg(rotation_deg: float | None, degrees: float) -> float | None:
    """A direction turned by ``degrees``, from -180 to 180; None stays None."""
    if rotation_deg is None:
        return None
    return (rotation_deg + degrees + 180.0) % 360.0 - 180.0


def _called(space: PlannedSpace, number: str | None, name: str | None) -> PlannedSpace:
    kept_number = space.number if number is None else number or None
    title = _title(space) if name is None else name
    shown = shown_name(kept_number, title)
    if not shown:
        return replace(space, number=None)
    return replace(space, number=kept_number, name=shown, named_by_us=False)


def _title(space: PlannedSpace) -> str | None:
    """What the space is called beside its number."""
    if space.named_by_us:
        return None
    if space.number and space.name.startswith(space.number):
        return space.name[len(space.number) :].strip() or None
    return space.name


def _category(kind: str) -> str:
    return {"booth": "phoneroom", "room": "unspecified", "area": "unspecified"}.get(kind, kind)


def _as_used(space: PlannedSpace) -> PlannedSpace:
    """The space as its kind and category are usually used."""
    bookable = space.kind in _PLACES or space.category in BOOKABLE_ROOMS
    made = replace(space, bookable=bookable)
    return replace(made, capacity=usual_capacity(made))
