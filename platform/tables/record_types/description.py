"""The record types of a table as the schema answer shows them to its caller: what forms and pages need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import stored

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx


def described(tx: Tx, table: TableSpec) -> dict[str, Any] | None:
    """By key, of readable fields only; `allowed` are the types that the caller may give, `start` the one a new row of theirs
    gets. `written` is the whole of it for those who may change it."""
    found, scope = table.record_types, tx.scope(table)
    if found is None or not scope.may_read(found.field.id):
        return None
    held = tx.policy.held_by(tx.ctx.actor)
    fields = {spec.id: spec for spec in table.fields if scope.may_read(spec.id)}
    keys = {choice.id: choice.key for choice in found.field.choices}
    free = tx.ctx.actor.system
    return {
        "field": found.field.key,
        "allowed": [
            choice.key
            for choice in found.field.choices
            if not choice.archived and (free or found.may_give(choice.id, held))
        ],
        "start": keys.get(found.start(held) or 0),
        "types": [
            {
                "key": entry.choice.key,
                "options": {
                    fields[id_].key: [choice.key for choice in fields[id_].choices if choice.id in allowed]
                    for id_, allowed in entry.options.items()
                    if id_ in fields
                },
                "required": [spec.key for spec in entry.required if spec.id in fields],
                "sections": [
                    {
                        "label": section.label.get(tx.ctx.locale) or section.label.get("zh-CN") or None,
                        "fields": [spec.key for spec in section.fields if spec.id in fields],
                    }
                    for section in entry.sections
                ],
            }
            for entry in found.types.values()
        ],
        "written": stored.to_keys(tx, table) if tx.policy.may_build(tx.ctx.actor) else None,
    }
