"""Automations in the configuration log: taken back through the same doors that people use, a template's with a reason (S99)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ...tables.configlog.entries import Entry, State, Steering, words
from ...tables.configlog.merging import VERBS, Merging
from . import checking, definition, saving

if TYPE_CHECKING:
    from ...tables.transaction import Tx


class Automations(Merging):
    """Made, changed, switched (on, or into the shadow), deleted, reset."""

    kinds = MappingProxyType({"automation": ("自动化", "automation")})
    ignored = frozenset({"key"})

    def label(self, tx: Tx, entry: Entry) -> str:
        found = definition.find(tx, entry.about or "")
        label = found.label if found is not None else entry.either.get("label")
        return words(label, tx.ctx.locale) or entry.about or ""

    def revertible(self, tx: Tx, entry: Entry) -> bool:
        return entry.verb in VERBS or entry.verb in ("switch", "reset")

    def state(self, tx: Tx, entry: Entry) -> State | None:
        found = definition.find(tx, entry.about or "")
        if found is None:
            return None
        if entry.verb != "switch":
            return found.document
        now = {"key": found.key, "enabled": found.active, "shadow": found.shadow}
        return {name: value for name, value in now.items() if name in entry.either}

    def put(self, tx: Tx, entry: Entry, wanted: State | None, names: frozenset[str], steering: Steering) -> None:
        key = entry.about or ""
        if wanted is None:
            saving.remove(tx, key, confirm=steering.confirm, reason=steering.reason)
        elif entry.after is None:
            saving.restore(tx, checking.restated(tx, wanted))
        elif entry.verb == "switch":
            enabled, shadow = wanted.get("enabled"), wanted.get("shadow")
            saving.change(tx, key, enabled=enabled, shadow=shadow, confirm=steering.confirm, reason=steering.reason)
        else:
            document = checking.restated(tx, wanted)
            saving.change(tx, key, document=document, confirm=steering.confirm, reason=steering.reason)
