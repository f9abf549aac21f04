"""Roles by content for layers whose names say nothing, or something that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from importers.dxf.roles.content import alone, among
from importers.dxf.roles.content.alone import Found
from importers.dxf.roles.content.drawn import Drawn
from importers.dxf.roles.content.patterns import Sides, crossed_share, sides
from importers.dxf.roles.sizes import within
from importers.roles import LayerRole

LABELS = frozenset({LayerRole.ROOM_LABEL, LayerRole.DESK_LABEL, LayerRole.ZONE_LABEL})
BUILT = frozenset({LayerRole.WALL, LayerRole.DOOR, LayerRole.COLUMN})
_LIARS = frozenset(
    {LayerRole.WALL, LayerRole.WINDOW, LayerRole.DOOR, LayerRole.FURNITURE, LayerRole.DESK}
    | {LayerRole.LIFT, LayerRole.STAIR, LayerRole.COLUMN}
)
#: Fewer lines are no pattern, and more are looked at only if their name says nothing.
FEW, MANY = 6, 1500
TREADS_SHARE = 0.5
WALLS_M = 60.0
WALLS_SHARE = 0.8
WALLS_LONG_SHARE = 0.4
#: Longer lines are parts of the building.
BUILT_M = 3.5
BUILT_SHARE = 0.5
#: A layer of doors has no more line than this for each arc, whatever else it holds.
LINE_A_DOOR_M = 3.0
SMALL_M = 2.6
SMALL_SHARE = 0.05
SMALL_COUNT = 40
#: A layer of words has at most so many lines for each.
WORDS_OF_LINES = 20
#: Words may have a few short lines that lead from them, but hardly a ring around them.
LINE_A_TEXT_M = 0.6
LINES_A_TEXT = 0.5
RINGS_A_TEXT = 0.5
#: Lifts, stairs, rooms and what is as large are drawn with long lines.
LARGE_LINE_M = 0.6
LARGE_LINE_SHARE = 0.4
LARGE_OUTLINE_M2 = 1.2
LIFT_M2 = (1.5, 16.0)
#: Of all that is drawn; a layer that holds more is the whole plan, not its furniture.
EVERYTHING_SHARE = 0.8
LIFT_SHARE = 0.2
LIFT_LINES = 40


def could_be(role: LayerRole, drawn: Drawn) -> bool:
    """False where a layer of this role would never hold what this one holds. Cheap."""
    if not (drawn.shows or drawn.texts or drawn.placed):
        return True
    if role in LABELS:
        return not drawn.shows or bool(drawn.marked) or _some_words(drawn)
    if not drawn.shows:
        return bool(drawn.placed) or role is LayerRole.IGNORE
    check = _CHECKS.get(role)
    return check is None or check(drawn)


def overrules(told: LayerRole, named: LayerRole, drawn: Drawn) -> bool:
    """True where content says more than a name: small shapes and panes are found in much."""
    if told is LayerRole.WINDOW:
        return named not in BUILT
    if told is LayerRole.FURNITURE:
        return named not in {LayerRole.STAIR, *BUILT}
    return True


def lies(role: LayerRole, drawn: Drawn) -> bool:
    """True where the lines are plainly those of stairs or walls, and the name says another."""
    if role not in _LIARS or not FEW <= len(drawn.strokes) <= MANY:
        return False
    beside = sides(drawn.segments)
    if role in BUILT and beside.tread >= TREADS_SHARE:
        return True
    return (
        role not in {LayerRole.WALL, LayerRole.ROOM, LayerRole.OUTLINE}
        and drawn.total >= WALLS_M
        and beside.wall >= WALLS_SHARE
        and drawn.share_longer(BUILT_M) >= WALLS_LONG_SHARE
    )


def _mostly_words(drawn: Drawn) -> bool:
    """Texts, and no more lines than lead from them."""
    count = len(drawn.texts)
    rings = len(drawn.outlines) + len(drawn.fills)
    few = drawn.total <= LINE_A_TEXT_M * count or len(drawn.strokes) <= LINES_A_TEXT * count
    return few and rings <= RINGS_A_TEXT * count


def _some_words(drawn: Drawn) -> bool:
    return len(drawn.texts) * WORDS_OF_LINES >= len(drawn.strokes)


def _may_be_furniture(drawn: Drawn) -> bool:
    return drawn.share_longer(BUILT_M) < BUILT_SHARE and not _all_doors(drawn)


def _may_be_door(drawn: Drawn) -> bool:
    if drawn.door_arcs:
        return True
    return drawn.share_longer(BUILT_M) < BUILT_SHARE and len(drawn.usual_lengths) < SMALL_COUNT


def _may_be_wall(drawn: Drawn) -> bool:
    return bool(drawn.fills) or not (_all_doors(drawn) or _many_small(drawn))


def _may_be_built(drawn: Drawn) -> bool:
    """Rooms, zones and outlines have long edges and no swings."""
    if drawn.fills:
        return True
    return _holds_large(drawn) and not (_all_doors(drawn) or _many_small(drawn))


def _may_be_window(drawn: Drawn) -> bool:
    return not _all_doors(drawn)


def _may_be_column(drawn: Drawn) -> bool:
    return drawn.share_longer(BUILT_M) < BUILT_SHARE and not _all_doors(drawn)


def _may_be_well(drawn: Drawn) -> bool:
    return bool(drawn.fills) or (_holds_large(drawn) and not _all_doors(drawn))


def _may_be_lift(drawn: Drawn) -> bool:
    if not _may_be_well(drawn):
        return False
    cars = sum(within(outline.area, LIFT_M2) for outline, _ in drawn.outlines)
    few = len(drawn.strokes) <= LIFT_LINES
    return few or cars >= LIFT_SHARE * len(drawn.outlines) or crossed_share(drawn.segments) > 0


def _holds_large(drawn: Drawn) -> bool:
    if drawn.share_longer(LARGE_LINE_M) >= LARGE_LINE_SHARE:
        return True
    return any(outline.area >= LARGE_OUTLINE_M2 for outline, _ in drawn.outlines)


def _all_doors(drawn: Drawn) -> bool:
    arcs = len(drawn.door_arcs)
    return arcs >= alone.DOORS and drawn.total <= LINE_A_DOOR_M * arcs


def _many_small(drawn: Drawn) -> bool:
    if len(drawn.usual_lengths) < SMALL_COUNT:
        return False
    return drawn.share_longer(SMALL_M) < SMALL_SHARE


_CHECKS: Mapping[LayerRole, Callable[[Drawn], bool]] = {
    LayerRole.FURNITURE: _may_be_furniture,
    LayerRole.DESK: _may_be_furniture,
    LayerRole.DOOR: _may_be_door,
    LayerRole.WALL: _may_be_wall,
    LayerRole.ROOM: _may_be_built,
    LayerRole.ZONE: _may_be_built,
    LayerRole.OUTLINE: _may_be_built,
    LayerRole.WINDOW: _may_be_window,
    LayerRole.COLUMN: _may_be_column,
    LayerRole.LIFT: _may_be_lift,
    LayerRole.STAIR: _may_be_well,
    LayerRole.PARKING: _may_be_well,
}


class Look:
    """Looks at the open layers together: windows are known by walls, zones by rooms."""

    def __init__(
        self,
        layers: Mapping[str, Drawn],
        known: Mapping[str, Drawn],
        words: Sequence[tuple[float, float]],
    ) -> None:
        """``layers`` are to be told, ``known`` those of other layers by their role.

        ``words`` are the places of all texts.
        """
        self._words = words
        self.layers = dict(sorted(layers.items()))
        self._sides: dict[str, Sides] = {}
        self.found: dict[str, Found] = {}
        self._known = known

    def run(self, roles: Collection[LayerRole]) -> dict[str, Found]:
        """The role and reason of each open layer that shows one; ``roles`` are taken already."""
        self._each(lambda _, drawn: self._texts(drawn))
        self._each(lambda name, drawn: alone.alone(drawn, self._beside(name)))
        self._take(among.rooms(self._left(), self._known, self._words))
        if LayerRole.WALL not in roles:
            self._take(among.walls(self._left(), self._sides_of_left()))
        walls = self._with(LayerRole.WALL)
        rooms = self._with(LayerRole.ROOM)
        self._take(among.outlines(self._left(), walls))
        self._take(among.zones(self._left(), rooms))
        self._take(among.windows(self._left(), self._sides_of_left(), walls))
        return self.found

    def furniture(self, besides: Collection[str]) -> dict[str, Found]:
        """Layers of furniture among those that are still open, without those in ``besides``."""
        everything_m = sum(d.total for d in (*self.layers.values(), *self._known.values()))
        told = {
            name: found
            for name, drawn in self._left().items()
            if name not in besides
            and drawn.total < EVERYTHING_SHARE * everything_m
            and (found := alone.furniture(drawn, self._beside(name))) is not None
        }
        self._take(told)
        return told

    def _texts(self, drawn: Drawn) -> Found | None:
        if not drawn.texts or not _mostly_words(drawn):
            return None
        return LayerRole.ROOM_LABEL, f"It holds {len(drawn.texts)} texts and hardly anything else."

    def _each(self, tell: Callable[[str, Drawn], Found | None]) -> None:
        for name, drawn in self._left().items():
            told = tell(name, drawn)
            if told is not None:
                self.found[name] = told

    def _take(self, told: Mapping[str, Found]) -> None:
        self.found.update(told)

    def _left(self) -> dict[str, Drawn]:
        return {name: drawn for name, drawn in self.layers.items() if name not in self.found}

    def _sides_of_left(self) -> dict[str, Sides]:
        return {name: self._beside(name) for name in self._left()}

    def _beside(self, name: str) -> Sides:
        if name not in self._sides:
            self._sides[name] = sides(self.layers[name].segments)
        return self._sides[name]

    def _with(self, role: LayerRole) -> list[Drawn]:
        told = [self.layers[name] for name, (found, _) in self.found.items() if found is role]
        return [*told, *([self._known[role]] if role in self._known else [])]
