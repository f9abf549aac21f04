"""What a DWG was converted to, kept beside its file: converting takes longer than reading.

It belongs to the file and goes with it (a foreign key that cascades), so that nothing has to be
remembered by whoever forgets a file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from floorplans.database import Database
from importers.dwg.packing import Packed


@dataclass(frozen=True, slots=True)
class StoredConversions:
    """The conversion of one stored file, in transactions of its own."""

    db: Database
    organisation_id: UUID
    file_id: UUID

    def find(self) -> Packed | None:
        """What was kept of the file, whichever converter made it."""
        statement = text("""
            SELECT converter, told, content FROM converted_file
            WHERE organisation_id = :organisation AND source_file_id = :file
        """)
        with self.db.transaction(self.organisation_id) as tx:
            row = tx.execute(statement, self._key()).one_or_none()
        return None if row is None else Packed(row.converter, row.told, bytes(row.content))

    def keep(self, packed: Packed) -> None:
        """Keep this in place of an earlier one; of a file that is gone meanwhile nothing is kept.

        The file is held while that is written, so that it is not forgotten in this moment.
        """
        statement = text("""
            INSERT INTO converted_file (organisation_id, source_file_id, converter, told, content)
            SELECT f.organisation_id, f.id, :converter, CAST(:told AS jsonb), :content
            FROM source_file f WHERE f.organisation_id = :organisation AND f.id = :file
            FOR KEY SHARE
            ON CONFLICT ON CONSTRAINT converted_file_pkey DO UPDATE
              SET converter = excluded.converter, told = excluded.told, content = excluded.content
        """)
        values = {
            **self._key(),
            "converter": packed.mark,
            "told": json.dumps(dict(packed.told)),
            "content": packed.content,
        }
        with self.db.transaction(self.organisation_id) as tx:
            tx.execute(statement, values)

    def _key(self) -> dict[str, UUID]:
        return {"organisation": self.organisation_id, "file": self.file_id}
