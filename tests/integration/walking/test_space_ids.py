"""Ids of spaces, kept as the database sends them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import text

from floorplans.database import Database
from floorplans.walking.space_ids import SpaceIds


@pytest.mark.parametrize("count", [0, 1, 300])
def test_they_are_the_ids_that_were_sent(db: Database, count: int) -> None:
    ids = [uuid4() for _ in range(count)]
    with db.transaction(None) as tx:
        sent = tx.execute(
            text("SELECT array_send(CAST(:ids AS uuid[]))"), {"ids": ids}
        ).scalar_one()
    known = SpaceIds(bytes(sent))
    assert list(known) == ids
    assert len(known) == count
    assert known[1:3] == ids[1:3]
    assert [known.number(each) for each in ids] == [*range(count)]
    assert known.number(uuid4()) is None
    with pytest.raises(IndexError):
        known[count]
