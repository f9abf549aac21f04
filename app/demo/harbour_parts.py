"""The parts that the floors of Harbour House share: cores, corridors, rows of rooms. Metres."""

from __future__ import annotations

from app.demo import furnish
from app.demo.sketch import Circle, Sketch, Use

BAY_M = 8.1
LENGTH_M = 8 * BAY_M
DEPTH_M = 25.2
SOUTH, STRIP, STRIP_END, NORTH = 7.8, 9.6, 15.6, 17.4  # the wall axes across the house
WEST_CORE, EAST_CORE = 2 * BAY_M, 5 * BAY_M
LINK_W, LINK_E = 3 * BAY_M, 5 * BAY_M - 1.8  # the cross corridors, 1.8 m wide

#: Where a row of rooms lies across the house: lower and upper wall axis.
Side = tuple[float, float]
SOUTH_SIDE: Side = (0.0, SOUTH)
STRIP_SIDE: Side = (STRIP, STRIP_END)
NORTH_SIDE: Side = (NORTH, DEPTH_M)


def shell(prefix: str, level: str) -> Sketch:
    s = Sketch(prefix, level)
    s.columns.extend((i * BAY_M, y) for i in range(1, 8) for y in (SOUTH, NORTH))
    for x in (WEST_CORE, EAST_CORE):
        core(s, x)
    return s


def core(s: Sketch, x: float) -> None:
    """Stair, two lifts with a shaft between them, two toilets: 8.1 m by 6 m."""
    s.room("Stair", (x, STRIP, x + 2.7, STRIP_END), Use.STAIR)
    s.put("STAIR-U", x + 1.35, 12.6)
    s.door(x + 1.35, STRIP, "n")
    for y0, y1, edge, facing in ((9.6, 12.0, 9.6, "s"), (13.2, 15.6, 15.6, "n")):
        s.room("Lift", (x + 2.7, y0, x + 4.8, y1), Use.LIFT)
        s.put("LIFT-630", x + 3.75, (y0 + y1) / 2, 0.0 if facing == "s" else 180.0)
        s.door(x + 3.75, edge, facing, "DOOR-LIFT-90")
    s.room("Shaft", (x + 2.7, 12.0, x + 4.8, 13.2), Use.STORE)
    for name, y0, y1, edge in (("WC women", 9.6, 12.6, 9.6), ("WC men", 12.6, 15.6, 15.6)):
        wc = s.room(name, (x + 4.8, y0, x + 8.1, y1), Use.TOILET)
        s.door(x + 6.2, edge, "n" if edge == STRIP else "s", right=edge == STRIP)
        furnish.toilets(s, wc)


def garage(s: Sketch) -> None:
    """One hall round the cores: drawn in three parts that have no walls between them."""
    s.room("Car park south", (0, 0, LENGTH_M, STRIP), Use.GARAGE)
    s.room("Car park north", (0, STRIP_END, LENGTH_M, DEPTH_M), Use.GARAGE)
    for x0, x1 in ((BAY_M, 2 * BAY_M), (LINK_W, LINK_W + 1.8), (LINK_E, EAST_CORE),
                   (7 * BAY_M, LENGTH_M)):  # fmt: skip
        s.room("Ramp" if x1 == LENGTH_M else "Passage", (x0, STRIP, x1, STRIP_END), Use.GARAGE)
        for y in (STRIP, STRIP_END):
            s.gap(x0 + 0.3, y, x1 - 0.3, y)


def corridors(s: Sketch) -> None:
    """Two corridors the length of the house and two links between them."""
    for name, y0, y1 in (("Corridor south", SOUTH, STRIP), ("Corridor north", STRIP_END, NORTH)):
        s.room(name, (0, y0, LENGTH_M, y1), Use.CORRIDOR)
    for name, x in (("Corridor link west", LINK_W), ("Corridor link east", LINK_E)):
        s.room(name, (x, STRIP, x + 1.8, STRIP_END), Use.CORRIDOR)
        for y in (STRIP, STRIP_END):
            s.gap(x + 0.1, y, x + 1.7, y)


def foyer(s: Sketch) -> None:
    tower = Circle(31.4, 3.9, 2.6)
    s.room("Foyer", (3 * BAY_M, 0, 6 * BAY_M, SOUTH), Use.FOYER, well=tower)
    s.gap(25.0, SOUTH, 47.9, SOUTH)
    s.door(38.0, 0, "s", "DOOR-DBL-180")
    s.put("RECEPTION", 44.5, 4.6, 270.0)
    furnish.lounge(s, 36.6, 4.6)
    room = s.shaped_room("Meeting Lighthouse", tower.polygon(), Use.MEETING, circle=tower)
    s.door(tower.x + tower.radius, tower.y, "e")
    furnish.meeting(s, room)


def middle_ground(s: Sketch) -> None:
    s.room("Cloakroom", (0, STRIP, 5.4, STRIP_END), Use.STORE)
    s.door(3.0, STRIP, "n")
    for y in (11.0, 12.6, 14.2):
        s.put("LOCKER-BANK", 2.7, y)
    for name, x0, x1 in (("Mail room", 5.4, 10.8), ("Print room", 10.8, WEST_CORE)):
        s.room(name, (x0, STRIP, x1, STRIP_END), Use.STORE)
        s.door(x0 + 1.5, STRIP, "n")
        s.put("COPIER", x1 - 1.0, 14.6)
    s.room("WC accessible", (LINK_W + 1.8, STRIP, 28.8, STRIP_END), Use.TOILET)
    s.door(27.4, STRIP, "s")
    s.put("WC", 28.74, 12.6, 270.0)
    s.put("BASIN", LINK_W + 1.86, 12.6, 90.0)
    s.room("Server room", (28.8, STRIP, LINK_E, STRIP_END), Use.STORE)
    s.door(34.0, STRIP_END, "s")
    meeting_row(s, 6 * BAY_M, STRIP_SIDE, ("Amrum", "Pellworm", "Föhr"), 5.4)


def middle_office(s: Sketch) -> None:
    meeting_row(s, 0, STRIP_SIDE, ("Sylt", "Juist"), 5.4)
    s.room("Print room", (10.8, STRIP, WEST_CORE, STRIP_END), Use.STORE)
    s.door(12.3, STRIP, "n")
    for x in (12.0, 13.6):
        s.put("COPIER", x, 14.8)
    tea = s.room("Tea kitchen", (LINK_W + 1.8, STRIP, 31.5, STRIP_END), Use.KITCHEN)
    s.gap(27.5, STRIP, 30.3, STRIP)
    furnish.kitchen(s, tea)
    for i in range(4):
        x = 31.5 + i * 1.8
        booth = s.room(f"Phone booth {i + 1}", (x, STRIP, x + 1.8, 11.4), Use.BOOTH)
        s.door(x + 0.9, STRIP, "s", "DOOR-80", right=i % 2 == 1)
        furnish.booth(s, booth)
    board = s.room("Meeting Boathouse", (31.5, 11.4, LINK_E, STRIP_END), Use.MEETING)
    s.door(35.1, STRIP_END, "s")
    furnish.meeting(s, board)
    s.room("Archive", (6 * BAY_M, STRIP, 54.0, STRIP_END), Use.STORE)
    s.door(50.1, STRIP, "n")
    for y in (11.4, 13.0, 14.6):
        s.put("LOCKER-BANK", 51.6, y)
    meeting_row(s, 54.0, STRIP_SIDE, ("Baltrum", "Spiekeroog"), 5.4)


def meeting_row(
    s: Sketch, x: float, side: Side, names: tuple[str, ...], width: float = BAY_M / 2
) -> None:
    """Meeting rooms side by side; the door is on the side of the nearer corridor."""
    for i, name in enumerate(names):
        left = x + i * width
        room = s.room(f"Meeting {name}", (left, side[0], left + width, side[1]), Use.MEETING)
        _corridor_door(s, left + 1.0, side)
        furnish.meeting(s, room)


def offices(s: Sketch, x: float, side: Side, *, count: int, seats: int) -> None:
    for i in range(count):
        left = x + i * BAY_M / 2
        room = s.room("Office", (left, side[0], left + BAY_M / 2, side[1]), Use.OFFICE)
        _corridor_door(s, left + (1.0 if i % 2 else 3.05), side, right=i % 2 == 1)
        furnish.office(s, room, seats)


def cells(s: Sketch, names: tuple[str, str], x: float) -> None:
    """Two small rooms with a couch on the north side."""
    for i, name in enumerate(names):
        left = x + i * BAY_M / 2
        s.room(name, (left, NORTH, left + BAY_M / 2, DEPTH_M), Use.STORE)
        _corridor_door(s, left + 1.0, NORTH_SIDE)
        s.put("SOFA-2", left + 2.0, DEPTH_M - 1.2, 180.0)


def team_room(s: Sketch, name: str, x: float, side: Side, bays: int) -> None:
    """A closed room of whole bays, twelve desks in each."""
    y0, y1 = side
    s.room(name, (x, y0, x + bays * BAY_M, y1), Use.OPEN)
    benches(s, x, 2 * bays, (y0 + y1) / 2 + (-0.3 if y0 == 0 else 0.3), 3)
    for bay in range(bays):
        _corridor_door(s, x + bay * BAY_M + 4.05, side, right=bay % 2 == 1)


def benches(s: Sketch, x: float, count: int, y: float, long: int) -> None:
    """Benches across the facade, two in every bay."""
    for i in range(count):
        furnish.bench(s, x + (i + 0.5) * BAY_M / 2, y, long, 90.0)


def _corridor_door(s: Sketch, x: float, side: Side, *, right: bool = False) -> None:
    """A door to the corridor that the rooms of ``side`` open on."""
    if side == SOUTH_SIDE:
        s.door(x, side[1], "s", right=right)
    else:
        s.door(x, side[0], "n", right=right)


def facades(s: Sketch) -> None:
    """Windows all round: three to a bay on the long sides, none where the entrance is."""
    for i in range(8):
        x = i * BAY_M
        if not (s.level == "0" and i == 4):
            s.windows(x, 0, x + BAY_M, 0, count=3, share=0.8)
        s.windows(x, DEPTH_M, x + BAY_M, DEPTH_M, count=3, share=0.8)
    for x in (0.0, LENGTH_M):
        for y0, y1, count in ((0, SOUTH, 2), (SOUTH, STRIP, 1), (STRIP, STRIP_END, 2),
                              (STRIP_END, NORTH, 1), (NORTH, DEPTH_M, 2)):  # fmt: skip
            s.windows(x, y0, x, y1, count=count, share=0.7)
