"""Computed fields through which a role group reads what it may not read directly (E41, H9).

Only fields of the system's scope can leak; one that says so in its own settings was opened on purpose and counts as
acknowledged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...permissions.actions import Action
from ...permissions.roles import RoleGroup
from . import sources
from .changing import EVERYONE
from .groups import admit_reader

if TYPE_CHECKING:
    from ..transaction import Tx

_WHY = {
    "table": ("看不到表", "the table is closed to them"),
    "rows": ("只能看到部分记录", "they see some of its rows only"),
    "field": ("看不到字段", "the field is hidden from them"),
    "masked": ("字段只在部分记录可见", "the field is masked on some rows"),
}


def of(tx: Tx) -> list[dict[str, Any]]:
    """`{role, table, field, label, scope, acknowledged, sources: [{table, field, why, message}]}` for every leak there is."""
    admit_reader(tx)
    english = tx.ctx.locale.startswith("en")
    found: list[dict[str, Any]] = []
    voices: list[RoleGroup | None] = [None, *(group for group in tx.policy.groups if not group.admin)]
    for voice in voices:
        scopes = {
            table.id: tx.policy.book.rule(() if voice is None else (voice,), table.id).scope
            for table in tx.catalogue.tables.values()
        }
        for table in tx.catalogue.tables.values():
            if Action.VIEW not in scopes[table.id].actions:
                continue
            for spec in table.fields:
                if not sources.shows_everybody(spec) or not scopes[table.id].may_read(spec.id):
                    continue
                read = list(dict.fromkeys(sources.beyond(tx, spec, scopes)))
                if read:
                    found.append(
                        {
                            "role": EVERYONE if voice is None else voice.key,
                            "table": table.key,
                            "field": spec.key,
                            "label": f"{table.text(tx.ctx.locale)}.{spec.text(tx.ctx.locale)}",
                            "type": spec.type,
                            "acknowledged": spec.options.get("scope") == "system",
                            "sources": [
                                {"table": of, "field": key, "why": why, "message": _WHY[why][english]}
                                for of, key, why in read
                            ],
                        }
                    )
    return found
