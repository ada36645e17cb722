"""Rules of tables (validations, steps, locks, invariants, allocations, ranges, circles) and their order in the log."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ...core.errors import refuse
from ..rules import changing, stored, told
from ..schema.log import admit
from .entries import Entry, State, Steering, table_of
from .merging import Merging
from .messages import GONE, NEEDS_MISSING

if TYPE_CHECKING:
    from ..transaction import Tx


class Guards(Merging):
    """Made, changed, deleted. Kept by id, shown by key."""

    kinds = MappingProxyType({"rule": ("规则", "rule")})
    ignored = frozenset({"key"})

    def label(self, tx: Tx, entry: Entry) -> str:
        kind, _ = self._place(entry)
        table = table_of(tx, entry)
        named = told.NAMES[kind][tx.ctx.locale.startswith("en")]
        said = told.label(tx, kind, entry.either, bare=True)
        return " › ".join(part for part in (table and table.text(tx.ctx.locale), named, said) if part)

    def shown(self, tx: Tx, entry: Entry, state: State) -> State:
        try:
            return stored.shown(tx, self._place(entry)[0], state)
        except KeyError:  # it names something that has gone meanwhile
            return state

    def state(self, tx: Tx, entry: Entry) -> State | None:
        table = table_of(tx, entry)
        kind, key = self._place(entry)
        rules = () if table is None else (table.settings.get(stored.RULES) or {}).get(kind, ())
        return next((rule for rule in rules if rule["key"] == key), None)

    def put(self, tx: Tx, entry: Entry, wanted: State | None, names: frozenset[str], steering: Steering) -> None:
        del names
        admit(tx)
        table = table_of(tx, entry)
        if table is None:
            raise refuse(GONE, label=self.label(tx, entry))
        kind, key = self._place(entry)
        how = changing.Steering(confirm=steering.confirm, reason=steering.reason)
        if wanted is None:
            changing.remove(tx, table.key, kind, key, how)
            return
        try:
            stored.shown(tx, kind, wanted)
        except KeyError as missing:
            what = f"#{missing.args[0]}"
            raise refuse(NEEDS_MISSING, label=self.label(tx, entry), what=what) from missing
        changing.put(tx, table, kind, key, wanted, how)

    @staticmethod
    def _place(entry: Entry) -> tuple[str, str]:
        kind, _, key = (entry.about or "").partition(".")
        return kind, key


class Orders(Merging):
    """Rules of a kind put in another order. Kept by key, shown by what they say."""

    kinds = MappingProxyType({stored.ORDER: ("规则的顺序", "order of rules")})

    def label(self, tx: Tx, entry: Entry) -> str:
        table = table_of(tx, entry)
        named = told.NAMES[entry.about or ""][tx.ctx.locale.startswith("en")]
        return " › ".join(part for part in (table and table.text(tx.ctx.locale), named) if part)

    def shown(self, tx: Tx, entry: Entry, state: State) -> State:
        table, kind = table_of(tx, entry), entry.about or ""
        rules = {rule["key"]: rule for rule in (stored.of(table, kind) if table is not None else ())}
        return {"order": [told.label(tx, kind, rules[key]) if key in rules else key for key in state["order"]]}

    def state(self, tx: Tx, entry: Entry) -> State | None:
        table = table_of(tx, entry)
        return None if table is None else {"order": [rule["key"] for rule in stored.of(table, entry.about or "")]}

    def put(self, tx: Tx, entry: Entry, wanted: State | None, names: frozenset[str], steering: Steering) -> None:
        del names
        table = table_of(tx, entry)
        if table is None or wanted is None:
            raise refuse(GONE, label=self.label(tx, entry))
        changing.order(tx, table.key, entry.about or "", wanted["order"], steering.reason)
