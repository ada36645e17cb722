"""The schema of a workspace as its caller may see it: the answer of `GET …/tables`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..fields.registry import settings_of, type_of, value_spec
from ..fields.spec import FieldSpec
from ..permissions.actions import Action
from . import authoring, views
from .catalogue import TableSpec
from .record_types import description as record_types
from .views import saving

if TYPE_CHECKING:
    from .transaction import Tx


def describe(tx: Tx) -> list[dict[str, Any]]:
    """Every table the caller may view, in order, with fields, views and what they may do."""
    return [
        describe_table(tx, table)
        for table in sorted(tx.catalogue.tables.values(), key=lambda each: (each.position, each.id))
        if Action.VIEW in tx.scope(table).actions
    ]


def describe_table(tx: Tx, table: TableSpec) -> dict[str, Any]:
    scope = tx.scope(table)
    readable = {spec.id: spec.key for spec in table.all_fields if scope.may_read(spec.id)}
    settings = table.settings
    parent = table.parent
    return {
        "key": table.key,
        "label": table.text(tx.ctx.locale),
        "labels": dict(table.label),
        "icon": settings.get("icon"),
        "group": settings.get("group"),
        "help": _said(settings.get("help"), tx.ctx.locale),
        "primary": table.primary.key if table.primary is not None else None,
        "parent": None
        if parent is None
        else {"table": tx.catalogue.by_id[parent.options["table"]].key, "field": parent.key},
        "tree": _shown_key(table.tree, readable),
        "order": _shown_key(table.order, readable),
        "ownership": _shown_key(table.ownership, readable),
        "record_types": record_types.described(tx, table),
        "fields": [describe_field(tx, table, spec) for spec in table.all_fields if spec.id in readable],
        "views": [saving.described(tx, table, view) for view in views.shown_to(tx, table)],
        "buttons": [],
        "recomputing": [],
        "allowed": {action.value: action in scope.actions for action in Action},
        "layout": _layout(tx, settings.get("layout") or {}, set(readable.values())),
        "related": _related(tx, table),
    }


def _shown_key(spec: FieldSpec | None, readable: dict[int, str]) -> str | None:
    return readable.get(spec.id) if spec is not None else None


def describe_field(tx: Tx, table: TableSpec, spec: FieldSpec) -> dict[str, Any]:
    scope = tx.scope(table)
    shown = value_spec(spec)
    computed = type_of(spec).computed
    manual = not (spec.type == "state" and spec.options.get("manual") is False)
    manual = manual and spec.id not in tx.catalogue.filled
    return {
        "key": spec.key,
        "type": spec.type,
        "value_type": shown.type,
        "label": spec.text(tx.ctx.locale),
        "labels": dict(spec.label),
        "help": _said(spec.help, tx.ctx.locale),
        "required": spec.required,
        "unique": spec.unique,
        "computed": computed,
        "read_only": computed or not manual or not scope.may_set(spec.id, Action.EDIT),
        "settable": not computed and manual and scope.may_set(spec.id, Action.CREATE),
        "masked": spec.id in scope.masked,
        "protected": spec.protected,
        "options": [
            {
                "key": choice.key,
                "label": choice.text(tx.ctx.locale),
                "labels": dict(choice.label),
                "color": choice.color,
                "archived": choice.archived,
            }
            for choice in shown.choices
        ],
        "settings": _settings(tx, spec, shown),
        "default": authoring.default_to_keys(tx.catalogue, spec),
        "aliases": [{**alias.dump(), "ended": alias.ended(tx.ctx.now)} for alias in spec.aliases],
    }


def _settings(tx: Tx, spec: FieldSpec, shown: FieldSpec) -> dict[str, Any]:
    """The field's own settings by key, and for a computed one those of its value beside them."""
    settings = {name: value for name, value in settings_of(shown).items() if name != "system"}
    if shown.type in ("relation", "relations"):
        target = tx.catalogue.by_id.get(shown.options["table"])
        settings["table"] = target.key if target is not None else None
        settings.pop("via", None)
        settings.pop("filter", None)
    own = authoring.options_to_keys(tx.catalogue, spec)
    if not tx.policy.may_build(tx.ctx.actor):
        own.pop("filter", None)  # it may look at fields that the caller may not read
    if spec is shown:
        return settings | {name: value for name, value in own.items() if name != "system"}
    own.pop("result", None)
    return settings | own


def _said(words: Any, locale: str) -> str | None:
    if isinstance(words, str):
        return words or None
    return (words.get(locale) or words.get("zh-CN") or words.get("en") or None) if words else None


def _layout(tx: Tx, layout: dict[str, Any], readable: set[str]) -> dict[str, Any]:
    """The layout without what the caller may not read; builders get the labels in every language, to change them."""
    builds = tx.policy.may_build(tx.ctx.actor)

    def said(part: dict[str, Any]) -> dict[str, Any]:
        label = part.get("label") or {}
        return {"label": _said(label, tx.ctx.locale)} | ({"labels": dict(label)} if builds else {})

    return {
        "header": [key for key in layout.get("header", ()) if key in readable],
        "tabs": [
            {
                "key": tab["key"],
                **said(tab),
                "hidden": bool(tab.get("hidden")),
                "sections": [
                    {**said(section), "fields": [key for key in section.get("fields", ()) if key in readable]}
                    for section in tab.get("sections", ())
                ],
            }
            for tab in layout.get("tabs", ())
        ],
    }


def _related(tx: Tx, table: TableSpec) -> list[dict[str, Any]]:
    """The related lists of a table: those its settings name, each only where the caller may view the other table."""
    found: list[dict[str, Any]] = []
    for item in table.settings.get("related", ()):
        other = tx.catalogue.tables.get(item["table"])
        if other is None or Action.VIEW not in tx.scope(other).actions:
            continue
        relation = other.by_key.get(item["field"])
        if relation is None or not tx.scope(other).may_read(relation.id):
            continue
        columns = [key for key in item.get("columns", ()) if key in other.by_key]
        found.append(
            {
                "key": item.get("key") or other.key,
                "table": other.key,
                "field": relation.key,
                "label": _said(item.get("label"), tx.ctx.locale) or other.text(tx.ctx.locale),
                "columns": [key for key in columns if tx.scope(other).may_read(other.by_key[key].id)],
            }
        )
    return found
