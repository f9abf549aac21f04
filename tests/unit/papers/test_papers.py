"""The papers say what is: every link leads somewhere, every library and setting is there."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from app.cluster.configuration import PRIVACY
from app.cluster.quiet import WISHES
from app.settings import Settings

TOP = Path(__file__).parents[3]
PAPERS = sorted([*TOP.glob("*.md"), *TOP.glob("docs/**/*.md")])
#: Of the demo's command, not of the service.
DEMO_SETTINGS = {"DEMO_PASSWORD"}
ONE_PICTURE_BYTES, ALL_PICTURES_BYTES = 150 * 1024, 2000 * 1024


def read(name: str) -> str:
    return (TOP / name).read_text()


def first_cells(text: str) -> set[str]:
    """What the first column of every table names in `backticks`."""
    rows = re.findall(r"^\| (.+?) \|", text, re.MULTILINE)
    return {name for cell in rows for name in re.findall(r"`([^`]+)`", cell)}


def libraries() -> set[str]:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    wanted = list(project["dependencies"])
    for more in project["optional-dependencies"].values():
        wanted += more
    for file in (TOP / "requirements").glob("*.in"):
        wanted += [line for line in file.read_text().splitlines() if line and line[0] != "#"]
    browser = json.loads(read("package.json"))
    names = {Requirement(line).name for line in wanted}
    return names | set(browser["dependencies"]) | set(browser["devDependencies"])


class Recorder(Mapping[str, str]):
    """An environment in which nothing is set and which knows what it was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_every_library_has_its_line_in_the_papers() -> None:
    assert libraries() - first_cells(read("docs/dependencies.md")) == set()


def test_no_line_is_about_a_library_that_is_gone() -> None:
    beside = {"uv", "python3-venv", "ca-certificates", "fonts-dejavu-core", "gdal-bin"}
    assert first_cells(read("docs/dependencies.md")) - libraries() == beside


def links() -> list[Any]:
    return [
        pytest.param(paper, target, id=f"{paper.relative_to(TOP)}: {target}")
        for paper in PAPERS
        for target in re.findall(r'\]\(([^)\s]+)\)|src="([^"]+)"', paper.read_text())
        for target in target
        if target and "://" not in target and not target.startswith("#")
    ]


@pytest.mark.parametrize(("paper", "target"), links())
def test_every_link_leads_to_a_file(paper: Path, target: str) -> None:
    assert (paper.parent / target.partition("#")[0]).exists()


def test_every_paper_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [TOP / "README.md"]
    while waiting:
        paper = waiting.pop()
        reached.add(paper)
        for target in re.findall(r"\]\(([^)\s#]+)", paper.read_text()):
            found = (paper.parent / target).resolve()
            papers = found.glob("*.md") if found.is_dir() else [found]
            waiting += [p for p in papers if p.suffix == ".md" and p.exists() and p not in reached]
    assert set(PAPERS) - {TOP / "docs" / "README.md"} <= reached


def test_every_picture_is_shown_and_light() -> None:
    pictures = (TOP / "docs/pictures").rglob("*.webp")
    sizes = {picture: picture.stat().st_size for picture in pictures}
    shown = set(re.findall(r"docs/(pictures/[\w-]+\.webp)", read("README.md")))
    for paper in (TOP / "docs").glob("*.md"):
        shown |= set(re.findall(r'(?:\]\(|src=")(pictures/[\w/-]+\.webp)', paper.read_text()))
    assert {str(picture.relative_to(TOP / "docs")) for picture in sizes} == shown
    assert max(sizes.values()) <= ONE_PICTURE_BYTES
    assert sum(sizes.values()) <= ALL_PICTURES_BYTES


def test_every_setting_of_the_readme_is_one_that_the_service_reads() -> None:
    environment = Recorder()
    Settings.from_environment(environment)
    told = {name for name in first_cells(read("README.md")) if name.isupper()}
    assert told
    assert told - DEMO_SETTINGS <= environment.asked


def settings_of_the_papers_sql() -> dict[str, str]:
    line = re.compile(r"^ALTER ROLE floorplans_app SET (\S+) = '(\S+)';$", re.MULTILINE)
    return dict(line.findall(read("docs/own-postgresql.md")))


def test_what_a_server_must_not_write_down_is_what_the_private_one_is_told() -> None:
    shared = {
        name: value for name, value in settings_of_the_papers_sql().items() if name in PRIVACY
    }
    assert shared == {name: PRIVACY[name] for name in shared}
    # The private cluster loads no module, and the length of a statement is the server's matter.
    assert shared.keys() == PRIVACY.keys() - {"track_activity_query_size"}


def test_the_doctor_looks_at_every_setting_of_that_list() -> None:
    assert {wish.name: wish.wanted for wish in WISHES} == settings_of_the_papers_sql()
