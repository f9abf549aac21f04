"""Kanaalhuis: the single small floor of the second organisation. Metres."""

from __future__ import annotations

from app.demo import furnish
from app.demo.sketch import Sketch, Use

LENGTH_M, HALF_M, DEPTH_M = 21.6, 6.0, 12.6
HALL_END_M = 7.8


def ground() -> Sketch:
    """Twenty-two desks, three meeting rooms, a pantry."""
    s = Sketch("K", "0")
    s.room("Gang", (0, HALF_M, LENGTH_M, HALL_END_M), Use.CORRIDOR)
    s.door(0, 6.9, "w", right=True)
    s.room("Werkplekken", (0, 0, 12.6, HALF_M), Use.OPEN)
    s.gap(0.6, HALF_M, 12.0, HALF_M)
    for i in range(3):
        furnish.bench(s, 2.1 + i * 4.2, 2.9, 3, 90.0)
    for i, name in enumerate(("Vergaderkamer Spoorzone", "Vergaderkamer Westerkade")):
        x = 12.6 + i * 4.5
        room = s.room(name, (x, 0, x + 4.5, HALF_M), Use.MEETING)
        s.door(x + 1.1, HALF_M, "s")
        furnish.meeting(s, room)
    pantry = s.room("Pantry", (0, HALL_END_M, 6.0, DEPTH_M), Use.KITCHEN)
    s.gap(1.6, HALL_END_M, 4.6, HALL_END_M)
    furnish.kitchen(s, pantry)
    s.room("Trap", (6.0, HALL_END_M, 8.7, DEPTH_M + 1.2), Use.STAIR)
    s.put("STAIR-U", 7.35, 10.8)
    s.door(7.35, HALL_END_M, "n")
    wc = s.room("Toilet", (8.7, HALL_END_M, 11.4, DEPTH_M), Use.TOILET)
    s.door(10.0, HALL_END_M, "n")
    furnish.toilets(s, wc)
    for i in range(2):
        x = 11.4 + i * 3.6
        office = s.room("Kantoor", (x, HALL_END_M, x + 3.6, DEPTH_M), Use.OFFICE)
        s.door(x + 1.0, HALL_END_M, "n")
        furnish.office(s, office, 2)
    quiet = s.room("Vergaderkamer Coolhaven", (18.6, HALL_END_M, LENGTH_M, DEPTH_M), Use.MEETING)
    s.door(19.6, HALL_END_M, "n")
    furnish.meeting(s, quiet)
    s.zone("Team", 0, 0, 12.6, HALF_M)
    _facades(s)
    return s


def _facades(s: Sketch) -> None:
    s.windows(0, 0, LENGTH_M, 0, count=8, share=0.7)
    s.windows(0, DEPTH_M, 6.0, DEPTH_M, count=2, share=0.7)
    s.windows(11.4, DEPTH_M, LENGTH_M, DEPTH_M, count=4, share=0.7)
    s.windows(LENGTH_M, 0, LENGTH_M, HALF_M, count=2, share=0.7)
