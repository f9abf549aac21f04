"""One action of every kind."""

from __future__ import annotations

from uuid import UUID

from floorplans.plans.editing import Action
from floorplans.plans.editing.actions import (
    AsCompared,
    At,
    Change,
    Delete,
    DeleteZone,
    Draw,
    DrawWall,
    DrawZone,
    Ignore,
    IsGone,
    IsNew,
    Merge,
    Move,
    Renumber,
    Reopen,
    Repeat,
    SameAs,
    Settle,
    Split,
    Spot,
    TakeOver,
    Turn,
)

SQUARE = ((0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0))
ROOM, DESK = At("room", 2.0, 1.5), At("desk", 1.0, 1.0)
EVERY_ACTION: tuple[Action, ...] = (
    Change((ROOM, DESK), number="", name="Blue", capacity=4, bookable=False, features=("quiet",)),
    Renumber((ROOM,), "A-{}", first=7, digits=2),
    Draw("room", "office", SQUARE, name="Den"),
    Delete((DESK,)),
    Move((DESK,), 3.0, 4.0),
    Turn((DESK,), 90.0),
    Repeat(DESK, 3, 2, 2.0, 0.5, -0.5, 3.0),
    Merge((ROOM, At("room", 6.0, 1.5))),
    Split(ROOM, ((1.0, 0.0), (1.0, 3.0))),
    DrawZone("Sales", SQUARE),
    DeleteZone("Sales"),
    SameAs(DESK, UUID(int=7)),
    IsNew(ROOM),
    IsGone(UUID(int=7)),
    AsCompared(DESK, UUID(int=7)),
    AsCompared(known=UUID(int=7)),
    DrawWall(((0.0, 0.0), (3.0, 4.0))),
    Ignore("ROOM_TINY", (Spot(1.0, 2.0), Spot(layer="A-AREA")), "a shaft"),
    Reopen("ROOM_TINY", (Spot(1.0, 2.0),)),
    Settle("WALL_LEAK", Spot(1.0, 1.5), Split(ROOM, ((1.0, 0.0), (1.0, 3.0)))),
    TakeOver("spaces.csv", (Change((ROOM,), capacity=4), DrawZone("Sales", SQUARE))),
    Change((DESK,), places=12),
)
