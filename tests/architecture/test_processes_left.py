"""The check after every test that it has left no process running."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys

from tests.support.processes import left_since, running

WAITS = "import sys; print('up', flush=True); sys.stdin.read()"


def test_a_process_that_runs_on_is_told_by_its_number_and_command_until_it_ends() -> None:
    before = running()
    program = [sys.executable, "-c", WAITS]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        # Until it says so it may still be the fork of this very process.
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        assert list(left_since(before)) == [process.pid]
        assert WAITS in left_since(before)[process.pid]
        assert left_since(running()) == {}
    assert left_since(before) == {}


def test_what_serves_the_whole_run_is_not_told() -> None:
    before = running()
    forked = multiprocessing.get_context("forkserver").Process(target=int)
    forked.start()
    forked.join()
    forked.close()
    assert left_since(before) == {}
