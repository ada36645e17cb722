"""Confirmed changes of the rules of timers in the configuration log (S7). Taking one back is a confirmed change itself (S6)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ...core.errors import refuse
from ...fields.registry import TYPES, type_of
from ...permissions.actions import Action
from ..changes.cells import thaw
from ..queries import reading
from ..timers import planning
from ..timers.definition import Timer
from ..timers.planning import Change
from .entries import Entry, State, Steering, table_of
from .merging import Merging
from .messages import GONE, NOT_REVERTIBLE

if TYPE_CHECKING:
    from ..transaction import Tx


class Recycling(Merging):
    """One property for each rule that a confirmation made, changed or ended: what stands in it, or None."""

    kinds = MappingProxyType({"recycling": ("回收规则", "recycling rules")})

    def label(self, tx: Tx, entry: Entry) -> str:
        timer, table = self._timer(tx, entry), table_of(tx, entry)
        said = (timer.label.get(tx.ctx.locale) or timer.key) if timer is not None else entry.about or ""
        return said if table is None else f"{table.text(tx.ctx.locale)} › {said}"

    def shown(self, tx: Tx, entry: Entry, state: State) -> State:
        """Rules by what they are called, their values by label; nothing for who may not view the rules."""
        timer = self._timer(tx, entry)
        if timer is None:
            return state
        table = tx.catalogue.by_id[timer.rules]
        if Action.VIEW not in tx.scope(table).actions:
            return {}
        titles = reading.labels(tx, table, {int(name) for name in state})
        found: dict[str, Any] = {}
        for name, values in state.items():
            said: dict[str, str] = {}
            for key, value in (values or {}).items():
                spec = table.by_key.get(key)
                if spec is None or not tx.scope(table).may_read(spec.id):
                    continue
                type_ = type_of(spec)
                if spec.type in ("relation", "member"):
                    labels = (
                        {value: (reading.member(tx, value) or {}).get("label")}
                        if spec.type == "member"
                        else reading.labels(tx, tx.catalogue.by_id[spec.options["table"]], {value})
                    )
                    said[spec.text(tx.ctx.locale)] = str(labels.get(value) or f"#{value}")
                else:
                    said[spec.text(tx.ctx.locale)] = type_.to_text(thaw(value, spec), spec, tx.ctx.locale, tx.ctx.zone)
            found[titles.get(int(name)) or f"#{name}"] = said or None
        return found

    def revertible(self, tx: Tx, entry: Entry) -> bool:
        return self._timer(tx, entry) is not None

    def state(self, tx: Tx, entry: Entry) -> State | None:
        timer = self._timer(tx, entry)
        if timer is None:
            return None
        table = tx.catalogue.by_id[timer.rules]
        names: list[str] = sorted({*(entry.before or {}), *(entry.after or {})})
        rows = tx.catalogue.storage.rows(tx.connection, table, [int(name) for name in names])
        return {name: planning.state(tx, timer, rows.get(int(name))) for name in names}

    def put(self, tx: Tx, entry: Entry, wanted: State | None, names: frozenset[str], steering: Steering) -> None:
        del steering
        timer = self._timer(tx, entry)
        if timer is None:
            raise refuse(GONE, label=self.label(tx, entry))
        if wanted is None:
            raise refuse(NOT_REVERTIBLE)
        present = self.state(tx, entry) or {}
        changes = [self._change(tx, timer, name, present.get(name), wanted.get(name)) for name in sorted(names)]
        planned = planning.plan(tx, timer, changes, mode="grace", grace=planning.GRACE)
        planning.confirm(tx, timer, changes, planned.token, mode="grace", grace=planning.GRACE)

    @staticmethod
    def _change(tx: Tx, timer: Timer, name: str, now: State | None, wanted: State | None) -> Change:
        if wanted is None:
            return Change(int(name), None)
        table = tx.catalogue.by_id[timer.rules]
        values: dict[str, Any] = dict.fromkeys(set(now or {}) - set(wanted))
        for key, value in wanted.items():
            spec = table.by_key.get(key)
            if spec is not None and (now is None or now.get(key) != value):
                values[key] = TYPES[spec.type].dump(thaw(value, spec), spec)
        return Change(int(name) if now is not None else None, values)

    @staticmethod
    def _timer(tx: Tx, entry: Entry) -> Timer | None:
        return None if entry.about is None else tx.catalogue.timers.find(entry.table, entry.about)
