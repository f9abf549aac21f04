"""Finding PostgreSQL: the newest with PostGIS, or exactly the one that made the data."""

from pathlib import Path

import pytest

from app.cluster.binaries import find_binaries
from app.cluster.errors import ClusterError


@pytest.fixture(autouse=True)
def _nothing_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def make_version(versions: Path, major: int) -> None:
    folder = versions / str(major) / "bin"
    folder.mkdir(parents=True)
    for name in ("initdb", "pg_ctl", "postgres"):
        (folder / name).write_text("")


def test_a_machine_without_postgresql_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="script/setup") as refusal:
        find_binaries(versions=tmp_path)
    assert refusal.value.code == "POSTGRESQL_MISSING"


def test_postgresql_without_postgis_is_told_apart(tmp_path: Path) -> None:
    make_version(tmp_path, 99)
    with pytest.raises(ClusterError) as refusal:
        find_binaries(versions=tmp_path)
    assert refusal.value.code == "POSTGIS_MISSING"


def test_data_of_a_version_that_is_gone_names_both_versions(tmp_path: Path) -> None:
    make_version(tmp_path, 99)
    with pytest.raises(ClusterError, match=r"PostgreSQL 12, .* has: 99") as refusal:
        find_binaries(12, versions=tmp_path)
    assert refusal.value.code == "CLUSTER_OTHER_VERSION"


def test_data_is_served_by_the_version_that_made_it(tmp_path: Path) -> None:
    make_version(tmp_path, 98)
    make_version(tmp_path, 99)
    assert find_binaries(98, versions=tmp_path).folder == tmp_path / "98" / "bin"
