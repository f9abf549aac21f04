"""Tiles of the web's usual map, against what PROJ says of EPSG:3857."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from geo.tiles import EDGE_DEGREES, Tile

HALF_M = 20_037_508.342789244
TO_METRES = Transformer.from_crs(4326, 3857, always_xy=True)


@st.composite
def tiles(draw: st.DrawFn) -> Tile:
    level = draw(st.integers(0, 24))
    numbers = st.integers(0, 2**level - 1)
    return Tile(level, draw(numbers), draw(numbers))


@given(tiles())
def test_a_tile_is_a_square_of_the_map(tile: Tile) -> None:
    west, south, east, north = tile.degrees()
    left, bottom = TO_METRES.transform(west, south)
    right, top = TO_METRES.transform(east, north)
    wide = 2 * HALF_M / 2**tile.level
    assert left == pytest.approx(tile.column * wide - HALF_M, abs=1e-4)
    assert top == pytest.approx(HALF_M - tile.row * wide, abs=1e-4)
    assert right - left == pytest.approx(wide, abs=1e-4)
    assert top - bottom == pytest.approx(wide, abs=1e-4)


@given(tiles(), st.floats(0, 1))
def test_a_margin_lies_around_it_and_within_the_world(tile: Tile, margin: float) -> None:
    west, south, east, north = tile.degrees()
    farther = tile.degrees(margin)
    assert farther[0] <= west < east <= farther[2]
    assert farther[1] <= south < north <= farther[3]
    assert -180 <= farther[0] < farther[2] <= 180
    assert -EDGE_DEGREES <= farther[1] < farther[3] <= EDGE_DEGREES


def test_the_first_tile_is_the_whole_map() -> None:
    assert Tile(0, 0, 0).degrees() == pytest.approx((-180, -EDGE_DEGREES, 180, EDGE_DEGREES))


@pytest.mark.parametrize(("level", "row", "column"), [(0, 1, 0), (3, 0, 8), (2, -1, 0)])
def test_what_is_no_tile_cannot_be_one(level: int, row: int, column: int) -> None:
    with pytest.raises(ValueError, match="rows and columns"):
        Tile(level, row, column)


@pytest.mark.parametrize("level", [-1, 25, 10**12])
def test_levels_have_an_end(level: int) -> None:
    with pytest.raises(ValueError, match="levels go from 0 to 24"):
        Tile(level, 0, 0)
