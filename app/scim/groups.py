"""/Groups: the groups that the directory keeps."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request
from scim2_models import Context

from app.context import db, now
from app.scim import answers, filters, reading, steps
from app.scim.blueprint import scim
from app.scim.models import Group
from app.security.access import by_directory
from app.security.directory import directory
from floorplans.directory import service
from floorplans.directory.views import Deed, GroupChange, GroupKept, GroupWish, MemberStep


@scim.get("/Groups")
@by_directory
def list_groups() -> Response:
    wanted = filters.wanted(filters.OF_GROUPS)
    offset, count = reading.page()
    found = service.groups(
        db(),
        directory(),
        wanted,
        now(),
        offset=offset,
        count=count,
        with_members=answers.wants("members"),
    )
    shown = [answers.chosen(answers.group(each)) for each in found.items]
    return answers.listed(shown, found.total, offset)


@scim.post("/Groups")
@by_directory
def make_group() -> Response:
    wish = _sent(Context.RESOURCE_CREATION_REQUEST)
    made = service.make_group(db(), directory(), wish, now())
    return answers.answer(_shown(made.id), 201)


@scim.get("/Groups/<uuid:group_id>")
@by_directory
def show_group(group_id: UUID) -> Response:
    return answers.answer(_shown(group_id))


@scim.put("/Groups/<uuid:group_id>")
@by_directory
def replace_group(group_id: UUID) -> Response:
    wish = _sent(Context.RESOURCE_REPLACEMENT_REQUEST)
    only = (MemberStep(Deed.SET, wish.people),)
    change = GroupChange(wish.name, wish.external_id, says_external_id=True, steps=only)
    service.change_group(db(), directory(), group_id, change, now())
    return answers.answer(_shown(group_id))


@scim.patch("/Groups/<uuid:group_id>")
@by_directory
def patch_group(group_id: UUID) -> Response:
    """Answers without a body, as the standard lets it: a group can have many members."""
    change = steps.change_of(reading.patch(Group, reading.body()))
    service.change_group(db(), directory(), group_id, change, now())
    if "attributes" in request.args:
        return answers.answer(_shown(group_id))
    return Response(status=204)


@scim.delete("/Groups/<uuid:group_id>")
@by_directory
def remove_group(group_id: UUID) -> Response:
    service.remove_group(db(), directory(), group_id)
    return Response(status=204)


def _sent(context: Context) -> GroupWish:
    """A whole group that was sent.

    Its members are read as they are: to check ten thousand documents takes longer than to keep
    them.
    """
    body = reading.body()
    members = next((body[name] for name in body if name.lower() == "members"), None)
    rest = {name: value for name, value in body.items() if name.lower() != "members"}
    sent = reading.resource(Group, rest, context)
    people = steps.ids_of(members) if members else frozenset()
    return GroupWish(sent.display_name or "", sent.external_id, people)


def _shown(group_id: UUID) -> dict[str, object]:
    with_members = answers.wants("members")
    found: GroupKept = service.group(db(), directory(), group_id, now(), with_members=with_members)
    return answers.chosen(answers.group(found))
