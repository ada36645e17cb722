"""Tables, fields, choices and views of a newer version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ....fields.registry import settings_of
from ....tables import models, schema, views
from ....tables.configlog.writing import note, write
from ....tables.schema import changing, making
from ....tables.transaction import Tx
from ....tables.views import saving
from ....tables.views.saving import ViewChange
from .. import installer, ordering
from .items import Document, Item, Kind
from .plan import Difference, Verdict

Done = Mapping[Item, Mapping[str | None, Difference]]
_SHAPES = ("parent", "tree", "order", "ownership")
_FLAGS = ("required", "unique")


def carry(tx: Tx, template: Document, done: Done, renamed: Mapping[tuple[str, str], str], reason: str) -> None:
    for (table, former), key in renamed.items():
        changing.change_field(tx, table, former, {"key": key}, brought=True, reason=reason)
    _new(tx, template, done, reason)
    tables = {table["key"]: table for table in template["tables"]}
    order = {
        (table, field["key"]): number
        for number, (table, field) in enumerate(each for batch in ordering.generations(template) for each in batch)
    }
    touched = {item.path[:2] for item in done if item.kind in (Kind.FIELD, Kind.CHOICE)}
    for table, key in sorted(touched, key=lambda name: order.get((name[0], name[1]), len(order))):
        _field(tx, table, key, done, reason)
    for item, parts in done.items():
        if item.kind is Kind.TABLE and None not in parts:
            _table(tx, tables[item.path[0]], parts, reason)
    for item, parts in done.items():
        if item.kind is Kind.VIEW:
            _view(tx, item, parts, reason)


def _new(tx: Tx, template: Document, done: Done, reason: str) -> None:
    """Tables and fields that were not there, each after what it needs; as an installation makes them."""
    added = {item for item, parts in done.items() if None in parts and parts[None].verdict is Verdict.ADD}
    new = [table for table in template["tables"] if Item(Kind.TABLE, (table["key"],)) in added]
    groups = {entry["key"]: group["key"] for group in template.get("navigation", ()) for entry in group["items"]}
    schema.create_tables(tx, [installer.table_draft(table, groups.get(table["key"])) for table in new])
    for table in new:
        made = {"key": table["key"], "label": table["label"]}
        write(tx, "table.create", tx.catalogue.table(table["key"]).id, after=made, reason=reason)
    parents = {table["key"]: table["parent"] for table in new if "parent" in table}
    places = {(t["key"], f["key"]): place for t in template["tables"] for place, f in enumerate(t["fields"])}
    for batch in ordering.generations(template):
        wanted = [(table, field) for table, field in batch if Item(Kind.FIELD, (table, field["key"])) in added]
        drafts = [(t, installer.field_draft(field, places[t, field["key"]])) for t, field in wanted]
        for spec in schema.create_fields(tx, drafts):
            write(tx, "field.create", spec.table, spec.id, after=making.row_of(spec), reason=reason)
        if owned := {table: field["key"] for table, field in wanted if parents.get(table) == field["key"]}:
            schema.set_primary(tx, {}, owned)
    for table in new:
        schema.set_primary(tx, {table["key"]: table["primary"]})
        if shape := {name: table[name] for name in _SHAPES[1:] if name in table}:
            schema.set_shape(tx, table["key"], shape)
        if "record_types" in table:
            changing.change_table(tx, table["key"], {"record_types": table["record_types"]})


def _table(tx: Tx, table: Document, parts: Mapping[str | None, Difference], reason: str) -> None:
    found = {str(name): each.theirs for name, each in parts.items() if name not in ("related", "layout")}
    looks = {str(name): parts[name].theirs for name in ("related", "layout") if name in parts}
    if looks:
        spec = tx.catalogue.table(table["key"])
        settings = {name: value for name, value in {**spec.settings, **looks}.items() if value is not None}
        before = changing.state_of(spec)
        tx.connection.execute(sa.update(models.tables).where(models.tables.c.id == spec.id).values(settings=settings))
        tx.reload()
        changing.change_table(tx, table["key"], found, reason=reason, since=before)
    elif found:
        changing.change_table(tx, table["key"], found, reason=reason)


def _field(tx: Tx, table: str, key: str, done: Done, reason: str) -> None:
    """The parts of a field that are taken, at once; with its choices, which all stay: one that goes is archived at most."""
    parts = done.get(Item(Kind.FIELD, (table, key)), {})
    if None in parts:
        if parts[None].verdict is Verdict.RELEASE:
            _protect(tx, table, key, protected=False)
        return
    changes: dict[str, Any] = {}
    options: dict[str, Any] = {}
    spec = changing.field_of(tx, tx.catalogue.table(table), key)
    usual = settings_of(spec)
    for name, each in parts.items():
        if name is None or name == "key":
            continue
        if name.startswith("options."):
            option = name.removeprefix("options.")
            options[option] = usual.get(option) if each.theirs is None else each.theirs
        elif name == "protected":
            _protect(tx, table, key, protected=bool(each.theirs))
        else:
            changes[name] = bool(each.theirs) if name in _FLAGS else each.theirs
    if options:
        changes["options"] = options
    if (choices := _choices(tx, table, key, done)) is not None:
        changes["choices"] = choices
    if changes:
        changing.change_field(tx, table, key, changes, brought=True, confirm=True, reason=reason)


def _choices(tx: Tx, table: str, key: str, done: Done) -> list[dict[str, Any]] | None:
    taken = {
        item.path[2]: parts
        for item, parts in done.items()
        if item.kind is Kind.CHOICE and item.path[:2] == (table, key)
    }
    taken = {name: parts for name, parts in taken.items() if None not in parts or parts[None].verdict is Verdict.ADD}
    if not taken:
        return None
    spec = changing.field_of(tx, tx.catalogue.table(table), key)
    found: dict[str, dict[str, Any]] = {
        choice.key: {
            "key": choice.key,
            "label": dict(choice.label),
            "color": choice.color,
            "archived": choice.archived,
        }
        for choice in spec.choices
    }
    for name, parts in taken.items():
        if None in parts:
            found[name] = {"key": name, **parts[None].theirs}
        else:
            said = {str(part): each.theirs for part, each in parts.items()}
            found[name] |= {part: bool(value) if part == "archived" else value for part, value in said.items()}
    return list(found.values())


def _protect(tx: Tx, table: str, key: str, *, protected: bool) -> None:
    spec = tx.catalogue.table(table).by_key[key]
    tx.connection.execute(sa.update(models.fields).where(models.fields.c.id == spec.id).values(protected=protected))
    tx.reload()


def _view(tx: Tx, item: Item, parts: Mapping[str | None, Difference], reason: str) -> None:
    table, key = item.path
    whole = parts.get(None)
    view = tx.catalogue.table(table).view(key)
    if view is None and whole is not None:
        views.create(tx, [(table, installer.view_draft({"key": key, **whole.theirs}))])
        made = tx.catalogue.table(table).view(key)
        assert made is not None
        note(tx, "view", made.table, key, None, saving.stored(made), reason)
        return
    assert view is not None
    if view.locked:
        saving.change(tx, table, key, ViewChange(locked=False))
    if whole is not None:
        saving.remove(tx, table, key)
        return
    said = {str(name): each.theirs for name, each in parts.items()}
    label, type_ = said.pop("label", None), said.pop("type", None)
    saving.change(tx, table, key, ViewChange(label=label, type=type_, parts=_whole(said)))
    if view.locked:
        saving.change(tx, table, key, ViewChange(locked=True))


def _whole(parts: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a view; one that the new version does not say is empty again."""
    empty: dict[str, Any] = {"fields": [], "filter": None, "sort": None, "settings": {}, "widths": {}}
    return {name: empty[name] if value is None else value for name, value in parts.items()}
