"""`floorplans read --redline`: a drawing with its findings, beside the drawing itself."""

from __future__ import annotations

from pathlib import Path

import ezdxf
import pytest
from click.testing import CliRunner, Result

from app.cli import main
from tests.support.drawings import make_broken_wall


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    path = tmp_path / "gap.dxf"
    make_broken_wall(1.5).saveas(path)
    return path


def read(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["read", *map(str, words)])


def test_the_drawing_is_written_again_with_a_layer_for_each_code(
    drawing: Path, tmp_path: Path
) -> None:
    before = drawing.read_bytes()
    done = read(drawing, "--redline", tmp_path / "out.dxf")
    assert done.exit_code == 0, done.output
    doc = ezdxf.readfile(tmp_path / "out.dxf")
    assert len(doc.modelspace().query('CIRCLE[layer=="FLOORPLANS_WALL_LEAK"]')) == 1
    assert len(doc.modelspace().query('LINE[layer=="A-WALL"]')) == 6
    assert drawing.read_bytes() == before


def test_a_folder_takes_one_for_each_drawing(drawing: Path, tmp_path: Path) -> None:
    done = read(drawing, "--redline", f"{tmp_path}/")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "gap-redline.dxf").is_file()


def test_the_drawing_itself_is_never_written_over(drawing: Path) -> None:
    before = drawing.read_bytes()
    done = read(drawing, "--redline", drawing)
    assert done.exit_code == 1
    assert "is the drawing itself, which stays as it is" in done.output
    assert drawing.read_bytes() == before


def test_several_drawings_need_a_folder(drawing: Path, tmp_path: Path) -> None:
    done = read(drawing, drawing, "--redline", tmp_path / "out.dxf")
    assert done.exit_code == 2
    assert "name a folder, as in --redline redlines/" in done.output
