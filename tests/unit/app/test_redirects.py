"""Where a sign-in may lead."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.security.redirects import local_path

HERE = "https://plans.example/sign-in"


@pytest.mark.parametrize(
    "path", ["/", "/places", "/floors/1?from=2026-11-18T09:00:00%2B01:00", "/a#b"]
)
def test_a_path_of_our_own_is_kept(path: str) -> None:
    assert local_path(path, "/other") == path


@given(st.text(alphabet="/\\:.@?#%\t\r\n \0ahtps", max_size=12))
def test_whatever_is_asked_the_browser_stays_here(wanted: str) -> None:
    # Browsers read backslashes as slashes and drop tabs and line ends.
    led = local_path(wanted, "/").replace("\\", "/").translate({9: None, 10: None, 13: None})
    assert urlsplit(urljoin(HERE, led)).netloc == "plans.example"
