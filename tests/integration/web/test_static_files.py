"""What the browser build made: packed as well as the client takes it, and the same content."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from app import paths
from app.web import static
from tests.support.web import Browser

TEXT = b"const many = 'words';\n" * 200


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script of a build, whose Brotli form says so."""
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "page-AAAA.js").write_bytes(TEXT)
    (dist / "page-AAAA.js.br").write_bytes(b"as Brotli")
    monkeypatch.setattr(paths, "static", lambda: tmp_path)
    static._compressed.cache_clear()
    return dist / "page-AAAA.js"


def asked(browser: Browser, accepted: str) -> tuple[str | None, bytes, str]:
    """How it is packed, what came, and its tag."""
    headers = {"Accept-Encoding": accepted}
    with browser.get("/static/dist/page-AAAA.js", headers=headers) as answer:
        assert answer.status_code == 200
        assert "Accept-Encoding" in answer.headers["Vary"]
        return answer.headers.get("Content-Encoding"), answer.data, answer.headers["ETag"]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip, deflate", "gzip"),
        ("identity", None),
        ("*", None),
    ],
)
def test_a_script_comes_in_the_best_form_that_the_client_takes(
    browser: Browser, script: Path, accepted: str, coding: str | None
) -> None:
    found, body, _ = asked(browser, accepted)
    assert found == coding
    unpacked = gzip.decompress(body) if coding == "gzip" else body
    assert unpacked == (b"as Brotli" if coding == "br" else TEXT)


def test_each_form_has_a_tag_of_its_own(browser: Browser, script: Path) -> None:
    tags = {asked(browser, accepted)[2] for accepted in ("br", "gzip", "identity")}
    assert len(tags) == 3


def test_a_build_without_brotli_is_packed_as_it_is_asked_for(
    browser: Browser, script: Path
) -> None:
    script.with_name("page-AAAA.js.br").unlink()
    assert asked(browser, "gzip, br")[0] == "gzip"


def test_the_build_packs_its_scripts_and_styles() -> None:
    dist = paths.static() / "dist"
    packed = {file.name.removesuffix(".br") for file in dist.rglob("*.br")}
    assert {"leaflet.js", "leaflet.css"} <= packed
