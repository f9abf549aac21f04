"""Killed (SIGKILL) at random moments, an import leaves the old floor or the new one, and nothing
else. `script/bench kills` does it at many more moments."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.kills.acts import ACTS
from bench.kills.drill import COMMITTED, IN_THE_MIDDLE, play, summary
from bench.kills.scene import Ground, Scene, make_scene
from floorplans.database import Database
from tests.support.databases import Clone

SEED = 7


@pytest.fixture
def scene(clone: Clone, cloned_db: Database) -> Iterator[Scene]:
    # Not pytest's folder: readers are another user, who cannot pass through that one.
    home = Path(tempfile.mkdtemp(prefix="floorplans-kills-"))
    home.chmod(0o711)
    try:
        yield make_scene(Ground(clone.engine_url, clone.app_url, clone.owner_url, home), cloned_db)
    finally:
        shutil.rmtree(home)


@pytest.mark.timeout(1200)
def test_what_is_killed_is_not_done_or_done_and_can_be_done_again(scene: Scene) -> None:
    """Each act once anywhere, and once right after its commit."""
    moments = list(play(scene, 2 * len(ACTS), SEED, measured=False))
    assert summary(moments)["flaws"] == []
    when = Counter(moment.when for moment in moments)
    assert min(when[IN_THE_MIDDLE], when[COMMITTED]) >= len(ACTS) // 2
