"""A drawing that is laid out and can be read with one profile after another.

Parsing and expanding take most of the time of a reading and depend on little of what a person
decides; roles, unit, view and tolerances come after them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from importers.dxf.load import Loaded
from importers.dxf.scene import Scene
from importers.dxf.sheets import Settled, settle
from importers.fingerprint import Fingerprint
from importers.profile import Profile
from importers.repairs import RepairName, Repairs

#: Repairs that are made while a file is parsed and its blocks are expanded.
_BEFORE = frozenset(
    (
        RepairName.RECOVER_STRUCTURE,
        RepairName.READ_DECIMAL_COMMAS,
        RepairName.READ_OTHER_ENCODING,
        RepairName.SHOW_OFF_LAYERS,
        RepairName.DROP_STRAYS,
    )
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What ``load`` and ``extract`` made of a file; nothing that reads it changes it."""

    loaded: Loaded
    raw: Scene
    ledger: Repairs  # of what was mended so far
    fingerprint: Fingerprint
    _settled: dict[tuple[str | None, str | None], Settled] = field(default_factory=dict, repr=False)

    def settled(self, profile: Profile) -> Settled:
        """The part that is read, in metres; the last one is kept: few profiles ask for another.

        Raises ``ImportRefused`` (VIEW_NOT_FOUND).
        """
        asked = (profile.units, profile.view)
        if asked not in self._settled:
            self._settled.clear()
            self._settled[asked] = settle(self.raw, profile)
        return self._settled[asked]

    def ledger_for(self, profile: Profile) -> Repairs:
        """The ledger of one reading, with what was mended before it."""
        ledger = Repairs(profile.repairs_off)
        ledger.take(self.ledger)
        return ledger


def opened_alike(one: Profile, other: Profile) -> bool:
    """Whether two profiles differ only in what is asked after a file has been opened."""
    early = {frozenset(profile.repairs_off) & _BEFORE for profile in (one, other)}
    return len(early) == 1 and one.encoding == other.encoding
