"""The comparison of two plans from end to end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from floorplans.plans.matching.assignment import assign
from floorplans.plans.matching.candidates import Candidates, candidates
from floorplans.plans.matching.frames import frames_of
from floorplans.plans.matching.ground import Ground, ground_of
from floorplans.plans.matching.keys import Pair, keys_of
from floorplans.plans.matching.pieces import Pieces, pieces
from floorplans.plans.matching.planar import IDENTITY
from floorplans.plans.matching.values import (
    Decisions,
    Frame,
    Known,
    Match,
    Matching,
    Verdict,
    Wanted,
)
from floorplans.plans.matching.verdicts import by_decision, fresh, kept, label, left, said_of
from floorplans.wording import listed, one_of
from geo.georeference import Similarity

#: The reason that is told of what was decided.
BY_A_PERSON = "chosen by a person"


@dataclass(frozen=True, slots=True)
class _Decided:
    """By index: pairs (old: new), spaces that are to be new or gone, and what was in vain."""

    pairs: Mapping[int, int]
    new: frozenset[int]
    gone: frozenset[int]
    unheeded: Mapping[int, str]
    because: str


@dataclass(frozen=True, slots=True)
class _Compared:
    known: Sequence[Known]
    wanted: Sequence[Wanted]
    ground: Ground
    frames: tuple[Frame, ...]
    likely: Candidates
    decided: _Decided


def match(
    known: Sequence[Known],
    wanted: Sequence[Wanted],
    *,
    offered: Sequence[Similarity] = (IDENTITY,),
    decisions: Decisions | None = None,
    ended: frozenset[UUID] = frozenset(),
    because: str = BY_A_PERSON,
) -> Matching:
    """Pair old and new spaces, each at most once, and say what became of each.

    Living spaces go before ended ones. ``offered`` are ways in which the old plan may lie on the
    new, the usual one first. ``decisions`` of a person (by index of the new space) go before all,
    and so do ``ended``, the ids of known spaces that are to be gone; ``because`` is the reason told
    for them. Equal input gives equal answers, whatever the order of ``known``.
    """
    known = sorted(known, key=lambda k: k.id)
    decided = _decided(known, wanted, decisions or {}, ended, because)
    if not known or not wanted:
        said = {j: fresh(0.0) for j in range(len(wanted))}
        lost = {k.id: left(0.0) for k in known if not k.ended}
        return Matching((), said, lost, (Frame(offered[0], frozenset()),), decided.unheeded)
    ground = ground_of(known, wanted, keys_of(known, wanted))
    frames = frames_of(ground, offered)
    likely = candidates(known, wanted, ground, frames)
    found = _Compared(known, wanted, ground, frames, likely, decided)
    return _told(found, _assigned(found))


def _decided(
    known: Sequence[Known],
    wanted: Sequence[Wanted],
    decisions: Decisions,
    ended: frozenset[UUID],
    because: str,
) -> _Decided:
    by_id = {k.id: i for i, k in enumerate(known)}
    pairs: dict[int, int] = {}
    new: set[int] = set()
    unheeded: dict[int, str] = {}
    for j, said in sorted(decisions.items()):
        i = by_id.get(said) if isinstance(said, UUID) else None
        if not 0 <= j < len(wanted):
            unheeded[j] = "The plan has no such place any more."
        elif said == "new":
            new.add(j)
        elif i is None:
            unheeded[j] = "The floor has no such place any more."
        elif known[i].kind != wanted[j].kind:
            unheeded[j] = _unlike(known[i].kind, wanted[j].kind)
        elif i in pairs:
            unheeded[j] = f"{label(known[i])} was given to another place already."
        else:
            pairs[i] = j
    gone = frozenset(by_id[own] for own in ended if own in by_id) - pairs.keys()
    return _Decided(pairs, frozenset(new), gone, unheeded, because)


def _unlike(old: str, new: str) -> str:
    return f"{one_of(old).capitalize()} cannot become {one_of(new)}."


def _assigned(found: _Compared) -> dict[int, int]:
    """Old to new by index: what was decided, then the living, then those that had ended."""
    decided = found.decided
    partners = dict(decided.pairs)
    taken = {*decided.pairs.values(), *decided.new}
    for ended in (False, True):
        open_pairs = [
            (i, j)
            for i, j in found.likely
            if found.known[i].ended == ended
            and i not in partners
            and i not in decided.gone
            and j not in taken
        ]
        pairs = _best(found.likely, open_pairs)
        partners.update(pairs)
        taken.update(j for _, j in pairs)
    return partners


def _best(likely: Candidates, open_pairs: Iterable[Pair]) -> list[Pair]:
    chosen = {p: likely[p] for p in open_pairs}
    return assign({p: e.score for p, e in chosen.items()}, {p: e.away_m for p, e in chosen.items()})


def _told(found: _Compared, partners: dict[int, int]) -> Matching:
    parts = pieces(found.ground, found.frames, partners)
    verdicts = {i: _kept(found, i, j) for i, j in partners.items()}
    _add_pieces(found, verdicts, partners, parts)
    old_rivals, new_rivals = _rivals(found.likely)
    back = set(partners.values())
    return Matching(
        matches=tuple(
            Match(j, found.known[i].id, verdicts[i])
            for i, j in sorted(partners.items(), key=lambda pair: pair[1])
        ),
        new={
            j: _fresh(found, parts, j, new_rivals.get(j, 0.0))
            for j in range(len(found.wanted))
            if j not in back
        },
        gone={
            one.id: _left(found, partners, parts, i, old_rivals.get(i, 0.0))
            for i, one in enumerate(found.known)
            if i not in partners and not one.ended
        },
        frames=found.frames,
        unheeded=found.decided.unheeded,
    )


def _kept(found: _Compared, i: int, j: int) -> Verdict:
    known, wanted = found.known[i], found.wanted[j]
    pair = found.likely.get((i, j))
    floor = found.frames[0]
    if i in found.decided.pairs or pair is None:
        laid = floor.transform.apply(known.polygon)
        away_m = float(laid.centroid.distance(wanted.polygon.centroid))
        because = found.decided.because
        verdict = by_decision(known, wanted, away_m, floor.transform.scale, because)
    else:
        frame = found.frames[pair.frame]
        verdict = kept(known, wanted, pair, frame, whole=pair.frame == 0)
    if known.ended:
        why = f"Was on an earlier plan: {verdict.why[:1].lower()}{verdict.why[1:]}"
        return replace(verdict, change="new", why=why)
    return verdict


def _add_pieces(
    found: _Compared, verdicts: dict[int, Verdict], partners: Mapping[int, int], parts: Pieces
) -> None:
    """Say of what keeps its id that a part was cut off, or that another was added."""
    back = {j: i for i, j in partners.items()}
    cut: dict[int, list[str]] = defaultdict(list)
    added: dict[int, list[str]] = defaultdict(list)
    for j, (i, _) in sorted(parts.split.items()):
        cut[i].append(label(found.wanted[j]))
    for i, (j, _) in sorted(parts.merged.items()):
        added[back[j]].append(label(found.known[i]))
    for i, names in cut.items():
        _append(verdicts, i, "split", f"{listed(names)} cut off")
    for i, names in added.items():
        _append(verdicts, i, "merged", f"merged with {listed(names)}")


def _append(verdicts: dict[int, Verdict], i: int, change: str, why: str) -> None:
    present = verdicts[i]
    verdicts[i] = replace(present, change=change, why=f"{present.why[:-1]}, {why}.")


def _fresh(found: _Compared, parts: Pieces, j: int, rival: float) -> Verdict:
    if j not in parts.split:
        return said_of("new", found.decided.because) if j in found.decided.new else fresh(rival)
    i, share = parts.split[j]
    whole = found.known[i]
    return Verdict("new", round(share, 2), f"Split from {label(whole)}.", other=whole.id)


def _left(
    found: _Compared, partners: Mapping[int, int], parts: Pieces, i: int, rival: float
) -> Verdict:
    if i not in parts.merged:
        return said_of("gone", found.decided.because) if i in found.decided.gone else left(rival)
    j, share = parts.merged[i]
    whole = next(own for own, to in partners.items() if to == j)
    why = f"Merged into {label(found.wanted[j])}."
    return Verdict("gone", round(share, 2), why, other=found.known[whole].id)


def _rivals(likely: Candidates) -> tuple[dict[int, float], dict[int, float]]:
    """The likest place there was for each old and each new space."""
    old: dict[int, float] = defaultdict(float)
    new: dict[int, float] = defaultdict(float)
    for (i, j), pair in likely.items():
        old[i] = max(old[i], pair.likeness)
        new[j] = max(new[j], pair.likeness)
    return old, new
