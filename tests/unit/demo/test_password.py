"""The demo's password is chosen once and kept where only its owner reads it."""

from __future__ import annotations

import pytest

from app.demo.password import FILE_NAME, demo_password, keep_password
from floorplans.errors import Invalid


def test_the_first_start_makes_a_password_and_says_so(tmp_path):
    made = demo_password(tmp_path, None)
    assert made.made
    assert made.changed
    assert len(made.text) >= 12


def test_the_next_start_keeps_it(tmp_path):
    first = demo_password(tmp_path, None)
    keep_password(tmp_path, first)
    second = demo_password(tmp_path, None)
    assert second.text == first.text
    assert not second.made
    assert not second.changed


def test_a_chosen_password_replaces_the_kept_one_once(tmp_path):
    keep_password(tmp_path, demo_password(tmp_path, None))
    chosen = demo_password(tmp_path, "correct horse battery")
    assert chosen.changed
    keep_password(tmp_path, chosen)
    again = demo_password(tmp_path, "correct horse battery")
    assert not again.changed
    assert not again.made


def test_nobody_else_can_read_the_file(tmp_path):
    keep_password(tmp_path, demo_password(tmp_path, None))
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_a_start_that_was_cut_short_changes_the_accounts_again(tmp_path):
    demo_password(tmp_path, None)
    assert demo_password(tmp_path, None).changed


def test_a_password_that_is_too_short_is_refused_and_nothing_is_kept(tmp_path):
    with pytest.raises(Invalid):
        demo_password(tmp_path, "short")
    assert not (tmp_path / FILE_NAME).exists()


def test_it_does_not_show_in_a_log(tmp_path):
    made = demo_password(tmp_path, None)
    assert made.text not in repr(made)
