"""The office of the rules' tests; nobody needs another one."""

from __future__ import annotations

from tests.integration.policies.conftest import office

__all__ = ["office"]
