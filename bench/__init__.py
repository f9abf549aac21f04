"""Measurements that print ratios from one run; see ``script/bench``. Not tests."""
