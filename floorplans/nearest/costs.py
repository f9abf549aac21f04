"""What a way costs, and how far a search may go. The one place for these numbers."""

from __future__ import annotations

from datetime import timedelta

#: Walking on the level, in an office, not in a hurry: assumed. Speeds were measured on crosswalks,
#: out of doors: "Field Studies of Pedestrian Walking Speed and Start-Up Time" (Transportation
#: Research Record 1538, 1996, p. 27) is quoted with 1.25 m/s for people under 65 and 0.97 m/s for
#: older ones, Gates et al. (Transportation Research Board 2006, paper 06-1826) have a mean of
#: 3.81 ft/s (1.16 m/s) over 65, and Mapbox plans pedestrians' ways with 1.42 m/s.
WALKING_M_PER_S = 1.3
#: One storey by stairs, up or down: assumed, from 3.5 m of height on 5.6 m of ground (32 degrees).
#: "Upstairs walking speed distributions on a long stairway" (Expo 2000 in Hannover) has the most
#: frequent speed at 0.4 to 0.5 m/s along the ground, and a mean of about twice that on a short
#: stair: 6 to 14 s. The rest is for landings and doors, assumed too. How speed follows from the
#: slope is in Fujiyama and Tyler, Transportation Planning and Technology 33 (2), 2010, pp. 177-202,
#: doi:10.1080/03081061003643770.
FLOOR_S = 20.0
#: Out of one entrance and into another, with two doors and a reception, beside the distance:
#: assumed. The way leads over the main entrance's floor (ordinal 0) in both buildings.
OTHER_BUILDING_S = 60.0

#: Farther than this nobody calls it near: assumed, about eight minutes on foot.
REACH_M = 600.0
#: A position farther from the site than this is not on it, and its CRS may not cover it. Assumed:
#: a large airport or works measures less, and a UTM zone is some hundred kilometres wide.
REACH_OF_SITE_M = 20_000.0
#: Bounds of one search, chosen for the time that it takes; see ``script/bench nearest``.
FLOORS_AT_MOST = 60
SPACES_OF_A_FLOOR_AT_MOST = 2_000
#: More spaces than any floor has: where an order must be proven none may be left out.
ALL_OF_A_FLOOR = 100_000
#: After this the search answers with what it has, and says that it stopped.
BUDGET = timedelta(milliseconds=75)

LONGEST_LIST = 50
