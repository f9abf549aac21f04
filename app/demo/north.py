"""North Wing: an L of two floors, offices along a corridor and an open wing. Metres."""

from __future__ import annotations

from app.demo import furnish
from app.demo.sketch import Sketch, Use

BAY_M = 8.1
LENGTH_M = 6 * BAY_M
SOUTH, NORTH, DEPTH_M = 5.6, 7.6, 13.2  # corridor walls and the back of the bar
WING, AISLE, AISLE_END, WING_END = 32.4, 40.5, 42.5, 33.6


def ground() -> Sketch:
    """Training rooms beside the entrance, two team rooms, the workshop in the wing."""
    s = _shell("N0", "N0")
    s.room("Training room", (0, 0, BAY_M, SOUTH), Use.MEETING)
    s.door(1.2, SOUTH, "s")
    s.put("MEET-TABLE-12", 4.05, 2.8)
    _team_room(s, "Team Kiel", BAY_M)
    s.room("Entrance lobby", (2 * BAY_M, 0, 3 * BAY_M, SOUTH), Use.FOYER)
    s.door(20.25, 0, "s", "DOOR-DBL-180")
    s.gap(17.2, SOUTH, 23.3, SOUTH)
    s.put("RECEPTION", 23.0, 2.8, 270.0)
    s.put("PLANT", 17.2, 1.0)
    for i in (3, 4, 5):
        _team_room(s, ("Team Wismar", "Team Rostock", "Team Stralsund")[i - 3], i * BAY_M)
    _north_row(s, ("Fehmarn", "Rügen"))
    _wing(s, "Team Baltic")
    s.zone("Visitors", 0, 0, BAY_M, SOUTH)
    s.zone("Team Ost", 3 * BAY_M, 0, LENGTH_M, SOUTH)
    _facades(s, entrance=True)
    return s


def first() -> Sketch:
    """Team rooms the whole length, offices and meeting rooms opposite."""
    s = _shell("N1", "N1")
    for i, name in enumerate(("Kiel", "Lübeck", "Wismar", "Rostock", "Stralsund", "Greifswald")):
        _team_room(s, f"Team {name}", i * BAY_M)
    _north_row(s, ("Hiddensee", "Poel"))
    _wing(s, "Atelier")
    s.zone("Quiet zone", 0, 0, 2 * BAY_M, SOUTH)
    s.zone("Atelier", WING, DEPTH_M, AISLE, WING_END)
    _facades(s, entrance=False)
    return s


def _shell(prefix: str, level: str) -> Sketch:
    """The corridors and the core at the corner."""
    s = Sketch(prefix, level)
    s.columns.extend((i * BAY_M, y) for i in range(1, 6) for y in (SOUTH, NORTH))
    s.room("Corridor", (0, SOUTH, LENGTH_M, NORTH), Use.CORRIDOR)
    s.room("Corridor wing", (AISLE, NORTH, AISLE_END, WING_END), Use.CORRIDOR)
    s.gap(AISLE + 0.1, NORTH, AISLE_END - 0.1, NORTH)
    s.room("Stair", (WING, NORTH, WING + 2.7, DEPTH_M), Use.STAIR)
    s.put("STAIR-U", WING + 1.35, 10.4)
    s.door(WING + 1.35, NORTH, "n")
    s.room("Lift", (WING + 2.7, NORTH, WING + 4.8, 10.0), Use.LIFT)
    s.put("LIFT-630", WING + 3.75, 8.8)
    s.door(WING + 3.75, NORTH, "s", "DOOR-LIFT-90")
    s.room("Plant room", (WING + 2.7, 10.0, WING + 4.8, DEPTH_M), Use.STORE)
    s.door(WING + 4.8, 11.8, "w")
    wc = s.room("WC", (WING + 4.8, NORTH, AISLE, 10.4), Use.TOILET)
    s.door(WING + 6.2, NORTH, "n")
    furnish.toilets(s, wc)
    s.room("Cleaner", (WING + 4.8, 10.4, AISLE, DEPTH_M), Use.STORE)
    s.door(AISLE, 11.8, "w")
    return s


def _team_room(s: Sketch, name: str, x: float) -> None:
    """One bay: eight places as two nested clusters."""
    s.room(name, (x, 0, x + BAY_M, SOUTH), Use.OPEN)
    s.door(x + 4.05, SOUTH, "s")
    for dx in (2.1, 6.0):
        furnish.cluster(s, x + dx, 2.6, 0.0 if dx < 4 else 180.0)


def _north_row(s: Sketch, meetings: tuple[str, str]) -> None:
    """Four offices, two meeting rooms, a kitchen and a store."""
    for i in range(4):
        x = i * BAY_M / 2
        room = s.room("Office", (x, NORTH, x + BAY_M / 2, DEPTH_M), Use.OFFICE)
        s.door(x + 1.0, NORTH, "n", right=i % 2 == 1)
        furnish.office(s, room, 1 + i % 2)
    for i, name in enumerate(meetings):
        x = 2 * BAY_M + i * BAY_M / 2
        room = s.room(f"Meeting {name}", (x, NORTH, x + BAY_M / 2, DEPTH_M), Use.MEETING)
        s.door(x + 1.0, NORTH, "n")
        furnish.meeting(s, room)
    tea = s.room("Tea kitchen", (3 * BAY_M, NORTH, 28.6, DEPTH_M), Use.KITCHEN)
    s.gap(25.0, NORTH, 27.8, NORTH)
    furnish.kitchen(s, tea)
    s.room("Print room", (28.6, NORTH, WING, DEPTH_M), Use.STORE)
    s.door(30.0, NORTH, "n")
    s.put("COPIER", 31.6, 12.2)


def _wing(s: Sketch, name: str) -> None:
    """The open room west of the aisle, small rooms east of it."""
    s.room(name, (WING, DEPTH_M, AISLE, WING_END), Use.OPEN)
    for y in (16.0, 30.6):
        s.door(AISLE, y, "w", right=y > 20)
    for i in range(5):
        furnish.bench(s, 35.9, 15.4 + i * 4.0, 3)
    for i in range(3):
        y = NORTH + i * 4.0
        room = s.room(
            ("Meeting Usedom", "Meeting Darß", "Meeting Zingst")[i],
            (AISLE_END, y, LENGTH_M, y + 4.0),
            Use.MEETING,
        )
        s.door(AISLE_END, y + 1.0, "e")
        furnish.meeting(s, room)
    for i in range(2):
        y = 19.6 + i * 1.8
        booth = s.room(f"Phone booth {i + 1}", (AISLE_END, y, 44.9, y + 1.8), Use.BOOTH)
        s.door(AISLE_END, y + 0.9, "w", "DOOR-80")
        furnish.booth(s, booth)
    s.room("Store", (44.9, 19.6, LENGTH_M, 23.2), Use.STORE)
    s.door(46.5, 23.2, "s")
    studio = s.room("Team Hanse", (AISLE_END, 23.2, LENGTH_M, WING_END), Use.OPEN)
    s.door(AISLE_END, 28.4, "e")
    cx = (studio.bounds[0] + studio.bounds[2]) / 2
    for y in (26.0, 30.6):
        furnish.cluster(s, cx + 0.3, y, 90.0)


def _facades(s: Sketch, *, entrance: bool) -> None:
    for i in range(6):
        if not (entrance and i == 2):
            s.windows(i * BAY_M, 0, (i + 1) * BAY_M, 0, count=3, share=0.75)
    for i in range(4):
        s.windows(i * BAY_M, DEPTH_M, (i + 1) * BAY_M, DEPTH_M, count=4, share=0.7)
    for y0, y1, count in ((0, SOUTH, 2), (SOUTH, NORTH, 1), (NORTH, DEPTH_M, 2)):
        s.windows(0, y0, 0, y1, count=count, share=0.7)
    s.windows(LENGTH_M, 0, LENGTH_M, SOUTH, count=2, share=0.7)
    for y0, y1 in ((NORTH, 11.6), (11.6, 15.6), (15.6, 19.6), (19.6, 23.2), (23.2, WING_END)):
        s.windows(LENGTH_M, y0, LENGTH_M, y1, count=3 if y1 - y0 > 5 else 1, share=0.75)
    s.windows(WING, DEPTH_M, WING, WING_END, count=7, share=0.75)
    s.windows(WING, WING_END, AISLE, WING_END, count=3, share=0.75)
    s.windows(AISLE_END, WING_END, LENGTH_M, WING_END, count=2, share=0.75)
