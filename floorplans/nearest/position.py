"""Where somebody stands: a value that computes and binds, and says nothing about itself."""

from __future__ import annotations

import math
from typing import Any, NoReturn

from floorplans.errors import Invalid

#: Above this a desk in the answer may be the neighbour's; a floor is still right.
ACCURATE_TO_A_SPACE_M = 30.0
#: What browsers report when they know only the town.
WORST_ACCURACY_M = 1_000_000.0


class Position:
    """A place on the earth in EPSG:4326 degrees, and its accuracy (95 % radius) in metres.

    Prints as ``<position>``. It cannot be pickled, copied, compared, hashed by value, iterated or
    turned into JSON, and it is not a dataclass, so that nothing spreads its fields by accident.
    """

    __slots__ = ("_accuracy_m", "_lat", "_lon")

    def __init__(self, lon: float, lat: float, accuracy_m: float = 0.0) -> None:
        """Raises Invalid ``position_invalid``, without repeating the numbers."""
        numbers = (lon, lat, accuracy_m)
        if not all(_is_number(value) and math.isfinite(value) for value in numbers) or not (
            -180 <= lon <= 180 and -90 <= lat <= 90 and 0 <= accuracy_m <= WORST_ACCURACY_M
        ):
            raise Invalid(
                "position_invalid",
                "This is not a position on the earth. It was not kept.",
                "Allow the browser to tell your position again, or search near a desk.",
            )
        self._lon = float(lon)
        self._lat = float(lat)
        self._accuracy_m = float(accuracy_m)

    @property
    def lon(self) -> float:
        """Longitude in degrees. For binding to a query only."""
        return self._lon

    @property
    def lat(self) -> float:
        """Latitude in degrees. For binding to a query only."""
        return self._lat

    @property
    def accuracy_m(self) -> float:
        """The radius in metres within which it is true (95 %)."""
        return self._accuracy_m

    @property
    def is_accurate_to_a_space(self) -> bool:
        """Tell whether it can single out a desk, not only a floor."""
        return self._accuracy_m <= ACCURATE_TO_A_SPACE_M

    def __repr__(self) -> str:
        return "<position>"

    def __str__(self) -> str:
        return "<position>"

    def __format__(self, spec: str) -> str:
        return "<position>"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a position is never stored")

    def __getstate__(self) -> NoReturn:
        raise TypeError("a position is never stored")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
