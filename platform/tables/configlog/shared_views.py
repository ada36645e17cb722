"""Shared views in the configuration log. People's own views are nobody else's business."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ...core.errors import refuse
from ..catalogue import TableSpec, ViewSpec
from ..views import saving
from ..views.describing import describe
from ..views.saving import ViewChange
from .entries import Entry, State, Steering, table_of, words
from .merging import Merging
from .messages import GONE, NEEDS_MISSING

if TYPE_CHECKING:
    from ..transaction import Tx

_PARTS = ("label", "type", "shared", "locked")


class Views(Merging):
    """Made, changed, locked, handed to everybody or taken back, deleted."""

    kinds = MappingProxyType({"view": ("视图", "view")})
    ignored = frozenset({"key"})

    def label(self, tx: Tx, entry: Entry) -> str:
        table = table_of(tx, entry)
        said = words(entry.either.get("label"), tx.ctx.locale) or entry.about or ""
        return said if table is None else f"{table.text(tx.ctx.locale)} › {said}"

    def shown(self, tx: Tx, entry: Entry, state: State) -> State:
        table = table_of(tx, entry)
        parts = {name: state[name] for name in (*_PARTS, "position")}
        if table is None:
            return parts
        try:
            return parts | {"definition": self._written(tx, table, state)}
        except KeyError:  # it looks at something that has gone meanwhile
            return parts | {"definition": state["definition"]}

    def state(self, tx: Tx, entry: Entry) -> State | None:
        found = self._found(tx, entry)
        return None if found is None or found.owner is not None else saving.stored(found)

    def put(self, tx: Tx, entry: Entry, wanted: State | None, names: frozenset[str], steering: Steering) -> None:
        del steering
        table = table_of(tx, entry)
        if table is None:
            raise refuse(GONE, label=self.label(tx, entry))
        key = entry.about or ""
        if wanted is None:
            saving.remove(tx, table.key, key)
        elif entry.after is None:
            self._check(tx, table, entry, wanted)
            saving.restore(tx, table, wanted)
        else:
            parts: dict[str, Any] = {name: wanted[name] for name in _PARTS if name in names}
            if "definition" in names:
                parts["parts"] = self._check(tx, table, entry, wanted)
            if "position" in names:
                shown = [view.key for view in table.views if view.owner is None and view.key != key]
                before = [view for view in table.views if view.key in shown and view.position < wanted["position"]]
                parts["position"] = len(before)
            saving.change(tx, table.key, key, ViewChange(**parts))

    def _check(self, tx: Tx, table: TableSpec, entry: Entry, wanted: State) -> dict[str, Any]:
        """What the view consists of, by key. Raises CONFLICT where it looks at something that is gone."""
        try:
            return self._written(tx, table, wanted)
        except KeyError as missing:
            raise refuse(NEEDS_MISSING, label=self.label(tx, entry), what=f"#{missing.args[0]}") from missing

    @staticmethod
    def _written(tx: Tx, table: TableSpec, state: State) -> dict[str, Any]:
        view = ViewSpec(0, table.id, state["key"], state["label"], state["type"], state["definition"], 0)
        return describe(tx.catalogue, view, {spec.id: spec.key for spec in table.all_fields})

    @staticmethod
    def _found(tx: Tx, entry: Entry) -> ViewSpec | None:
        table = table_of(tx, entry)
        return None if table is None or entry.about is None else table.view(entry.about)
