"""Every table of the domain, gathered for the migrations."""

from __future__ import annotations

from floorplans.assigning import models as assigning
from floorplans.beacons import models as beacons
from floorplans.bookings import models as bookings
from floorplans.directory import models as directory
from floorplans.equipment import models as equipment
from floorplans.finding import models as finding
from floorplans.hooks import models as hooks
from floorplans.identities import models as identities
from floorplans.mending import models as mending
from floorplans.messages import models as messages
from floorplans.metadata import metadata
from floorplans.people import models as people
from floorplans.places import models as places
from floorplans.plans import models as plans
from floorplans.plans.batches import models as batches
from floorplans.plans.facts import models as facts
from floorplans.plans.profiles import models as profiles
from floorplans.plans.underlays import models as underlays
from floorplans.policies import models as policies
from floorplans.presence import models as presence
from floorplans.screens import models as screens
from floorplans.series import models as series
from floorplans.teams import models as teams
from floorplans.usage import models as usage
from floorplans.waiting import models as waiting
from floorplans.walking import models as walking

__all__ = [
    "assigning",
    "batches",
    "beacons",
    "bookings",
    "directory",
    "equipment",
    "facts",
    "finding",
    "hooks",
    "identities",
    "mending",
    "messages",
    "metadata",
    "people",
    "places",
    "plans",
    "policies",
    "presence",
    "profiles",
    "screens",
    "series",
    "teams",
    "underlays",
    "usage",
    "waiting",
    "walking",
]
