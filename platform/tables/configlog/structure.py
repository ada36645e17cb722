"""Tables and fields in the configuration log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import refuse
from ...fields.registry import settings_of
from .. import authoring, models
from ..catalogue import field_of_row
from ..record_types import stored as record_types
from ..record_types.definition import SETTING
from ..schema import changing, dropping, making
from .entries import Entry, State, Steering, table_of, words
from .merging import Merging
from .messages import GONE, NEEDS_MISSING

if TYPE_CHECKING:
    from ...fields.spec import FieldSpec
    from ..catalogue import TableSpec
    from ..transaction import Tx

_SIMPLE = ("label", "help", "required", "unique", "position", "key")
_SHAPES = ("tree", "order", "ownership")
_LOOKS = ("layout", "related", "group")


class Fields(Merging):
    """Made, changed, converted, deleted, restored. What was deleted or converted comes back out of the trash."""

    kinds = MappingProxyType({"field": ("字段", "field")})
    ignored = frozenset({"id", "table_id", "type", "protected", "aliases", "place"})

    def label(self, tx: Tx, entry: Entry) -> str:
        spec = tx.catalogue.fields.get(entry.field or 0)
        table = table_of(tx, entry)
        row = entry.either.get("field", entry.either)
        said = spec.text(tx.ctx.locale) if spec is not None else words(row.get("label"), tx.ctx.locale)
        where = table.text(tx.ctx.locale) if table is not None else None
        return " › ".join(part for part in (where, said or f"#{entry.field}") if part)

    def shown(self, tx: Tx, entry: Entry, state: State) -> State:
        row = state.get("field", state)
        if not isinstance(row, Mapping) or "type" not in row:
            return {"aliases": state["aliases"]} if "aliases" in state else {}
        spec = field_of_row(row)
        kept = {
            name: row[name] for name in ("key", "type", "label", "help", "required", "unique", "aliases", "position")
        }
        try:
            options = authoring.options_to_keys(tx.catalogue, spec)
            default = authoring.default_to_keys(tx.catalogue, spec)
        except KeyError:  # it refers to something that has gone meanwhile
            options, default = dict(spec.options), row["default"]
        options.pop("result", None)
        choices = [{name: part for name, part in choice.items() if name != "id"} for choice in row["choices"]]
        return {**kept, "options": options, "choices": choices, "default": default}

    def revertible(self, tx: Tx, entry: Entry) -> bool:
        if entry.verb in ("delete", "convert"):
            return entry.restorable
        return entry.verb in ("create", "change", "restore")

    def conflicts(self, tx: Tx, entry: Entry) -> list[str]:
        return super().conflicts(tx, entry) if entry.verb == "change" else []

    def revert(self, tx: Tx, entry: Entry, steering: Steering) -> None:
        match entry.verb:
            case "change":
                super().revert(tx, entry, steering)
            case "delete" | "convert":
                dropping.restore(tx, entry.id)
            case _:
                table, spec = self._there(tx, entry)
                dropping.delete_field(tx, table.key, spec.key, unlock=steering.unlock, reason=steering.reason)

    def state(self, tx: Tx, entry: Entry) -> State | None:
        spec = tx.catalogue.fields.get(entry.field or 0)
        return None if spec is None else making.row_of(spec)

    def put(self, tx: Tx, entry: Entry, wanted: State | None, names: frozenset[str], steering: Steering) -> None:
        assert wanted is not None
        table, spec = self._there(tx, entry)
        parts: dict[str, Any] = {name: wanted[name] for name in _SIMPLE if name in names}
        former = field_of_row({**making.row_of(spec), **wanted})
        try:
            if "options" in names:
                parts["options"] = _options(tx, spec, former)
            if "default" in names:
                parts["default"] = authoring.default_to_keys(tx.catalogue, former)
        except KeyError as missing:
            raise refuse(NEEDS_MISSING, label=self.label(tx, entry), what=missing.args[0]) from missing
        if "choices" in names:
            parts["choices"] = [
                {name: part for name, part in choice.items() if name != "id"} for choice in wanted["choices"]
            ]
        changing.change_field(
            tx,
            table.key,
            spec.key,
            parts,
            confirm=steering.confirm,
            unlock=steering.unlock,
            reason=steering.reason,
        )

    def _there(self, tx: Tx, entry: Entry) -> tuple[TableSpec, FieldSpec]:
        spec = tx.catalogue.fields.get(entry.field or 0)
        if spec is None:
            raise refuse(GONE, label=self.label(tx, entry))
        return tx.catalogue.by_id[spec.table], spec


def _options(tx: Tx, now: FieldSpec, former: FieldSpec) -> dict[str, Any]:
    """The settings that differ, as they were; one that was not said then has its default again."""
    old, new = authoring.options_to_keys(tx.catalogue, former), authoring.options_to_keys(tx.catalogue, now)
    usual = settings_of(former)
    return {
        name: old.get(name, usual.get(name))
        for name in dict.fromkeys((*old, *new))
        if name != "result" and old.get(name) != new.get(name)
    }


class Tables(Merging):
    """Made, changed, deleted, restored."""

    kinds = MappingProxyType({"table": ("表", "table")})
    ignored = frozenset({"key", "diverged", "rules", "rules_original"})

    def label(self, tx: Tx, entry: Entry) -> str:
        table = table_of(tx, entry)
        if table is not None:
            return table.text(tx.ctx.locale)
        return words(entry.either.get("label"), tx.ctx.locale) or f"#{entry.table}"

    def shown(self, tx: Tx, entry: Entry, state: State) -> State:
        if "rows" in state:
            return {"key": state["key"], "label": state["label"]}
        settings = {name: part for name, part in (state.get("settings") or {}).items() if name not in self.ignored}
        table = table_of(tx, entry)
        if table is not None and SETTING in settings:
            settings[SETTING] = _types(tx, table, settings)
        shown = {**state, "settings": {**settings, **_keyed(tx, settings, _SHAPES)}}
        return {**shown, **_keyed(tx, state, ("primary", "parent"))}

    def revertible(self, tx: Tx, entry: Entry) -> bool:
        return entry.restorable if entry.verb == "delete" else entry.verb in ("create", "change", "restore")

    def conflicts(self, tx: Tx, entry: Entry) -> list[str]:
        return super().conflicts(tx, entry) if entry.verb == "change" else []

    def revert(self, tx: Tx, entry: Entry, steering: Steering) -> None:
        match entry.verb:
            case "change":
                super().revert(tx, entry, steering)
            case "delete":
                dropping.restore(tx, entry.id)
            case _:
                table = self._there(tx, entry)
                dropping.delete_table(tx, table.key, unlock=steering.unlock, reason=steering.reason)

    def state(self, tx: Tx, entry: Entry) -> State | None:
        table = table_of(tx, entry)
        return None if table is None else changing.state_of(table)

    def put(self, tx: Tx, entry: Entry, wanted: State | None, names: frozenset[str], steering: Steering) -> None:
        assert wanted is not None
        table = self._there(tx, entry)
        settings, present = wanted.get("settings") or {}, table.settings
        parts: dict[str, Any] = {"label": wanted["label"]} if "label" in names else {}
        parts |= {name: settings.get(name) for name in ("help", "icon") if settings.get(name) != present.get(name)}
        try:
            for name in ("primary", "parent"):
                if name in names and (wanted[name] is not None or name == "parent"):
                    parts[name] = None if wanted[name] is None else tx.catalogue.fields[wanted[name]].key
            for name in _SHAPES:
                if settings.get(name) != present.get(name):
                    id_ = settings.get(name)
                    parts[name] = None if id_ is None else tx.catalogue.fields[id_].key
            if settings.get(SETTING) != present.get(SETTING):
                parts[SETTING] = _types(tx, table, settings)
        except KeyError as missing:
            raise refuse(NEEDS_MISSING, label=self.label(tx, entry), what=missing.args[0]) from missing
        if looks := {name: settings.get(name) for name in _LOOKS if settings.get(name) != present.get(name)}:
            kept = {name: value for name, value in {**present, **looks}.items() if value is not None}
            where = models.tables.c.id == table.id
            tx.connection.execute(sa.update(models.tables).where(where).values(settings=kept))
            tx.reload()
        changing.change_table(tx, table.key, parts, reason=steering.reason, since=changing.state_of(table))

    def _there(self, tx: Tx, entry: Entry) -> TableSpec:
        table = table_of(tx, entry)
        if table is None:
            raise refuse(GONE, label=self.label(tx, entry))
        return table


def _types(tx: Tx, table: TableSpec, settings: State) -> dict[str, Any] | None:
    """The record types of such settings, by key."""
    return record_types.to_keys(tx, replace(table, settings=settings))


def _keyed(tx: Tx, state: State, names: tuple[str, ...]) -> dict[str, Any]:
    """The fields that properties name by id, by key; one that has gone is shown by number."""
    return {
        name: tx.catalogue.fields[state[name]].key if state[name] in tx.catalogue.fields else f"#{state[name]}"
        for name in names
        if state.get(name) is not None
    }
