"""What a PATCH of a group asks for, as steps that are done to its members in one act.

Not applied to a document: a group of ten thousand would be read, compared and written for every
person who joins it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from scim2_models.path import AttrPath, CompareOperator, Comparison, FilterNode

from floorplans.directory import rules
from floorplans.directory.views import Deed, GroupChange, MemberStep
from floorplans.errors import Invalid

_DEEDS = {"add": Deed.ADD, "replace": Deed.SET, "remove": Deed.REMOVE}


def change_of(patch: Any) -> GroupChange:
    """The change that a PATCH asks for; raises ``Invalid``."""
    gathered = _Gathered()
    for operation in patch.operations:
        kind = str(operation.op)
        if operation.path:
            gathered.take(kind, operation.path, operation.value)
        elif isinstance(operation.value, dict):
            for name, value in operation.value.items():
                gathered.say(kind, name.rpartition(":")[2].lower(), value)
        else:
            raise _wrong_value()
    return GroupChange(
        gathered.name,
        gathered.external_id,
        gathered.says_external_id,
        tuple(gathered.steps),
    )


def ids_of(members: Any) -> frozenset[UUID]:
    """The people of a ``members`` value; raises ``Invalid`` for what cannot be anybody."""
    ids, strange = _read(members)
    if strange:
        raise rules.no_such_members(strange)
    return ids


class _Gathered:
    """What was said so far; steps of one kind that follow each other are one."""

    def __init__(self) -> None:
        self.name: str | None = None
        self.external_id: str | None = None
        self.says_external_id = False
        self.steps: list[MemberStep] = []

    def take(self, kind: str, path: Any, value: Any) -> None:
        """An operation with a path."""
        binding = path.resolve()
        if binding is None:
            return  # Nothing that is kept here.
        if path.value_filter is None and binding.sub_field_name is None:
            self.say(kind, binding.field_name.replace("_", ""), value)
            return
        people = _named_in(path.value_filter)
        if binding.field_name != "members" or people is None or kind == "replace":
            raise _wrong_path()
        if binding.sub_field_name is not None:
            raise _wrong_path()
        self._step(Deed.ADD if kind == "add" else Deed.REMOVE, people)

    def say(self, kind: str, name: str, value: Any) -> None:
        """An operation on a whole attribute, by its name in lower case."""
        if name == "members":
            self._members(kind, value)
        elif name == "displayname":
            self.name = _text(value)
        elif name == "externalid":
            self.external_id = None if kind == "remove" else _text(value)
            self.says_external_id = True

    def _members(self, kind: str, value: Any) -> None:
        if value is None or value == []:
            if kind != "add":
                self._step(Deed.SET, frozenset())
            return
        # Whoever is nobody here cannot be in the group either.
        self._step(_DEEDS[kind], _read(value)[0] if kind == "remove" else ids_of(value))

    def _step(self, deed: Deed, people: frozenset[UUID]) -> None:
        last = self.steps[-1] if self.steps else None
        if deed is Deed.SET:
            self.steps = [MemberStep(Deed.SET, people)]
        elif last is not None and last.deed is deed:
            self.steps[-1] = MemberStep(deed, last.people | people)
        elif last is not None and last.deed is Deed.SET:
            together = last.people | people if deed is Deed.ADD else last.people - people
            self.steps[-1] = MemberStep(Deed.SET, together)
        else:
            self.steps.append(MemberStep(deed, people))


def _named_in(node: FilterNode | None) -> frozenset[UUID] | None:
    """Whom ``value eq "..."`` names; None for a filter that says anything else."""
    if not isinstance(node, Comparison) or node.op is not CompareOperator.eq:
        return None
    if not isinstance(node.attr_path, AttrPath) or node.attr_path.attr.lower() != "value":
        return None
    return _read([{"value": node.value}])[0]


def _read(members: Any) -> tuple[frozenset[UUID], int]:
    """The people of a value, and how many of it are none; raises ``Invalid`` for no members."""
    given = members if isinstance(members, list) else [members]
    rules.check_members(len(given))
    ids, strange = set(), 0
    for each in given:
        text = each.get("value") if isinstance(each, dict) else each
        if not isinstance(text, str):
            raise _wrong_value()
        try:
            ids.add(UUID(text))
        except ValueError:
            strange += 1
    return frozenset(ids), strange


def _text(value: Any) -> str:
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        value = value[0].get("value")
    if not isinstance(value, str):
        raise _wrong_value()
    return value


def _wrong_path() -> Invalid:
    return Invalid(
        "scim_path",
        "A path of the PATCH is not known here. Nothing was changed.",
        'Use displayName, externalId, members, or members[value eq "ID"].',
    )


def _wrong_value() -> Invalid:
    return Invalid(
        "scim_value",
        "A value of the PATCH has the wrong type or is missing. Nothing was changed.",
        "Send members as a list of objects with the id of a person as value.",
    )
