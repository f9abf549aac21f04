"""Letters beyond a to z in the studio: how they were read, and reading them otherwise."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.browser.conftest import Visit
from tests.browser.studio import bring_in, make_empty_floor, open_draft, wait_for_studio
from tests.browser.test_accessibility import findings
from tests.browser.world import Visitor
from tests.support.drawings import make_office, text_of

pytestmark = pytest.mark.usefixtures("reader")

NAMES = ("Кухня", "Кабинет")


def russian_office(page: str) -> FilePayload:
    """Two rooms with Russian names in this code page, under a header that says Western."""
    doc = make_office("R2000")
    for index, text in enumerate(doc.modelspace().query("TEXT")):
        text.dxf.text = f"@{index}@"
    content = text_of(doc).encode("ascii")
    for index, name in enumerate(NAMES):
        content = content.replace(f"@{index}@".encode(), name.encode(page))
    return {"name": "kontora.dxf", "mimeType": "image/vnd.dxf", "buffer": content}


def open_russian(staff: Visitor, ordinal: int, page: str) -> Locator:
    make_empty_floor(staff.world, ordinal)
    staff.go("/plans")
    bring_in(staff, ordinal, russian_office(page))
    wait_for_studio(staff.page)
    return letters(staff)


def letters(staff: Visitor) -> Locator:
    return staff.page.get_by_role("region", name="Letters")


def read_so(section: Locator, words: str) -> None:
    section.get_by_label("Encoding of the texts").select_option(words)
    section.get_by_role("button", name="Read the texts so").click()


def test_texts_that_were_read_with_doubt_are_shown_and_asked_about(staff: Visitor) -> None:
    section = open_russian(staff, 151, "cp866")
    expect(section).to_contain_text("It is not certain how the texts are written")
    expect(section).to_contain_text("Names are read like this: “Кухня”, “Кабинет”.")
    expect(section.get_by_label("Encoding of the texts")).to_have_value("")


def test_the_texts_are_read_in_the_encoding_that_is_chosen(staff: Visitor) -> None:
    section = open_russian(staff, 152, "cp1251")
    read_so(section, "Greek, cp1253")
    expect(section).to_contain_text("The texts are read as Greek, cp1253. A person said so.")
    expect(section).to_contain_text("“Κΰαθνες”")
    section.get_by_text("Read the texts otherwise").click()
    read_so(section, "Cyrillic, cp1251")
    expect(section).to_contain_text("“Кухня”, “Кабинет”")


def test_another_encoding_changes_nothing_else_and_is_taken_back(staff: Visitor) -> None:
    section = open_russian(staff, 153, "cp1251")
    overview = staff.page.get_by_role("tabpanel", name="Overview")
    overview.get_by_text("Use another unit").click()
    overview.get_by_label("Unit of the drawing").select_option("yard")
    overview.get_by_role("button", name="Use this unit").click()
    expect(overview).to_contain_text("The drawing is in yards. A person said so.")
    read_so(section, "Greek, cp1253")
    expect(section).to_contain_text("The texts are read as Greek")
    expect(overview).to_contain_text("The drawing is in yards. A person said so.")
    section.get_by_text("Read the texts otherwise").click()
    read_so(section, "As found")
    expect(section).to_contain_text("they were read as cp1251: “")
    expect(section).to_contain_text("“Кухня”, “Кабинет”")


def test_a_drawing_whose_letters_nobody_doubts_speaks_of_none(staff: Visitor) -> None:
    open_draft(staff, 154)
    expect(staff.page.get_by_role("heading", name="Unit")).to_be_visible()
    expect(letters(staff)).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1440])
def test_the_choice_of_letters_is_for_every_eye_and_screen(visit: Visit, width: int) -> None:
    staff = visit("fatima@example.test", width=width, height=800)
    section = open_russian(staff, 155 + (width > 1000), "cp1251")
    expect(section.get_by_role("button", name="Read the texts so")).to_be_visible()
    assert findings(staff) == []
    assert staff.page.evaluate("document.documentElement.scrollWidth") <= width
