"""Record types as people and templates write them (by key) ↔ as a table keeps them (by id), so that a rename changes nothing.

Whoever takes them from outside has checked their shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Problem, Refusal
from ...fields.registry import type_of
from ...permissions import roles
from .. import models
from ..rights import authors
from .definition import SETTING
from .messages import BAD_TYPES

if TYPE_CHECKING:
    from ...fields.spec import FieldSpec
    from ..catalogue import TableSpec
    from ..transaction import Tx

Written = Mapping[str, Any]


def put(tx: Tx, written: Mapping[str, Written]) -> None:
    """Give tables (by key) their record types. Raises `Refusal` with what names something that is not there."""
    for key, types in written.items():
        table = tx.catalogue.table(key)
        settings = {**table.settings, SETTING: to_ids(tx, table, types)}
        tx.connection.execute(sa.update(models.tables).where(models.tables.c.id == table.id).values(settings=settings))
    if written:
        tx.reload()


def to_ids(tx: Tx, table: TableSpec, written: Written) -> dict[str, Any]:
    """The stored form. Raises `Refusal` with everything that names what is not there; what it names anew its author has to be
    able to read, for whoever writes a row is told whether it fits."""
    groups = {group.key: group.id for group in roles.all(tx.connection)}
    problems: list[Problem] = []

    def bad(what: str, place: str) -> None:
        problems.append(Problem(BAD_TYPES, {"what": what[:60]}, f"{SETTING}.{place}"))

    def known(ids: Mapping[str, int], key: str, place: str) -> int:
        if key not in ids:
            bad(key, place)
        return ids.get(key, 0)

    def field(key: str, place: str) -> FieldSpec | None:
        spec = table.by_key.get(key)
        if spec is None or spec.id < 0:
            bad(key, place)
            return None
        return spec

    def filled(key: str, place: str) -> FieldSpec | None:
        """A field that people fill in."""
        spec = field(key, place)
        if spec is not None and (type_of(spec).computed or type_of(spec).storage == "none"):
            bad(key, place)
        return spec

    kind = table.by_key.get(written["field"])
    if kind is None or kind.type != "option":
        raise Refusal([Problem(BAD_TYPES, {"what": written["field"][:60]}, f"{SETTING}.field")])
    choices = {choice.key: choice.id for choice in kind.choices}
    types: list[dict[str, Any]] = []
    for number, entry in enumerate(written["types"]):
        place = f"types[{number}]"
        options: dict[str, list[int]] = {}
        for key, allowed in entry.get("options", {}).items():
            spec = field(key, f"{place}.options")
            if spec is not None and spec.type not in ("option", "multi_option", "state"):
                bad(key, f"{place}.options")
            elif spec is not None:
                ids = {choice.key: choice.id for choice in spec.choices}
                options[str(spec.id)] = [known(ids, each, f"{place}.options.{key}") for each in allowed]
        required = [filled(key, f"{place}.required") for key in entry.get("required", ())]
        sections = [
            {
                "label": dict(section.get("label") or {}),
                "fields": [
                    spec.id for key in section["fields"] if (spec := field(key, f"{place}.sections")) is not None
                ],
            }
            for section in entry.get("sections", ())
        ]
        types.append(
            {
                "choice": known(choices, entry["key"], f"{place}.key"),
                "options": options,
                "required": [spec.id for spec in required if spec is not None],
                "sections": sections,
                "roles": [known(groups, role, f"{place}.roles") for role in entry.get("roles", ())],
            }
        )
    defaults = [
        {
            "role": known(groups, each["role"], f"defaults[{number}].role"),
            "choice": known(choices, each["type"], f"defaults[{number}].type"),
        }
        for number, each in enumerate(written.get("defaults", ()))
    ]
    keys = [entry["key"] for entry in written["types"]]
    for key in {key for key in keys if keys.count(key) > 1}:
        bad(key, "types")
    if problems:
        raise Refusal(problems)
    found = {"field": kind.id, "types": types, "defaults": defaults}
    before = (table.settings.get(SETTING) or {}).get("types", ())
    authors.check(
        tx, {int(id_) for each in types if each not in before for id_ in (*each["options"], *each["required"])}
    )
    return found


def to_keys(tx: Tx, table: TableSpec) -> dict[str, Any] | None:
    """The types of a table by key, as a template has them; what is gone is left out."""
    found = table.record_types
    if found is None:
        return None
    groups = {group.id: group.key for group in tx.policy.groups}
    fields = {spec.id: spec for spec in table.fields}
    types: list[dict[str, Any]] = []
    for entry in found.types.values():
        part: dict[str, Any] = {
            "key": entry.choice.key,
            "options": {
                fields[id_].key: [choice.key for choice in fields[id_].choices if choice.id in allowed]
                for id_, allowed in entry.options.items()
            },
            "required": [spec.key for spec in entry.required],
            "sections": [
                {name: value for name, value in (("label", dict(section.label)), ("fields", keys)) if value}
                for section in entry.sections
                if (keys := [spec.key for spec in section.fields])
            ],
            "roles": sorted(groups[id_] for id_ in entry.roles if id_ in groups),
        }
        types.append({name: value for name, value in part.items() if value})
    choices = {choice.id: choice.key for choice in found.field.choices}
    defaults = [
        {"role": groups[role], "type": choices[choice]}
        for role, choice in found.defaults
        if role in groups and choice in choices
    ]
    return {"field": found.field.key, "types": types} | ({"defaults": defaults} if defaults else {})
