"""What a way costs, and how far a search may go. The one place for these numbers."""

from __future__ import annotations

from datetime import timedelta

#: Walking on the level, in an office, not in a hurry: Knoblauch et al. 1996 (Transportation
#: Research Record 1538) measured 1.25 to 1.5 m/s for pedestrians; indoors the lower end holds.
WALKING_M_PER_S = 1.3
#: One storey by stairs, mean of up and down at 3.5 m: Fujiyama and Tyler 2010 (Fire and
#: Evacuation) found 0.5 to 0.8 m/s along the slope, about 7 m of it, plus landings and doors.
FLOOR_S = 20.0
#: Out of one entrance and into another, with two doors and a reception, beside the distance. The
#: way leads over the main entrance's floor (ordinal 0) in both buildings.
OTHER_BUILDING_S = 60.0

#: Farther than this nobody calls it near.
REACH_M = 600.0
#: A position farther from the site than this is not on it, and its CRS may not cover it.
REACH_OF_SITE_M = 20_000.0
FLOORS_AT_MOST = 60
SPACES_OF_A_FLOOR_AT_MOST = 2_000
#: After this the search answers with what it has, and says that it stopped.
BUDGET = timedelta(milliseconds=75)

LONGEST_LIST = 50
