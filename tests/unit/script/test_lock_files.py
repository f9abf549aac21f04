"""The lock files pin everything by hash and name no place that packages come from."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).parents[3]
LOCKS = sorted((TOP / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_python_lock_file_names_no_host(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_python_package_has_one_version_and_a_hash(lock: Path) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", lock.read_text(), flags=re.IGNORECASE)[1:]
    assert len(entries) > 1
    for entry in entries:
        assert "==" in entry.splitlines()[0]
        assert "--hash=sha256:" in entry


def test_the_tests_run_on_the_versions_that_people_get() -> None:
    runtime, test = (_pins(TOP / "requirements" / f"{name}.txt") for name in ("runtime", "test"))
    assert runtime <= test


def _wanted(extra: str | None) -> list[str]:
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    wanted: list[str] = (
        project["optional-dependencies"][extra] if extra else project["dependencies"]
    )
    return wanted


@pytest.mark.parametrize(
    ("lock", "line"),
    [("runtime", line) for line in _wanted(None)] + [("test", line) for line in _wanted("test")],
)
def test_a_dependency_of_the_project_is_locked_to_a_version_it_allows(lock: str, line: str) -> None:
    wanted = Requirement(line)
    pins = [pin.split("==") for pin in _pins(TOP / "requirements" / f"{lock}.txt")]
    versions = [v for name, v in pins if canonicalize_name(name) == canonicalize_name(wanted.name)]
    assert versions, f"run script/lock: {wanted.name} is in no lock file"
    assert all(wanted.specifier.contains(version) for version in versions)


def test_the_browser_lock_file_names_no_host_and_hashes_everything() -> None:
    lock = json.loads((TOP / "package-lock.json").read_text())
    libraries = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(libraries) > 1
    for entry in libraries.values():
        assert "resolved" not in entry
        assert entry["integrity"].startswith("sha512-")


def _pins(lock: Path) -> set[str]:
    return set(re.findall(r"^[A-Za-z0-9._-]+==\S+", lock.read_text(), re.MULTILINE))
