"""Debian's Chromium, headless, with somebody signed in: for the page measurement and pictures."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

PATIENCE_MS = 60_000


def chromium_program() -> str:
    """FLOORPLANS_CHROMIUM, else the machine's own; raises RuntimeError with one sentence."""
    found = os.environ.get("FLOORPLANS_CHROMIUM") or shutil.which("chromium")
    if not found:
        raise RuntimeError("Chromium is missing; script/setup --test installs it.")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; it is closed at the end."""
    with sync_playwright() as playwright:
        # The sandbox needs rights that a container often lacks; the pages are our own.
        browser = playwright.chromium.launch(
            executable_path=chromium_program(),
            args=["--no-sandbox", "--hide-scrollbars"],
        )
        try:
            yield browser
        finally:
            browser.close()


def sign_in(page: Page, url: str, email: str, password: str) -> None:
    """Sign in through the page, as a person does."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"^(?!.*/sign-in)"), timeout=PATIENCE_MS)
