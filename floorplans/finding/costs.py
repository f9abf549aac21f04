"""What a place is ranked by, in seconds of walking. The one place for these numbers."""

from __future__ import annotations

from floorplans.nearest import costs as ways

#: A favourite is worth a minute more on the way, the usual place half of one: chosen so that the
#: favourite at the other end of a floor (about 80 m) comes before any desk, and one three floors
#: up does not come before the desk next to a colleague.
FAVOURITE_S = 60.0
USUAL_S = 30.0
#: Each seat that stays empty, so that four people are not offered the hall before the room for six.
SPARE_SEAT_S = 10.0

COSTS = {
    "walking_m_per_s": ways.WALKING_M_PER_S,
    "floor_s": ways.FLOOR_S,
    "other_building_s": ways.OTHER_BUILDING_S,
    "favourite_s": FAVOURITE_S,
    "usual_s": USUAL_S,
    "spare_seat_s": SPARE_SEAT_S,
}

LONGEST_LIST = 50
#: How many are told that do not have all that was wished.
NEXT_PLACES = 6
#: How many the database ranks at once. Where rules of single places refuse all of them, the next
#: are more, since each time the whole site is looked through; after all of these it gives up.
RANKED_AT_ONCE = (40, 160, 640, 1_160)
