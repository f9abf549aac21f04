"""World files, as drawings and pictures have them."""

from __future__ import annotations

import pytest

from floorplans.errors import Invalid
from floorplans.plans.world_file import parse


def test_six_numbers_turn_and_shift() -> None:
    found = parse("0\n2\n-2\n0\n100\n200\n")
    assert found.point(0, 0) == pytest.approx((100, 200))
    assert found.point(1, 0) == pytest.approx((100, 202))
    assert found.point(0, 1) == pytest.approx((98, 200))
    assert not found.mirrored


def test_rows_that_count_downwards_turn_the_plan_over() -> None:
    found = parse("0.5\n0\n0\n-0.5\n100\n200\n")
    assert found.mirrored
    assert found.point(2, 4) == pytest.approx((101, 198))


def test_a_cad_file_has_pairs_of_points() -> None:
    assert parse("0,0 100,200").point(3, 4) == pytest.approx((103, 204))
    turned = parse("0,0 100,200\n10,0 100,210")
    assert turned.point(0, 10) == pytest.approx((90, 200))


def test_decimals_may_have_exponents_and_the_file_a_byte_order_mark() -> None:
    found = parse("\ufeff1.0E-3\r\n0.0\r\n0.0\r\n1.0E-3\r\n1E5\r\n2e5\r\n")
    assert found.scale == pytest.approx(0.001)


@pytest.mark.parametrize(
    "text", ["", "1 2 3", "0\n0\n0\n0\n1\n2", "1\n0\n0\n1\nnan\n2", "9" * 3000]
)
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(text)
    assert refused.value.code == "world_file_unreadable"
