"""Rules and groups as a JSON file: the fields of the API, with names instead of ids."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from app.api.rule_shapes import RuleAsked, rule_answer, wanted
from floorplans.errors import Invalid
from floorplans.policies.exchange import KINDS, NamedGroup, NamedRule, RuleBook
from floorplans.policies.views import RuleView

VERSION = 1
#: A file of 200 rules has 200 kB.
MOST_BYTES = 4_000_000
_NOBODY = UUID(int=0)
_LISTS = ("only_groups", "quiet_zones", "approvers", "approver_groups")
#: What an answer of the API tells besides.
_ONLY_TOLD = (
    "id",
    "about",
    "says",
    "sentence",
    "approvers_group_id",
    *(f"{what}_id" for what in KINDS),
)


def text_of(book: RuleBook) -> str:
    """The file's text; the same book gives the same text."""
    document = {
        "version": VERSION,
        "groups": [{"name": one.name, "members": list(one.members)} for one in book.groups],
        "rules": [_rule_document(each) for each in book.rules],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def book_of(text: str) -> RuleBook:
    """What a file says. Raises Invalid ``rule_file_invalid`` with where it makes no sense."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise _invalid(f"it is no JSON ({error})") from None
    if not isinstance(document, dict) or document.get("version") != VERSION:
        raise _invalid(f"it has no “version”: {VERSION}")
    groups = tuple(_group(each, at) for at, each in _entries(document, "groups"))
    rules = tuple(_rule(each, at) for at, each in _entries(document, "rules"))
    return RuleBook(groups, rules)


def _rule_document(each: NamedRule) -> dict[str, Any]:
    told = rule_answer(RuleView(_NOBODY, each.rule, "", ())).model_dump(mode="json")
    said = {name: value for name, value in told.items() if name not in _ONLY_TOLD}
    said |= {name: list(getattr(each, name)) for name in _LISTS}
    plain = {"name": said.pop("name"), **each.about, **said}
    return {name: value for name, value in plain.items() if value not in (None, [])}


def _entries(document: Mapping[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
    found = document.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise _invalid(f"“{name}” is no list of objects")
    return [(f"{name}[{number}]", each) for number, each in enumerate(found)]


def _group(each: dict[str, Any], at: str) -> NamedGroup:
    name, members = each.get("name"), each.get("members", [])
    if not isinstance(name, str) or not _is_texts(members):
        raise _invalid(f"{at} needs a “name”, and “members” as a list of addresses")
    return NamedGroup(name, tuple(members))


def _rule(each: dict[str, Any], at: str) -> NamedRule:
    said = dict(each)
    about = {what: said.pop(what) for what in KINDS if said.get(what) is not None}
    lists = {name: said.pop(name, []) for name in _LISTS}
    if not _is_texts(list(about.values())) or not all(map(_is_texts, lists.values())):
        raise _invalid(f"{at} names its places and groups by text")
    if len(lists["approver_groups"]) > 1:
        raise _invalid(f"{at} names more than one group that approves")
    ids = ["approvers_group_id", *(f"{what}_id" for what in KINDS)]
    if set(ids) & said.keys():
        raise _invalid(f"{at} has ids, which mean nothing elsewhere")
    try:
        rule = wanted(RuleAsked.model_validate(said))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise _invalid(f"{at}, {where}: {first['msg']}") from None
    return NamedRule(rule, about, *(tuple(lists[name]) for name in _LISTS))


def _is_texts(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(each, str) for each in found)


def _invalid(why: str) -> Invalid:
    return Invalid(
        "rule_file_invalid",
        f"This is no file of rules: {why}. Nothing was saved.",
        "Write it as `floorplans rules export` does.",
    )
