"""``profiles``: are the profiles of offices found again by how their next drawing is drawn?

A profile is saved of one floor of each hand; then each hand draws another floor, which is compared
with all of them. Where two hands share all words (names of layers, of blocks) either is right: the
roles of one hold for the other.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.drawn.draw import draw
from bench.drawn.families import FAMILIES
from bench.drawn.hands import Hand
from floorplans.plans.profiles.finding import Saved, fits
from importers.base import Limits
from importers.dxf.extract import extract
from importers.dxf.importer import DxfImporter
from importers.dxf.load import load
from importers.dxf.prints import fingerprint_of
from importers.fingerprint import Fingerprint
from importers.profile import Profile
from importers.repairs import Repairs

HANDS_A_FAMILY = 4
#: The next drawing of a hand is of another building.
LATER = 5000
PRECISION_TARGET, RECALL_TARGET = 0.99, 0.8
OFFERED_TARGET = 0.95
COST_TARGET = 0.05
DEAREST = 5


@dataclass(frozen=True, slots=True)
class Office:
    """One hand with the fingerprints of two of its floors."""

    family: str
    hand: Hand
    first: Fingerprint
    later: Fingerprint

    @property
    def words(self) -> tuple[Any, ...]:
        """What a profile speaks of: hands that share it can share a profile."""
        return (tuple(self.hand.layers.items()), tuple(self.hand.blocks.items()))


def run() -> dict[str, Any]:
    offices = [office(family, seed) for family in FAMILIES for seed in range(HANDS_A_FAMILY)]
    told = judge(offices)
    share = cost()
    return {
        "hands": len(offices),
        **told,
        "fingerprint_share_of_reading": share,
        "targets": {
            f"precision at least {PRECISION_TARGET}": told["clear"]["precision"]
            >= PRECISION_TARGET,
            f"recall at least {RECALL_TARGET}": told["clear"]["recall"] >= RECALL_TARGET,
            f"offered at least {OFFERED_TARGET}": told["offered_first"] >= OFFERED_TARGET,
            f"cost at most {COST_TARGET}": share <= COST_TARGET,
        },
    }


def office(family: str, seed: int) -> Office:
    """A hand and two floors that it draws."""
    doc, _, hand = draw(family, seed)
    later, _, _ = draw(family, LATER + seed, lambda _: hand)
    return Office(family, hand, fingerprint(doc), fingerprint(later))


def fingerprint(doc: Any) -> Fingerprint:
    """That of a drawing as it comes out of a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.dxf"
        doc.saveas(path)
        repairs = Repairs()
        loaded = load(path, Limits(), repairs)
        return fingerprint_of(loaded.doc, extract(loaded.doc, Limits(), repairs))


def judge(offices: list[Office]) -> dict[str, Any]:
    """How often the right profile is used by itself, is offered first, and a wrong one is used."""
    # Each decides something else, as people do: only then rivals keep each other from being clear.
    saved = [
        Saved(UUID(int=n), f"{one.family} {n}", Profile(layers={f"L{n}": "wall"}), one.first)
        for n, one in enumerate(offices)
    ]
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for n, one in enumerate(offices):
        found = fits(saved, one.later)
        right = {m for m, other in enumerate(offices) if m == n or other.words == one.words}
        first = found[0].saved.id.int if found else None
        counts["offered_first"] += first in right
        clear = [fit.saved.id.int for fit in found if fit.clear]
        counts["used"] += len(clear)
        counts["used_right"] += sum(m in right for m in clear)
        counts["used_own"] += n in clear
        wrong.update(f"{one.family} as {offices[m].family}" for m in clear if m not in right)
        # Its own was never saved: then only one that shares its words may be used.
        others = [each for m, each in enumerate(saved) if m != n]
        alone = [fit.saved.id.int for fit in fits(others, one.later) if fit.clear]
        counts["strangers"] += sum(m not in right for m in alone)
        counts["without_own"] += 1
        wrong.update(f"{one.family} taken for {offices[m].family}" for m in alone if m not in right)
    many = len(offices)
    used = counts["used"] or 1
    return {
        "clear": {
            "precision": round(counts["used_right"] / used, 3),
            "recall": round(counts["used_right"] / many, 3),
            "its_very_own": round(counts["used_own"] / many, 3),
        },
        "offered_first": round(counts["offered_first"] / many, 3),
        "strangers_used": round(counts["strangers"] / counts["without_own"], 3),
        "wrong": dict(wrong.most_common(DEAREST)),
    }


def cost() -> float:
    """Processor time of the fingerprint as a share of reading, over a floor of each family."""
    prints = reading = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.dxf"
        for family in FAMILIES:
            draw(family, 1)[0].saveas(path)
            began = time.process_time()
            DxfImporter().read(path, Profile(), Limits(), lambda _stage, _share: None)
            reading += time.process_time() - began
            loaded = load(path, Limits())
            raw = extract(loaded.doc, Limits())
            began = time.process_time()
            fingerprint_of(loaded.doc, raw)
            prints += time.process_time() - began
    return round(prints / reading, 4)
