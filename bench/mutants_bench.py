"""``mutants``: what the reader makes of many damaged drawings, at what cost.

``script/bench mutants --count 100000 --seed 1`` reads so many mutants of all sources, from that
seed on; ``--source NAME --seed N --count 1 --keep FILE`` repeats one and keeps it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.mutants.crew import again, run_mutants
from bench.mutants.mutate import mutant
from bench.mutants.sources import plans_folder, sources

COUNT = 20_000
CPU_TARGET_S = 10.0
MEMORY_TARGET_BYTES = 2**30


def run(words: Sequence[str] = ()) -> dict[str, Any]:
    asked = _asked(words)
    made_of = sources()
    names = [asked.source] if asked.source else list(made_of)
    if asked.keep:
        asked.keep.write_bytes(mutant(names[0], made_of[names[0]](), asked.seed).raw)
    result = run_mutants(names, asked.count, asked.seed)
    if result.faults:
        print(result.told(), file=sys.stderr)
    return {
        "mutants": result.mutants,
        "sources": len(names),
        "real_drawings": plans_folder() is not None,
        "outcomes": dict(result.outcomes.most_common()),
        "faults": len(result.faults),
        "mean_cpu_ms": round(1000 * result.cpu_s / max(1, result.mutants), 1),
        "slowest_cpu_s": round(result.slowest["cpu_s"], 2),
        "slowest": again(result.slowest),
        "largest_mib": round(result.largest["peak_bytes"] / 2**20),
        "largest": again(result.largest),
        "targets": {
            "no faults": not result.faults,
            f"at most {CPU_TARGET_S:.0f} s": result.slowest["cpu_s"] <= CPU_TARGET_S,
            "at most 1 GiB": result.largest["peak_bytes"] <= MEMORY_TARGET_BYTES,
        },
    }


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/bench mutants",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--source", choices=list(sources()), metavar="NAME")
    parser.add_argument("--keep", type=Path, metavar="FILE")
    return parser.parse_args(words)
