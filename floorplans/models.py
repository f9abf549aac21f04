"""Every table of the domain, gathered for the migrations."""

from __future__ import annotations

from floorplans.bookings import models as bookings
from floorplans.metadata import metadata
from floorplans.people import models as people
from floorplans.places import models as places
from floorplans.plans import models as plans
from floorplans.plans.batches import models as batches
from floorplans.plans.facts import models as facts
from floorplans.plans.profiles import models as profiles
from floorplans.plans.underlays import models as underlays

__all__ = [
    "batches",
    "bookings",
    "facts",
    "metadata",
    "people",
    "places",
    "plans",
    "profiles",
    "underlays",
]
