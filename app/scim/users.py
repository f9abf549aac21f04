"""/Users: people as the directory makes, changes, closes and finds them."""

from __future__ import annotations

from uuid import UUID

from flask import Response
from scim2_models import Context

from app.context import db, now
from app.scim import answers, filters, reading, wishes
from app.scim.blueprint import scim
from app.scim.models import User
from app.security.access import by_directory
from app.security.directory import directory
from floorplans.directory import service


@scim.get("/Users")
@by_directory
def list_users() -> Response:
    wanted = filters.wanted(filters.OF_PEOPLE)
    offset, count = reading.page()
    found = service.people(db(), directory(), wanted, now(), offset=offset, count=count)
    shown = [answers.chosen(answers.user(each)) for each in found.items]
    return answers.listed(shown, found.total, offset)


@scim.post("/Users")
@by_directory
def make_user() -> Response:
    sent = _sent(Context.RESOURCE_CREATION_REQUEST)
    made = service.make_person(db(), directory(), wishes.whole(sent), now())
    return answers.answer(answers.user(made), 201)


@scim.get("/Users/<uuid:user_id>")
@by_directory
def show_user(user_id: UUID) -> Response:
    found = service.person(db(), directory(), user_id, now())
    return answers.answer(answers.chosen(answers.user(found)))


@scim.put("/Users/<uuid:user_id>")
@by_directory
def replace_user(user_id: UUID) -> Response:
    sent = _sent(Context.RESOURCE_REPLACEMENT_REQUEST)
    after = service.change_person(
        db(), directory(), user_id, lambda present: wishes.whole(sent, present), now()
    )
    return answers.answer(answers.chosen(answers.user(after)))


@scim.patch("/Users/<uuid:user_id>")
@by_directory
def patch_user(user_id: UUID) -> Response:
    sent = reading.patch(User, reading.body())
    after = service.change_person(
        db(), directory(), user_id, lambda present: wishes.patched(sent, present), now()
    )
    return answers.answer(answers.chosen(answers.user(after)))


@scim.delete("/Users/<uuid:user_id>")
@by_directory
def remove_user(user_id: UUID) -> Response:
    service.remove_person(db(), directory(), user_id, now())
    return Response(status=204)


def _sent(context: Context) -> User:
    return reading.resource(User, wishes.with_email(reading.body()), context)
