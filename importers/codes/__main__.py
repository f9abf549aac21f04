"""``python -m importers.codes > docs/import-issues.md`` writes the page about codes anew."""

from __future__ import annotations

import sys

from importers.codes.page import page

sys.stdout.write(page())
