"""The editor of a draft in a browser: how tests choose, click and drag in it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.studio import open_draft, open_tab
from tests.browser.world import Visitor

#: The first room of the office, in metres: its corner is the drawing's zero.
ROOM_M = (6.0, 4.0)


@dataclass(slots=True)
class Editor:
    """The tab of spaces of a fresh draft: the rooms 101 and 102, and two desks in each."""

    visitor: Visitor

    @property
    def page(self) -> Page:
        return self.visitor.page

    def shape(self, key: str) -> Locator:
        return self.page.locator(f'path[data-key="{key}"]')

    def chosen(self) -> Locator:
        return self.page.locator("path.chosen")

    def panel(self) -> Locator:
        return self.page.locator("#tab-panel-spaces")

    def field(self, label: str) -> Locator:
        return self.panel().get_by_label(label, exact=True)

    def heading(self) -> Locator:
        return self.page.locator("#chosen-title")

    def row(self, words: str) -> Locator:
        return self.page.locator(".spaces-table tbody tr", has_text=words)

    def tick(self, *names: str) -> None:
        for name in names:
            self.page.get_by_role("checkbox", name=f"Select {name}", exact=True).check()

    def action(self, name: str) -> None:
        self.page.locator(".edit-actions").get_by_role("button", name=name).click()

    def said(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator(".edit-status")).to_have_text(words)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the drawing, in metres, is on the screen."""
        box = self.shape("r0").bounding_box()
        assert box
        right = box["x"] + x / ROOM_M[0] * box["width"]
        return right, box["y"] + box["height"] - y / ROOM_M[1] * box["height"]

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(*self.at(x, y))

    def drag(self, *points: tuple[float, float]) -> None:
        first, *rest = [self.at(*point) for point in points]
        self.page.mouse.move(*first)
        self.page.mouse.down()
        for point in rest:
            self.page.mouse.move(*point, steps=4)
        self.page.mouse.up()


def open_editor(visitor: Visitor, ordinal: int) -> Editor:
    open_draft(visitor, ordinal)
    open_tab(visitor, "Spaces")
    editor = Editor(visitor)
    expect(editor.page.locator(".spaces-table tbody tr")).to_have_count(6)
    return editor


def picture(visitor: Visitor, name: str) -> None:
    """Kept where FLOORPLANS_SHOTS names a folder."""
    folder = os.environ.get("FLOORPLANS_SHOTS")
    if folder:
        visitor.page.screenshot(path=Path(folder) / name)
