"""Changes of fields and tables that are there. Only what is given changes; everything is checked before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import Refusal, refuse
from ...fields.registry import TYPES, type_of
from ...fields.spec import FieldSpec
from .. import authoring, models, naming
from ..configlog.vocabulary import PROPERTIES
from ..finding import upkeep
from ..record_types import definition as record_types
from ..record_types import stored as types_stored
from ..rights import authors
from . import (
    arranging,
    brought,
    building,
    choosing,
    log,
    making,
    physical,
    renaming,
    results,
    settling,
    states,
    written,
)
from .drafts import FieldDraft
from .messages import (
    KEPT,
    LOSES_DIGITS,
    NEVER_UNIQUE,
    NO_SUCH_FIELD,
    NOT_UNIQUE,
    ONLY_ADMIN,
    PROTECTED,
    REASON_NEEDED,
    TARGET_FIXED,
    TOO_LARGE,
)

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

FREE = frozenset({"label", "help", "position"})
GUARDED = frozenset({"required", "unique", "default"})
DELETED = frozenset({"delete"})
DIVERGED = "diverged"  #: in the settings of a table: ids of fields that were unlocked


def field_of(tx: Tx, table: TableSpec, key: str) -> FieldSpec:
    """Raises a NOT_FOUND refusal for a key that no field of the table's own has, INVALID for a former one after its window."""
    spec = table.by_key.get(key)
    if spec is None or spec.id < 0:
        raise refuse(NO_SUCH_FIELD, key=key[:50])
    naming.heard(tx, spec, key)
    return spec


def change_field(
    tx: Tx,
    table_key: str,
    key: str,
    parts: Mapping[str, Any],
    *,
    confirm: bool = False,
    unlock: bool = False,
    reason: str | None = None,
    brought: bool = False,
) -> FieldSpec:
    """Change some parts of a field (`written.PARTS`). Options are merged into those that are there. What a newer version of
    its template has `brought` is no change of what the template protects."""
    log.admit(tx)
    table = tx.table(table_key)
    before = field_of(tx, table, key)
    written.check(parts, before.type, whole=False)
    if not brought:
        guard(tx, table, before, _touched(before, parts), unlock=unlock, reason=reason)
    after = making.configured(tx, table, _draft(tx, table, before, parts), before.position, before)
    after = replace(after, default=after.default if "default" in parts else before.default, aliases=before.aliases)
    if after.default != before.default or (type_of(before).computed and after.options != before.options):
        authors.check_deciding(tx, before)
    if "key" in parts and parts["key"] != before.key:
        after = renaming.renamed(tx, table, before, after, parts["key"])
    if "default" in parts:
        written.default_fits(tx, after)
    if "choices" in parts:
        choosing.check_dropped(tx, before, after)
    if "choices" in parts or "options" in parts:
        states.check(after)
    if "unique" in parts and after.unique and not before.unique:
        authors.check_whole(tx, table, [before])
        check_unique(tx, before)
    after, reshaped = _reshape(tx, before, after, confirm=confirm)
    _store(tx, before, after)
    if "position" in parts:
        building.move(tx, after, parts["position"])
    tx.reload()
    settling.check(tx)
    if after.options != before.options:
        authors.check_computed(tx, [tx.catalogue.fields[after.id]])
    if reshaped:
        settling.recompute(tx, [after.id])
    after = tx.catalogue.fields[after.id]
    log.write(
        tx, "field.change", table.id, after.id,
        before=making.row_of(before), after=making.row_of(after), reason=reason,
    )  # fmt: skip
    return after


def state_of(table: TableSpec) -> dict[str, Any]:
    """A table as the configuration log keeps it."""
    return {
        "label": dict(table.label),
        "settings": dict(table.settings),
        "primary": table.primary_id,
        "parent": table.parent_id,
    }


def change_table(
    tx: Tx,
    key: str,
    parts: Mapping[str, Any],
    *,
    reason: str | None = None,
    since: Mapping[str, Any] | None = None,
) -> TableSpec:
    """Change a table's label, help, icon, place, the field that names its rows, or how they lie: `parent` is the relation
    to the row that owns them, `tree` the one to the row above, `order` the number of their order. `record_types` are those
    of its rows, and `layout` its page and form, in place of the present ones. `since` is its state before the caller began,
    where that is not now."""
    log.admit(tx)
    table = tx.table(key)
    if problems := written.shape({name: value for name, value in parts.items() if name in ("label", "help")}):
        raise Refusal(problems)
    values: dict[str, Any] = {}
    settings = dict(table.settings)
    if "label" in parts:
        values["label"] = written.label(tx, parts["label"], table.label)
    if "help" in parts:
        settings["help"] = written.help_text(tx, parts["help"])
    if "icon" in parts:
        settings["icon"] = parts["icon"]
    if "record_types" in parts:
        settings.pop(record_types.SETTING, None)
        if parts["record_types"] is not None:
            with naming.keeping(tx):
                settings[record_types.SETTING] = types_stored.to_ids(tx, table, parts["record_types"])
    if "layout" in parts:
        settings.pop(arranging.SETTING, None)
        if parts["layout"] is not None:
            settings[arranging.SETTING] = arranging.arranged(tx, table, parts["layout"])
    if "primary" in parts:
        spec = field_of(tx, table, parts["primary"])
        if TYPES[spec.type].storage != "column":
            raise refuse(NO_SUCH_FIELD, at_field="primary", key=spec.key)
        values["primary_field"] = spec.id
    if "position" in parts:
        _move_table(tx, table, parts["position"])
    if parts.get("parent") is not None:
        spec = field_of(tx, table, parts["parent"])
        if spec.type != "relation":
            raise refuse(NO_SUCH_FIELD, at_field="parent", key=spec.key)
        values["parent_field"] = spec.id
    elif "parent" in parts:
        values["parent_field"] = None
    tx.connection.execute(
        sa.update(models.tables).where(models.tables.c.id == table.id).values(settings=settings, **values)
    )
    tx.reload()
    if shape := {name: parts[name] for name in ("tree", "order", "ownership") if name in parts}:
        making.set_shape(tx, key, shape)
    after = tx.catalogue.table(key)
    log.write(tx, "table.change", table.id, before=since or state_of(table), after=state_of(after), reason=reason)
    return after


def guard(
    tx: Tx, table: TableSpec, spec: FieldSpec, touched: frozenset[str], *, unlock: bool, reason: str | None
) -> None:
    """What a template protects changes only once it is unlocked, by an administrator who says why; then it has diverged.
    From being deleted every field that a template brought is protected (S95)."""
    diverged = table.settings.get(DIVERGED, ())
    held = spec.protected or (touched == DELETED and brought.has_field(tx, spec))
    if not held or spec.id in diverged or not touched:
        return
    if touched <= GUARDED:
        if not reason:
            raise refuse(REASON_NEEDED, at_field="reason")
        return
    if not unlock:
        label, english = spec.text(tx.ctx.locale), tx.ctx.locale.startswith("en")
        if touched == DELETED:
            raise refuse(KEPT, at_field=spec.key, label=label)
        what = (", " if english else "、").join(PROPERTIES[part][english] for part in sorted(touched - GUARDED))
        raise refuse(PROTECTED, at_field=spec.key, label=label, what=what)
    if not tx.policy.is_admin(tx.ctx.actor):
        raise refuse(ONLY_ADMIN)
    if not reason:
        raise refuse(REASON_NEEDED, at_field="reason")
    settings = {**table.settings, DIVERGED: [*diverged, spec.id]}
    tx.connection.execute(sa.update(models.tables).where(models.tables.c.id == table.id).values(settings=settings))
    tx.reload()


def _touched(spec: FieldSpec, parts: Mapping[str, Any]) -> frozenset[str]:
    """The parts that are not free for everybody who builds. Names and colours of choices are (S98, S100)."""
    touched = set(parts) - FREE
    if "key" in parts and parts["key"] == spec.key:
        touched.discard("key")
    if "choices" in parts:
        there = {choice.key: choice.archived for choice in spec.choices}
        given = {draft.get("key"): draft.get("archived", there.get(draft.get("key"))) for draft in parts["choices"]}
        if there == given:
            touched.discard("choices")
    return frozenset(touched)


def _draft(tx: Tx, table: TableSpec, spec: FieldSpec, parts: Mapping[str, Any]) -> FieldDraft:
    """The field as it stands, by key, with the given parts in place of its own."""
    options = authoring.options_to_keys(tx.catalogue, spec)
    if "options" in parts:
        given = dict(parts["options"])
        fixed = {"relation": ("table",), "relations": ("table", "via"), "subtable": ("table", "field")}
        if any(name in given and given[name] != options.get(name) for name in fixed.get(spec.type, ())):
            raise refuse(TARGET_FIXED, at_field="options")
        if spec.type in ("formula", "rollup"):
            options = results.of_changed(tx, table, spec, options, **given)
            result = options.get("result")
            if isinstance(result, Mapping) and result.get("choices"):
                options["result"] = {**result, "choices": written.choices(tx, result["choices"], {})}
        else:
            options = {**options, **given}
    if spec.type == "lookup":
        options.pop("result", None)
    elif "options" not in parts and "result" in options:
        options["result"] = dict(options["result"])
    known = {choice.key: choice for choice in spec.choices}
    choices = (
        written.choices(tx, parts["choices"], known)
        if "choices" in parts
        else [making.choice_json(choice) for choice in spec.choices]
    )
    return FieldDraft(
        key=spec.key,
        type=spec.type,
        label=written.label(tx, parts["label"], spec.label) if "label" in parts else spec.label,
        help=written.help_text(tx, parts["help"], spec.help) if "help" in parts else spec.help,
        options=options,
        choices=choices,
        default=parts.get("default"),
        required=parts.get("required", spec.required),
        unique=parts.get("unique", spec.unique),
        protected=spec.protected,
    )


def check_unique(tx: Tx, spec: FieldSpec) -> None:
    """Raises `Refusal` with the number of rows that share their value with another one."""
    if not building.may_be_unique(spec.type):
        raise refuse(NEVER_UNIQUE, at_field="unique")
    table = tx.catalogue.storage.table(spec.table)
    columns = TYPES[spec.type].columns(spec)
    name = next((column.name for column in columns if column.info.get("unique")), columns[0].name)
    column = table.c[name]
    twice = (
        sa.select(sa.func.count().label("n"))
        .select_from(table)
        .where(column.is_not(None), *([column != ""] if isinstance(column.type, sa.String) else []))
        .group_by(column)
        .having(sa.func.count() > 1)
        .subquery()
    )
    count = tx.connection.execute(sa.select(sa.func.coalesce(sa.func.sum(twice.c.n), 0))).scalar_one()
    if count:
        raise refuse(NOT_UNIQUE, at_field="unique", count=int(count), label=spec.text(tx.ctx.locale))
    physical.index_unique(tx, spec)


def _reshape(tx: Tx, before: FieldSpec, after: FieldSpec, *, confirm: bool) -> tuple[FieldSpec, bool]:
    """Bring the stored values into the new form: the field with the place where they lie, and whether computed fields have
    to follow."""
    if before.type in ("formula", "rollup"):
        if before.options == after.options:
            return after, False
        if before.options.get("result") != after.options.get("result"):
            upkeep.forget(tx, tx.catalogue.by_id[before.table], [before])
            after = physical.rebuild(tx, before, after)
        return after, True
    if before.type in physical.SCALED and physical.scale_of(before) != physical.scale_of(after):
        authors.check_whole(tx, tx.catalogue.by_id[before.table], [before])
        if large := physical.too_large(tx, before, after):
            raise refuse(TOO_LARGE, at_field="options", count=large)
        lost = physical.losing(tx, before, after)
        if lost and not confirm:
            raise refuse(LOSES_DIGITS, at_field="options", count=lost)
        return physical.rescale(tx, before, after), True
    return after, before.options != after.options or before.choices != after.choices


def _store(tx: Tx, before: FieldSpec, after: FieldSpec) -> None:
    row = making.row_of(after)
    row.pop("id")
    row["position"] = before.position
    tx.connection.execute(sa.update(models.fields).where(models.fields.c.id == after.id).values(row))


def _move_table(tx: Tx, table: TableSpec, place: int) -> None:
    tables = sorted(tx.catalogue.tables.values(), key=lambda each: (each.position, each.id))
    order = [each.id for each in tables if each.id != table.id]
    order.insert(min(place, len(order)), table.id)
    for position, id_ in enumerate(order):
        tx.connection.execute(sa.update(models.tables).where(models.tables.c.id == id_).values(position=position))
