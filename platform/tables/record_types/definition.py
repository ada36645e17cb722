"""The record types of a table as immutable values, read from its settings.

What names a field or choice that is gone is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...fields.spec import Choice, FieldSpec

if TYPE_CHECKING:
    from ...permissions.roles import RoleGroup

SETTING = "record_types"  #: where a table's settings keep them


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page and of the form of a type."""

    label: Mapping[str, str]
    fields: tuple[FieldSpec, ...]


@dataclass(frozen=True, slots=True)
class RecordType:
    """What holds for the rows of one type."""

    choice: Choice
    options: Mapping[int, frozenset[int]]  #: of these fields, the choices that may be taken
    required: tuple[FieldSpec, ...]
    sections: tuple[Section, ...]  #: empty: the page of the table
    roles: frozenset[int]  #: the groups that may give it; empty for everybody


@dataclass(frozen=True, slots=True)
class RecordTypes:
    """The types of one table, by the choice of `field`. A choice without an entry is a type without peculiarities."""

    field: FieldSpec
    types: Mapping[int, RecordType]
    defaults: tuple[
        tuple[int, int], ...
    ]  #: (group, choice): what a new row gets; the first group that the caller is in counts

    @classmethod
    def read(cls, stored: Mapping[str, Any] | None, fields: Sequence[FieldSpec]) -> RecordTypes | None:
        """The types that a table's settings keep, if any."""
        there = {spec.id: spec for spec in fields}
        field = there.get(stored["field"]) if stored else None
        if stored is None or field is None or field.type != "option":
            return None
        choices = {choice.id: choice for choice in field.choices}
        types = {
            entry["choice"]: RecordType(
                choice=choices[entry["choice"]],
                options={
                    int(id_): frozenset(allowed) for id_, allowed in entry["options"].items() if int(id_) in there
                },
                required=tuple(there[id_] for id_ in entry["required"] if id_ in there),
                sections=tuple(
                    Section(section["label"], tuple(there[id_] for id_ in section["fields"] if id_ in there))
                    for section in entry["sections"]
                ),
                roles=frozenset(entry["roles"]),
            )
            for entry in stored["types"]
            if entry["choice"] in choices
        }
        return cls(field, types, tuple((each["role"], each["choice"]) for each in stored["defaults"]))

    def may_give(self, choice: int, held: Collection[RoleGroup]) -> bool:
        """Whether members of these groups may make rows of a type."""
        entry = self.types.get(choice)
        if entry is None or not entry.roles:
            return True
        return any(group.admin or group.id in entry.roles for group in held)

    def start(self, held: Collection[RoleGroup]) -> int | None:
        """The type of a new row of theirs for which none is given; None where the field's own default decides, or nobody."""
        groups = {group.id for group in held}
        for group, choice in self.defaults:
            if group in groups and self.may_give(choice, held):
                return choice
        open_ = [choice.id for choice in self.field.choices if not choice.archived and self.may_give(choice.id, held)]
        own = (self.field.default or {}).get("value")
        if any(choice.key == own and choice.id in open_ for choice in self.field.choices):
            return None
        return open_[0] if len(open_) == 1 else None
