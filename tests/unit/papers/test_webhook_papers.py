"""The manual of webhooks says what is told, and its examples take what is sent."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from standardwebhooks import WebhookVerificationError

from floorplans.hooks import signing
from floorplans.hooks.kinds import EVENT_WORDS
from floorplans.hooks.rules import WAITS
from tests.support.phone import node

PAPER = (Path(__file__).parents[3] / "docs/webhooks.md").read_text()
BODY = '{"type":"booking.created","data":{"space":"Büro 3"}}'.encode()
SECRET, OTHER = signing.new_secret(), signing.new_secret()


def example(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.+?)```", PAPER, re.DOTALL)
    return found


def signed(*secrets: str) -> dict[str, str]:
    return signing.headers("one", BODY, secrets, datetime.now(UTC))


def test_the_table_has_every_event_in_the_words_of_the_page():
    rows = dict(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \| (.+) \|$", PAPER, re.MULTILINE))
    assert rows == {str(event): words for event, words in EVENT_WORDS.items()}


def test_the_waits_are_those_of_the_code():
    units = {"s": 1, "min": 60, "h": 3600}
    (line,) = re.findall(r"Tried again after (.+?) each up to", PAPER, re.DOTALL)
    told = [int(n) * units[unit] for n, unit in re.findall(r"(\d+) (s|min|h)\b", line)]
    assert told == [int(wait.total_seconds()) for wait in WAITS]


def test_the_example_in_python_takes_what_is_sent_and_nothing_else():
    names: dict[str, object] = {}
    exec(example("python"), names)
    take = names["take"]
    for secret in (SECRET, OTHER):
        assert take(secret, signed(OTHER, SECRET), BODY) == json.loads(BODY)
    with pytest.raises(WebhookVerificationError):
        take(OTHER, signed(SECRET), BODY)


def in_node(secret: str, headers: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    told = json.dumps({"secret": secret, "headers": headers, "body": BODY.decode()})
    call = (
        f"const told = {told};"
        "console.log(JSON.stringify(take(told.secret, told.headers, Buffer.from(told.body))));"
    )
    script = folder / "take.mjs"
    script.write_text(f"{example('js')}\n{call}")
    command = [node(), str(script)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_the_example_in_node_takes_what_is_sent_and_nothing_else(tmp_path: Path):
    for secret in (SECRET, OTHER):
        done = in_node(secret, signed(OTHER, SECRET), tmp_path)
        assert json.loads(done.stdout) == json.loads(BODY), done.stderr
    refused = in_node(OTHER, signed(SECRET), tmp_path)
    assert "not signed by Floorplans" in refused.stderr
    old = signing.headers("one", BODY, [SECRET], datetime(2020, 1, 1, tzinfo=UTC))
    assert "too old" in in_node(SECRET, old, tmp_path).stderr
