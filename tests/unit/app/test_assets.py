"""A build of the browser's part while the service runs."""

from __future__ import annotations

import json
import os
from pathlib import Path

from app.assets import Assets


def write_manifest(dist: Path, name: str, *, made_at_ns: int) -> None:
    manifest = dist / "manifest.json"
    manifest.write_text(json.dumps({"floor.js": name}))
    os.utime(manifest, ns=(made_at_ns, made_at_ns))


def test_what_was_read_is_current_until_another_build_ends(tmp_path: Path) -> None:
    write_manifest(tmp_path, "floor-A.js", made_at_ns=1_000_000_000)
    read = Assets.load(tmp_path)
    assert read.is_current(tmp_path)
    write_manifest(tmp_path, "floor-B.js", made_at_ns=2_000_000_000)
    assert not read.is_current(tmp_path)
    assert Assets.load(tmp_path).path("floor.js") == "dist/floor-B.js"


def test_in_the_middle_of_a_build_what_was_read_still_holds(tmp_path: Path) -> None:
    write_manifest(tmp_path, "floor-A.js", made_at_ns=1_000_000_000)
    read = Assets.load(tmp_path)
    (tmp_path / "manifest.json").unlink()
    assert read.is_current(tmp_path)


def test_a_script_in_parts_tells_which_are_loaded_with_it(tmp_path: Path) -> None:
    write_manifest(tmp_path, "floor-A.js", made_at_ns=1_000_000_000)
    assert Assets.load(tmp_path).parts == {}
    (tmp_path / "parts.json").write_text(json.dumps({"floor.js": ["chunk-B.js", "chunk-C.js"]}))
    assert Assets.load(tmp_path).parts == {"floor.js": ("chunk-B.js", "chunk-C.js")}
