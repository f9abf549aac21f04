"""What a directory sends at one moment, with real commits: nothing is lost, nothing double."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import partial
from uuid import UUID

from floorplans.actor import Role
from floorplans.database import Database
from floorplans.directory import service
from floorplans.directory.views import (
    Deed,
    Directory,
    GroupChange,
    GroupWish,
    MemberStep,
    PersonKept,
    PersonWish,
)
from tests.support.factories import make_organisation, make_person
from tests.support.races import together

CLIENTS = 16


def make_directory(db: Database) -> Directory:
    return Directory(make_organisation(db), UUID(int=0))


def wish(email: str, **other: object) -> PersonWish:
    return PersonWish(email, email, "Somebody", **other)  # type: ignore[arg-type]


def members(db: Database, directory: Directory, group_id: UUID, now: datetime) -> set[UUID]:
    return set(service.group(db, directory, group_id, now, with_members=True).members or ())


def test_sixteen_patches_of_a_group_at_once_lose_nobody(cloned_db: Database, now: datetime) -> None:
    db, directory = cloned_db, make_directory(cloned_db)
    found = [
        service.make_person(db, directory, wish(f"p{n}@example.test"), now).id
        for n in range(2 * CLIENTS)
    ]
    stay, leave = found[:CLIENTS], found[CLIENTS:]
    start = GroupWish("Staff", None, frozenset(leave))
    group = service.make_group(db, directory, start, now)
    acts = [
        partial(
            service.change_group,
            db,
            directory,
            group.id,
            GroupChange(
                steps=(
                    MemberStep(Deed.ADD, frozenset({comes})),
                    MemberStep(Deed.REMOVE, frozenset({goes})),
                )
            ),
            now,
        )
        for comes, goes in zip(stay, leave, strict=True)
    ]
    assert together(acts) == Counter(ok=CLIENTS)
    assert members(db, directory, group.id, now) == set(stay)


def test_whole_groups_at_once_leave_one_of_them(cloned_db: Database, now: datetime) -> None:
    """And not what they have in common, nor all together."""
    db, directory = cloned_db, make_directory(cloned_db)
    found = [
        service.make_person(db, directory, wish(f"p{n}@example.test"), now).id
        for n in range(CLIENTS)
    ]
    group = service.make_group(db, directory, GroupWish("Staff", None, frozenset()), now)
    wholes = [frozenset(found[n : n + 3]) for n in range(CLIENTS - 3)]
    acts = [
        partial(
            service.change_group,
            db,
            directory,
            group.id,
            GroupChange(steps=(MemberStep(Deed.SET, whole),)),
            now,
        )
        for whole in wholes
    ]
    assert together(acts) == Counter(ok=len(wholes))
    assert members(db, directory, group.id, now) in wholes


def test_of_many_who_make_one_person_at_once_one_does(cloned_db: Database, now: datetime) -> None:
    db, directory = cloned_db, make_directory(cloned_db)
    act = partial(service.make_person, db, directory, wish("ada@example.test"), now)
    found = together([act] * CLIENTS)
    assert (found["ok"], found["ok"] + found["email_taken"] + found["user_name_taken"]) == (1, 16)


def test_of_many_who_open_a_leaver_again_one_does(cloned_db: Database, now: datetime) -> None:
    db, directory = cloned_db, make_directory(cloned_db)
    made = service.make_person(db, directory, wish("ada@example.test"), now)
    service.remove_person(db, directory, made.id, now)
    act = partial(service.make_person, db, directory, wish("ada@example.test"), now)
    found = together([act] * CLIENTS)
    assert (found["ok"], found["user_name_taken"] + found["email_taken"]) == (1, CLIENTS - 1)
    assert service.person(db, directory, made.id, now).is_active


def test_of_many_who_make_one_group_at_once_one_does(cloned_db: Database, now: datetime) -> None:
    db, directory = cloned_db, make_directory(cloned_db)
    act = partial(service.make_group, db, directory, GroupWish("Staff", None, frozenset()), now)
    assert together([act] * CLIENTS) == Counter(ok=1, group_name_taken=CLIENTS - 1)


def test_administrators_who_go_at_once_leave_one(cloned_db: Database, now: datetime) -> None:
    db, directory = cloned_db, make_directory(cloned_db)
    admins = [make_person(db, directory.organisation_id, role=Role.ADMIN) for _ in range(6)]

    def demoted(present: PersonKept) -> PersonWish:
        return wish(present.email, role=Role.EMPLOYEE)

    acts = [
        partial(service.remove_person, db, directory, admin.person_id, now)
        if number % 2
        else partial(service.change_person, db, directory, admin.person_id, demoted, now)
        for number, admin in enumerate(admins)
    ]
    assert together(acts) == Counter(ok=5, last_administrator=1)
    left = service.people(db, directory, (), now, offset=0, count=9).items
    assert sum(each.role is Role.ADMIN and each.is_active for each in left) == 1
