"""What a phone works out from the ways that it was given: our own scripts, run by Node."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app import paths

#: The scripts import each other and are not bundled.
_SOURCE = paths.static() / "src" / "near" / "phone"
_SEARCH = Path(__file__).with_name("search.mjs")
_PATIENCE_S = 120


def node() -> str:
    """The machine's own Node, or the one that the set-up has put beside Python."""
    beside = Path(sys.prefix, "node", "bin", "node")
    found = shutil.which("node") or (str(beside) if beside.exists() else None)
    assert found, "These tests need Node: run script/setup."
    return found


def on_phone(
    folder: Path,
    ways: bytes,
    searches: Sequence[Mapping[str, Any]] = (),
    positions: Sequence[Mapping[str, float]] = (),
) -> dict[str, Any]:
    """What is found for each search, and where each position lies in the ways' plane."""
    (folder / "ways.bin").write_bytes(ways)
    (folder / "cases.json").write_text(json.dumps({"searches": searches, "positions": positions}))
    # Modules of a folder without a package.json of their own are read as the top's says.
    done = subprocess.run(
        [node(), str(_SEARCH), str(_SOURCE), str(folder)],
        check=False,
        capture_output=True,
        timeout=_PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr.decode()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
