"""Rate limits in the memory of a process."""

from __future__ import annotations

import pytest

from app.security import throttle
from app.security.throttle import Throttle
from app.settings import RateLimits
from floorplans.errors import TooMany


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at_s = 1000.0

    def __call__(self) -> float:
        return self.at_s


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def limits(watch: Watch) -> Throttle:
    return Throttle(RateLimits(api="3 per minute", upload="1 per hour"), monotonic_s=watch)


def test_one_too_many_is_refused_with_the_time_to_wait(limits: Throttle, watch: Watch) -> None:
    for _ in range(3):
        limits.count("api", "noor")
    watch.at_s += 20.5
    with pytest.raises(TooMany) as caught:
        limits.count("api", "noor")
    assert caught.value.fields["retry_after_s"] == 40


def test_a_refused_request_does_not_make_the_wait_longer(limits: Throttle, watch: Watch) -> None:
    for _ in range(3):
        limits.count("api", "noor")
    for _ in range(50):
        with pytest.raises(TooMany):
            limits.count("api", "noor")
    watch.at_s += 60
    limits.count("api", "noor")


def test_each_person_and_each_kind_is_counted_apart(limits: Throttle) -> None:
    limits.count("upload", "noor")
    limits.count("upload", "ben")
    limits.count("api", "noor")
    with pytest.raises(TooMany):
        limits.count("upload", "noor")


def test_windows_that_are_over_are_forgotten(
    limits: Throttle, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "MOST_WINDOWS", 5)
    for number in range(5):
        limits.count("api", str(number))
    watch.at_s += 61
    limits.count("api", "next")
    assert len(limits._windows) == 1
