"""Filters of SCIM (RFC 7644, section 3.4.2.2) as what people and groups are looked for by."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request
from scim2_models import SCIMException, ScimFilter
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    LogicalExpr,
    LogicalOperator,
    ValuePath,
)

from floorplans.directory.views import About, Wanted
from floorplans.errors import Invalid

LONGEST = 2_000
MOST_TERMS = 20

#: The attributes that can be asked for, in lower case.
OF_PEOPLE: Mapping[str, About] = {
    "id": About.ID,
    "username": About.USER_NAME,
    "externalid": About.EXTERNAL_ID,
    "emails": About.EMAIL,
    "emails.value": About.EMAIL,
    "displayname": About.NAME,
    "name.formatted": About.NAME,
    "active": About.IS_ACTIVE,
}
OF_GROUPS: Mapping[str, About] = {
    "id": About.ID,
    "externalid": About.EXTERNAL_ID,
    "displayname": About.NAME,
    "members": About.MEMBER,
    "members.value": About.MEMBER,
}
#: What is true of all that is kept, so that asking for it changes nothing.
_ALWAYS = {("emails.type", "work"), ("emails.primary", True), ("members.type", "user")}


def wanted(known: Mapping[str, About]) -> Wanted:
    """What the request's filter asks for; raises ``Invalid`` (``scim_filter``)."""
    text = request.args.get("filter", "").strip()
    if not text:
        return ()
    if len(text) > LONGEST:
        raise _unreadable()
    try:
        tree = ScimFilter(text).ast
    except (SCIMException, RecursionError, ValueError):
        raise _unreadable() from None
    found = tuple(_terms(tree, known, ""))
    if len(found) > MOST_TERMS:
        raise _unreadable()
    return found


def _terms(
    node: FilterNode, known: Mapping[str, About], within: str
) -> list[tuple[About, str | bool]]:
    if isinstance(node, LogicalExpr) and node.op is LogicalOperator.and_:
        return [each for term in node.terms for each in _terms(term, known, within)]
    if isinstance(node, ValuePath) and node.sub_attr is None and not within:
        return _terms(node.val_filter, known, _name(node.attr_path) + ".")
    if isinstance(node, Comparison) and node.op is CompareOperator.eq:
        return _compared(within + _name(node.attr_path), node.value, known)
    raise _unreadable()


def _compared(
    name: str, value: object, known: Mapping[str, About]
) -> list[tuple[About, str | bool]]:
    always = value.lower() if isinstance(value, str) else value
    if (name, always) in _ALWAYS:
        return []
    if name in {each for each, _ in _ALWAYS}:
        return [(About.NOTHING, True)]
    about = known.get(name)
    if about is None:
        raise _unreadable()
    if about is About.IS_ACTIVE:
        if always in (True, "true"):
            return [(about, True)]
        return [(about, False)] if always in (False, "false") else [(About.NOTHING, True)]
    # Whatever cannot be stored belongs to nobody.
    is_text = isinstance(value, str) and value.isprintable()
    return [(about, str(value))] if is_text else [(About.NOTHING, True)]


def _name(path: AttrPath) -> str:
    name = path.attr if path.sub_attr is None else f"{path.attr}.{path.sub_attr}"
    return name.lower()


def _unreadable() -> Invalid:
    return Invalid(
        "scim_filter",
        "This filter cannot be read, or is not one of those that are known here.",
        "People are found by userName, externalId, emails.value, displayName, active and id; "
        "groups by displayName, externalId, members.value and id; each with eq, several with and.",
    )
