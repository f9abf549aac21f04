"""What looks for a position finds it in every form, wherever it stands."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.drills.canary.scanner import Hit, scan
from tests.drills.canary.stage import HERE, Stage, canary_at
from tests.support.factories import SRID


@pytest.mark.parametrize("form", sorted(canary_at(HERE).forms()))
def test_the_scanner_finds_every_form_at_any_place(tmp_path: Path, form: str) -> None:
    canary = canary_at(HERE)
    for before in (0, 5, (1 << 20) - 3):
        (tmp_path / "file").write_bytes(b"x" * before + canary.forms()[form] + b"yz")
        assert Hit(str(tmp_path / "file"), form) in scan(canary, [tmp_path])


def test_the_scanner_finds_a_stored_geometry(stage: Stage) -> None:
    with psycopg.connect(stage.admin_url) as connection:
        for srid, form in ((4326, "lon in WKB, upper case"), (SRID, "east in WKB, upper case")):
            row = connection.execute(
                "SELECT ST_Transform(ST_SetSRID(ST_MakePoint(4.5, 52.1), 4326), %s)::text", (srid,)
            ).fetchone()
            assert row is not None
            file = stage.folder.parent / f"{stage.folder.name}-{srid}"
            file.write_text(row[0])
            try:
                assert form in {hit.form for hit in scan(canary_at((4.5, 52.1)), [file])}
            finally:
                file.unlink()
