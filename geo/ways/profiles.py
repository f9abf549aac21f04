"""Who walks: what each kind of person can pass, and how many seconds it takes.

Where the numbers come from:

- Walking: comfortable gait is 1.27 to 1.46 m/s for adults of 20 to 79 years (Bohannon 1997, Age and
  Ageing 26:15-19); in streets 1.32 m/s was seen (Andrews et al. 2010, "Update on distance and
  velocity requirements for community ambulation"). Ours is the slow end of both.
- A manual wheelchair at home and about: 0.79 m/s (Tolerico et al. 2007, JRRD 44(4):561-572).
- Stairs, along the floor: upwards 0.35 and downwards 0.5 of walking (IES VE, "Walking speeds");
  long stairs upwards were seen at 0.4 to 0.5 m/s (Kretz et al. 2008, "Upstairs walking speed
  distributions on a long stairway"), which agrees. Treads of 29 cm rise 17 cm (DIN 18065).
- Doors: opening one costs 2.0 to 2.9 s pushing and 3.9 to 4.4 s pulling (Son et al. 2020,
  Sustainability 12(20):8453); ours is the mean of both. For wheels the 5 s that a closer must
  leave (2010 ADA Standards, 404.2.8.1).
- Lifts: offices are planned for a mean wait of 25 to 30 s in the morning and below 40 s at noon
  (BCO Guide 2014); 4 s to get in and 3 s out (Solucore, "Elevator maintenance specifications");
  1.0 m/s, which is on the slow side for the lifts of offices.
- Escalators: 0.5 m/s along a slope of 30 degrees (EN 115-1), standing.
- Ramps: 1 in 12 (2010 ADA Standards, 405.2).
- Out of doors, where nobody said how one goes from door to door: along paths that meet at right
  angles a way is 1.00 to 1.41 times the straight line, by its direction (Stangl 2017, Journal of
  Urbanism, "Overcoming flaws in permeability measures"); over all directions the mean is 4/pi.
- Width: doors 0.80 m clear (ISO 21542), as a plan's facts ask; ways 0.90 m (915 mm in the ADA
  Standards, 403.5.1); a circle of 1.50 m to turn (DIN 18040-1).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

#: Half the width of a person who walks, and of what rolls; metres.
SLIM_M = 0.30
WIDE_M = 0.45

WALK_M_S = 1.3
WHEEL_M_S = 0.79
UP_SHARE = 0.35
DOWN_SHARE = 0.5
#: Metres along the floor for one upwards.
STAIR_RUN = 29 / 17
RAMP_RUN = 12.0
DOOR_S = 3.3
WHEEL_DOOR_S = 5.0
LIFT_WAIT_S = 30.0
LIFT_IN_S = 4.0
LIFT_OUT_S = 3.0
LIFT_M_S = 1.0
#: Metres upwards in a second, standing.
ESCALATOR_M_S = 0.25
#: From floor to floor where no height is known.
STOREY_M = 3.5
#: Out of doors, times the straight line.
DETOUR = 4 / math.pi
CLEAR_M = 0.80
TURN_M = 1.50


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of person.

    ``radius_m`` is kept from walls and furniture. Doors below ``least_clear_m`` are not passed, and
    where that is not 0 those of unknown width neither. With ``turn_m`` only places are reached
    where a circle of ``TURN_M`` is free.
    """

    name: str
    radius_m: float
    walk_m_s: float
    door_s: float
    stairs: bool
    escalators: bool
    least_clear_m: float = 0.0
    turn_m: float = 0.0


ON_FOOT = Profile("on_foot", SLIM_M, WALK_M_S, DOOR_S, stairs=True, escalators=True)
STEP_FREE = Profile("step_free", SLIM_M, WALK_M_S, DOOR_S, stairs=False, escalators=False)
WHEELCHAIR = Profile(
    "wheelchair", WIDE_M, WHEEL_M_S, WHEEL_DOOR_S, False, False, CLEAR_M, turn_m=TURN_M
)
#: A pram is turned on its hind wheels, so it needs no circle.
PRAM = Profile("pram", WIDE_M, WALK_M_S, WHEEL_DOOR_S, False, False, CLEAR_M)

PROFILES = {each.name: each for each in (ON_FOOT, STEP_FREE, WHEELCHAIR, PRAM)}


def least_seconds(profile: Profile, straight_m: float) -> float:
    """No way to what is so far away takes less: nothing moves sideways faster than who walks."""
    return max(0.0, straight_m) / profile.walk_m_s
