"""A new key for a field. Everything that refers to it does so by id; what is written by key in settings is written anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import refuse
from ...fields.spec import Alias, FieldSpec
from .. import models
from ..messages import KEY_TAKEN
from . import windows

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx


def renamed(tx: Tx, table: TableSpec, before: FieldSpec, after: FieldSpec, key: str) -> FieldSpec:
    """The field under its new key; the old one stays as another name that writes may use (S13)."""
    holder = table.by_key.get(key)
    if holder is not None and holder.id != before.id:
        raise refuse(KEY_TAKEN, at_field="key", key=key)
    for other in tx.catalogue.tables.values():
        settings = _rewritten(other, table.key, before.key, key)
        if settings != other.settings:
            where = models.tables.c.id == other.id
            tx.connection.execute(sa.update(models.tables).where(where).values(settings=settings))
    kept = tuple(alias for alias in before.aliases if alias.key not in (key, before.key))
    aliases = (*kept, Alias(before.key, tx.ctx.now, windows.end(tx)))
    return replace(after, key=key, aliases=aliases)


def _rewritten(other: TableSpec, table: str, old: str, new: str) -> dict[str, Any]:
    """The layout of the field's own table and the related lists of every table, with the new key."""
    settings = dict(other.settings)
    if other.key == table and settings.get("layout"):
        settings["layout"] = _swapped(settings["layout"], old, new)
    if settings.get("related"):
        settings["related"] = [
            {
                **item,
                "field": new if item["field"] == old else item["field"],
                "columns": [new if name == old else name for name in item.get("columns", ())],
            }
            if item["table"] == table
            else item
            for item in settings["related"]
        ]
    return settings


def _swapped(layout: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    def names(keys: Any) -> list[str]:
        return [new if name == old else name for name in keys or ()]

    return {
        **layout,
        "header": names(layout.get("header")),
        "tabs": [
            {
                **tab,
                "sections": [
                    {**section, "fields": names(section.get("fields"))} for section in tab.get("sections", ())
                ],
            }
            for tab in layout.get("tabs", ())
        ],
    }
