"""What each block stands for."""

from __future__ import annotations

from importers.draft import RoleDecision
from importers.dxf.facts import BlockContent, Facts
from importers.dxf.names import is_demolition
from importers.dxf.roles.block_words import DESK_TAGS, PARKING_TAGS, ROOM_TAGS, WEAK_ROOM_TAGS
from importers.dxf.roles.by_name import Guess, block_by_name
from importers.dxf.roles.seating import Seating, chair_sized, seat, seats_people, table_sized
from importers.dxf.roles.sizes import (
    CYCLE_LONG_M,
    CYCLE_SHORT_M,
    DOOR_LONG_M,
    DOOR_RADIUS_M,
    PARKING_LONG_M,
    PARKING_SHORT_M,
    within,
)
from importers.dxf.scene import Scene
from importers.profile import Profile, match_rule
from importers.roles import BlockRole, LayerRole

#: Chairs for each table, on average: one person's desk, and a table for meetings.
DESK_CHAIRS = (0.75, 1.5)
MEETING_CHAIRS = 2.5
#: A manager's desk: one chair of one kind, and at most three visitors on another.
OWN_CHAIRS = (0.75, 1.25)
OWN_AND_VISITORS = 4.25
TABLE_WORDS = ("TABLE", "TISCH", "TAFEL", "MESA", "BORD")
#: So many like blocks of a car's size are parking places.
PARKING_COUNT = 4
#: A stamp that names a room is a frame and a few lines.
STAMP_STROKES = 12
#: Smaller than this, a block named for a door or desk is a part of one.
PART_M = 0.4
_LAYER_TO_BLOCK = {
    LayerRole.FURNITURE: BlockRole.FURNITURE,
    LayerRole.WINDOW: BlockRole.WINDOW,
    LayerRole.STAIR: BlockRole.STAIR,
    LayerRole.LIFT: BlockRole.LIFT,
    LayerRole.PARKING: BlockRole.PARKING,
    LayerRole.ROOM_LABEL: BlockRole.ROOM_TAG,
    LayerRole.IGNORE: BlockRole.IGNORE,
}

_Found = tuple[BlockRole, str]


def decide_blocks(
    scene: Scene, facts: Facts, profile: Profile, layers: dict[str, RoleDecision]
) -> dict[str, RoleDecision]:
    """The role of every inserted block, by name."""
    guesses = {name: block_by_name(name) for name in facts.blocks}
    seating = _seating(scene, facts, guesses)
    decided: dict[str, RoleDecision] = {}
    for name in sorted(facts.blocks):
        block = facts.blocks[name]
        tags = {
            tag.upper() for i in block.insertions[:1] for tag, _ in scene.insertions[i].attributes
        }
        role, reason = (
            _by_profile(name, profile)
            or _by_tags(tags, block, guesses[name])
            or _by_content(name, block, guesses[name], seating)
            or _by_name(guesses[name])
            or _by_layer(block, layers)
        )
        decided[name] = RoleDecision(name, role, reason, len(block.insertions))
    return decided


def _seating(scene: Scene, facts: Facts, guesses: dict[str, Guess | None]) -> Seating:
    sure, maybe, tables = set(), set(), set()
    for name, block in facts.blocks.items():
        guess = guesses[name]
        role = guess.role if guess else None
        if role == BlockRole.CHAIR:
            sure.add(name)
        elif role is None and chair_sized(block):
            maybe.add(name)
        could_be_table = role is None or role in (BlockRole.DESK, BlockRole.FURNITURE)
        if could_be_table and seats_people(block) and not _swings(block):
            tables.add(name)
    return seat(scene, facts, sure, maybe, tables)


def _by_profile(name: str, profile: Profile) -> _Found | None:
    rule = match_rule(profile.blocks, name)
    if rule is None:
        return None
    pattern, role = rule
    return BlockRole(role), f"The profile says so for {pattern!r}."


def _by_tags(tags: set[str], block: BlockContent, guess: Guess | None) -> _Found | None:
    known = (
        (BlockRole.DESK, DESK_TAGS),
        (BlockRole.PARKING, PARKING_TAGS),
        (BlockRole.ROOM_TAG, ROOM_TAGS),
    )
    if guess is not None and guess.role not in (BlockRole.ROOM_TAG, BlockRole.IGNORE):
        return None
    for role, words in known:
        hit = sorted(tags & words)
        if hit:
            return role, f"It has the attribute {hit[0]!r}."
    weak = sorted(tags & WEAK_ROOM_TAGS)
    if weak and guess is None and block.strokes <= STAMP_STROKES and not table_sized(block):
        return BlockRole.ROOM_TAG, f"It is a small stamp with the attribute {weak[0]!r}."
    return None


def _by_content(
    name: str, block: BlockContent, guess: Guess | None, seating: Seating
) -> _Found | None:
    """What size, arcs and chairs say; None where the name may decide."""
    if is_demolition(name):
        return None
    role = guess.role if guess else None
    size = f"{max(block.width, block.depth):.2f} by {min(block.width, block.depth):.2f} m"
    if role in (BlockRole.DOOR, BlockRole.DESK) and 0 < max(block.width, block.depth) < PART_M:
        return BlockRole.IGNORE, f"It is named like a {role}, but {size} is only a part of one."
    if guess is None or guess.word.startswith(TABLE_WORDS):
        found = _by_chairs(seating.chairs_per_table.get(name, {}), size)
        if found is not None and (found[0] is not BlockRole.DESK or table_sized(block)):
            return found
    if role is None:
        return _by_shape(name, block, seating, size)
    return None


def _by_chairs(chairs: dict[str, float], size: str) -> _Found | None:
    """A desk has one chair of its own; what else stands there is of another kind, for visitors."""
    total = sum(chairs.values())
    if within(total, DESK_CHAIRS):
        return BlockRole.DESK, f"It is a table of {size} with one chair at it."
    own = [chair for chair, average in chairs.items() if within(average, OWN_CHAIRS)]
    if own and total <= (OWN_AND_VISITORS if len(own) == 1 else MEETING_CHAIRS):
        return BlockRole.DESK, f"It is a table of {size} with one chair of its own and visitors'."
    if total >= MEETING_CHAIRS:
        return BlockRole.FURNITURE, f"It is a table of {size} with {total:.0f} chairs around it."
    return None


def _by_shape(name: str, block: BlockContent, seating: Seating, size: str) -> _Found | None:
    if _swings(block):
        return BlockRole.DOOR, "It holds a quarter arc as wide as a door."
    if name in seating.chairs:
        return BlockRole.CHAIR, f"It is {size} and stands at tables."
    long, short = max(block.width, block.depth), min(block.width, block.depth)
    many = len(block.insertions) >= PARKING_COUNT
    if many and within(long, PARKING_LONG_M) and within(short, PARKING_SHORT_M):
        return BlockRole.PARKING, f"It is {size}, the size of a parking place, and repeated."
    return None


def _bay_sized(block: BlockContent) -> bool:
    long, short = max(block.width, block.depth), min(block.width, block.depth)
    car = within(long, PARKING_LONG_M) and within(short, PARKING_SHORT_M)
    return car or (within(long, CYCLE_LONG_M) and within(short, CYCLE_SHORT_M))


def _swings(block: BlockContent) -> bool:
    fitting = [radius for radius in block.quarter_radii if within(radius, DOOR_RADIUS_M)]
    return bool(fitting) and within(max(block.width, block.depth), DOOR_LONG_M)


def _by_name(guess: Guess | None) -> _Found | None:
    if guess is None:
        return None
    return BlockRole(guess.role), f"The name holds {guess.word!r}."


def _by_layer(block: BlockContent, layers: dict[str, RoleDecision]) -> _Found:
    for name in sorted(block.layers):
        decision = layers.get(name)
        if decision is None:
            continue
        layer_role = LayerRole(decision.role)
        long = max(block.width, block.depth)
        if layer_role is LayerRole.DOOR and within(long, DOOR_LONG_M):
            return BlockRole.DOOR, f"It is inserted on {name!r}, a layer of doors."
        if layer_role is LayerRole.DESK and table_sized(block):
            return BlockRole.DESK, f"It is inserted on {name!r}, a layer of workplaces."
        if layer_role is LayerRole.PARKING and not _bay_sized(block):
            continue
        role = _LAYER_TO_BLOCK.get(layer_role)
        if role is not None:
            return role, f"It is inserted on {name!r}, a layer taken for {layer_role}."
    return BlockRole.UNKNOWN, "Neither its name nor its content says what it is."
