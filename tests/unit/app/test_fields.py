"""What the API reads as a time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.api.fields import Instant

times = TypeAdapter(Instant)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-18T09:00:00Z",
        "2026-11-18T10:00:00+01:00",
        "2026-11-18T10:00+0100",
        "2026-11-18 10:00:00 01:00",
        "2026-11-18T03:30:00.000-05:30",
    ],
)
def test_one_instant_has_many_spellings(text: str) -> None:
    assert times.validate_python(text) == datetime(2026, 11, 18, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-18T09:00:00", "2026-11-18", "09:00", "1763456400", 1763456400, 1763456400.5, None,
        "", "now", "2026-02-30T09:00:00Z", "2026-11-18T25:00:00Z", "2026-11-18T09:00:00+99:00",
        "1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "2026-11-18T09:00:00Z ", True, [], {},
        "٢٠٢٦-11-18T09:00:00Z",
    ],
)  # fmt: skip
def test_what_is_no_instant_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        times.validate_python(value)


@given(st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_every_instant_in_any_zone_is_read_as_itself(moment: datetime) -> None:
    text = moment.isoformat()
    assert times.validate_python(text) == moment.astimezone(UTC)
