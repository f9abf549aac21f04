"""Several people edit one draft at the same moment, with real commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Barrier
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import Conflict, DomainError
from floorplans.places import service as places
from floorplans.plans import service as plans
from floorplans.plans.editing.actions import Action, At, Change
from tests.support.drafts import make_draft, make_draft_desk, stage_draft
from tests.support.factories import make_person

CLIENTS = 8
EDITS_EACH = 3


def make_plan():
    """A desk for each edit of each client."""
    desks = [
        make_draft_desk(None, 2.0 * i, 1.5 * j) for i in range(CLIENTS) for j in range(EDITS_EACH)
    ]
    return make_draft(desks=desks)


def number_a_desk(client: int, turn: int) -> Action:
    return Change((At("desk", 2.0 * client, 1.5 * turn),), number=f"{client}.{turn}")


def together(*acts: Callable[[], object]) -> list[object]:
    """Start all acts at one moment; an act's domain error is its result."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except DomainError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def edit_all(db: Database, actor: Actor, draft: UUID, client: int, now: datetime) -> int:
    """Do each edit, again and again after the newer ones, as a page does; how often it was late."""
    after = late = 0
    for turn in range(EDITS_EACH):
        while True:
            try:
                action = number_a_desk(client, turn)
                after = plans.edit(db, actor, draft, action, after, now).number
                break
            except Conflict as stale:
                if stale.code != "edits_stale":
                    raise
                after = stale.fields["number"]
                late += 1
    return late


def test_eight_clients_that_edit_one_draft_at_once_lose_nothing(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    draft = stage_draft(cloned_db, staff, floor, make_plan(), now)
    people = [
        make_person(cloned_db, staff.organisation_id, role=Role.FACILITY) for _ in range(CLIENTS)
    ]
    results = together(
        *(
            partial(edit_all, cloned_db, person, draft, client, now)
            for client, person in enumerate(people)
        )
    )
    assert not [result for result in results if isinstance(result, DomainError)]
    assert sum(result for result in results if isinstance(result, int)) > 0
    found = plans.edits(cloned_db, staff, draft).edits
    assert [edit.number for edit in found] == list(range(1, CLIENTS * EDITS_EACH + 1))
    assert [edit.lost for edit in found] == [None] * len(found)
    plans.publish(cloned_db, staff, draft, now)
    wanted = {f"{client}.{turn}" for client in range(CLIENTS) for turn in range(EDITS_EACH)}
    assert {space.number for space in places.spaces(cloned_db, staff, floor)} == wanted


def test_of_many_that_undo_one_edit_at_once_one_does(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    draft = stage_draft(cloned_db, staff, floor, make_plan(), now)
    for turn in range(3):
        plans.edit(cloned_db, staff, draft, number_a_desk(0, turn), turn, now)
    results = together(*[partial(plans.undo, cloned_db, staff, draft, 3)] * CLIENTS)
    refused = Counter(result.code for result in results if isinstance(result, DomainError))
    assert refused == {"edits_stale": CLIENTS - 1}
    assert plans.edits(cloned_db, staff, draft).number == 2


def test_an_edit_comes_before_the_publishing_or_is_refused(
    cloned_db: Database, staff: Actor, floor: UUID, now: datetime
) -> None:
    for turn in range(4):
        draft = stage_draft(cloned_db, staff, floor, make_plan(), now)
        edited, published = together(
            partial(plans.edit, cloned_db, staff, draft, number_a_desk(turn, 0), 0, now),
            partial(plans.publish, cloned_db, staff, draft, now),
        )
        assert not isinstance(published, DomainError)
        numbers = {space.number for space in places.spaces(cloned_db, staff, floor)}
        if isinstance(edited, DomainError):
            assert edited.code == "already_published"
            assert f"{turn}.0" not in numbers
        else:
            assert f"{turn}.0" in numbers
