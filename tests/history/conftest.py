"""A short run of the proof, played once and looked at by several tests."""

from __future__ import annotations

import pytest

from app.cluster import Connections
from bench.proof.records import Evidence
from tests.history.playing import CALLS, PROCESSES, play
from tests.support.databases import clone_of


@pytest.fixture(scope="session")
def evidence(cluster: Connections, tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """What a service without faults leaves behind."""
    with clone_of(cluster) as clone:
        folder = tmp_path_factory.mktemp("proof")
        return play(clone, folder, lambda _: None, processes=PROCESSES, calls=CALLS)
