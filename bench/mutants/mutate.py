"""One mutant: a source and a seed give the same bytes on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.mutants import damage_bytes, damage_parts, damage_tags
from bench.mutants.tagged import is_binary, join, split

#: Damages in one mutant; most have one, so that it shows what the reader makes of it.
HOW_MANY = (1, 1, 1, 1, 2, 2, 3, 6)
#: Shares of mutants that are damaged as bytes, and as tags; the others as parts.
BYTES_SHARE, TAGS_SHARE = 0.15, 0.45
#: A mutant larger than this says nothing that a smaller one does not, and costs the run its time.
MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Mutant:
    raw: bytes
    steps: tuple[str, ...]  # the names of the damages, in their order


def mutant(source: str, raw: bytes, seed: int) -> Mutant:
    """The mutant of the source called ``source``, which holds ``raw``."""
    rng = Random(f"{source} {seed}")
    steps = []
    binary = is_binary(raw)
    for _ in range(rng.choice(HOW_MANY)):
        draw = rng.random()
        if draw < BYTES_SHARE or binary:
            whole = bytearray(raw or b"0")
            damage = rng.choice(damage_bytes.DAMAGES)
            damage(whole, rng)
            steps.append(f"bytes.{damage.__name__}")
            raw = bytes(whole)
        else:
            kind = "tags" if draw < BYTES_SHARE + TAGS_SHARE else "parts"
            tags = split(raw)
            if not tags:
                continue
            among = damage_tags.DAMAGES if kind == "tags" else damage_parts.DAMAGES
            chosen = rng.choice(among)
            chosen(tags, rng)
            steps.append(f"{kind}.{chosen.__name__}")
            raw = join(tags)
    return Mutant(raw[:MAX_BYTES], tuple(steps))
