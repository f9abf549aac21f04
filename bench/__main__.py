"""``python -m bench NAME [...]``: run one measurement and print its figures as JSON."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys

NAMES = (
    "accuracy",
    "units",
    "roles",
    "cuts",
    "import",
    "availability",
    "booking",
    "nearest",
    "find",
    "matching",
    "history",
    "replacing",
    "points",
    "profiles",
    "studio",
    "page",
    "kills",
    "mutants",
    "bombs",
    "proof",
    "rush",
    "ways",
    "walking",
    "live",
)
#: These take words of their own.
WITH_OPTIONS = ("replacing", "kills", "mutants", "bombs", "proof", "rush", "nearest", "live")


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("name", choices=[*NAMES, "all"])
    asked, options = parser.parse_known_args()
    chosen = asked.name
    if options and chosen not in WITH_OPTIONS:
        parser.error(f"{chosen} takes no options")
    missed = False
    for name in NAMES if chosen == "all" else (chosen,):
        module = importlib.import_module(f"bench.{name}_bench")
        figures = module.run(options) if name in WITH_OPTIONS else module.run()
        json.dump({name: figures, "cores": os.cpu_count()}, sys.stdout, indent=2)
        print(flush=True)
        missed = missed or any(not held for held in figures.get("targets", {}).values())
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
