"""Fields and tables that go into the trash and come out of it. Columns and rows stay where they are until then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import refuse
from ...fields.registry import TYPES, type_of
from ...fields.spec import Alias, FieldSpec
from ...permissions import grants
from ...permissions import models as permission_models
from .. import models
from ..catalogue import MOST_HOPS
from ..finding import upkeep
from ..messages import KEY_TAKEN
from . import brought, changing, conversion, log, making, settling, uses
from .messages import IN_USE, NOT_IN_TRASH, POINTED_AT, RESTORE_NEEDS

if TYPE_CHECKING:
    from ..transaction import Tx

_GRANTS = (
    permission_models.grants,
    permission_models.field_grants,
    permission_models.standing_rules,
    permission_models.object_rights,
)


def delete_field(tx: Tx, table_key: str, key: str, *, unlock: bool = False, reason: str | None = None) -> int:
    """Put a field into the trash; answers the entry by which it comes back. Refused with the list of its uses."""
    log.admit(tx)
    table = tx.table(table_key)
    spec = changing.field_of(tx, table, key)
    found = [use for use in uses.of_field(tx, spec) if use.block]
    if found:
        raise refuse(IN_USE, at_field=spec.key, label=spec.text(tx.ctx.locale), uses=uses.said(tx, found))
    changing.guard(tx, table, spec, changing.DELETED, unlock=unlock, reason=reason)
    upkeep.forget(tx, table, [spec])
    tx.connection.execute(sa.delete(models.fields).where(models.fields.c.id == spec.id))
    grants.forget_field(tx.connection, spec.id)
    entry = log.write(
        tx, "field.delete", table.id, spec.id, before={"field": making.row_of(spec)}, reason=reason, restorable=True
    )
    tx.reload()
    return entry


def delete_table(tx: Tx, key: str, *, unlock: bool = False, reason: str | None = None) -> int:
    """Put a table into the trash with its fields, views and grants; refused while another table points to it."""
    log.admit(tx)
    table = tx.table(key)
    own = {spec.id for spec in table.fields}
    pointing: list[uses.Use] = []
    for other in tx.catalogue.tables.values():
        if other.id != table.id:
            for spec in other.fields:
                named = TYPES[spec.type].references(spec.options)
                if ("table", table.id) in named or any(("field", id_) in named for id_ in own):
                    label = f"{other.text(tx.ctx.locale)}.{spec.text(tx.ctx.locale)}"
                    pointing.append(uses.Use("relation", other.key, spec.key, label))
    pointing += uses.from_elsewhere(tx, table)
    if pointing:
        said = uses.said(tx, pointing)
        raise refuse(POINTED_AT, at_field=table.key, label=table.text(tx.ctx.locale), uses=said)
    for spec in table.fields:
        if spec.protected or brought.has_field(tx, spec):
            changing.guard(tx, table, spec, changing.DELETED, unlock=unlock, reason=reason)
            break
    upkeep.forget(tx, table, table.fields)
    before: dict[str, Any] = {"label": dict(table.label), "key": table.key, "rows": {}}
    for stored, column in _parts():
        found = tx.connection.execute(sa.select(stored).where(column == table.id)).mappings().all()
        before["rows"][stored.name] = [dict(row) for row in found]
        tx.connection.execute(sa.delete(stored).where(column == table.id))
    entry = log.write(tx, "table.delete", table.id, before=before, reason=reason, restorable=True)
    tx.reload()
    return entry


def restore(tx: Tx, entry: int) -> dict[str, Any]:
    """Take something out of the trash: a field, a table, or the values from before a conversion."""
    log.admit(tx)
    found = log.taken_out(tx, entry)
    match found.action:
        case "table.delete":
            _restore_table(tx, found.before)
            answer = {"table": found.before["key"], "field": None}
        case "field.delete":
            spec = _restore_field(tx, found.before["field"])
            answer = {"table": tx.catalogue.by_id[spec.table].key, "field": spec.key}
        case "field.convert":
            spec = conversion.undo(tx, found.before)
            answer = {"table": tx.catalogue.by_id[spec.table].key, "field": spec.key}
        case _:
            raise refuse(NOT_IN_TRASH)
    log.write(tx, f"{found.action.split('.')[0]}.restore", found.table_id, found.field, before={"entry": entry})
    return answer


def _restore_field(tx: Tx, row: Mapping[str, Any]) -> FieldSpec:
    table = tx.catalogue.by_id.get(row["table_id"])
    if table is None:
        raise refuse(RESTORE_NEEDS, what="table")
    for name in (row["key"], *(Alias.load(alias).key for alias in row["aliases"])):
        if name in table.by_key:
            raise refuse(KEY_TAKEN, at_field=name, key=name)
    tx.connection.execute(sa.insert(models.fields).values(dict(row)))
    tx.reload()
    _check_references(tx, [row["id"]])
    settling.check(tx)
    _mend(tx, [tx.catalogue.fields[row["id"]]])
    upkeep.learn(tx, tx.catalogue.by_id[table.id], [tx.catalogue.fields[row["id"]]])
    settling.recompute(tx, [row["id"]])
    return tx.catalogue.fields[row["id"]]


def _restore_table(tx: Tx, before: Mapping[str, Any]) -> None:
    if before["key"] in tx.catalogue.tables:
        raise refuse(KEY_TAKEN, at_field=before["key"], key=before["key"])
    roles = {group.id for group in tx.policy.groups}
    for stored, _ in _parts():
        rows = [row for row in before["rows"].get(stored.name, ()) if row.get("role") is None or row["role"] in roles]
        if rows:
            tx.connection.execute(
                sa.insert(stored), [{k: v for k, v in row.items() if not _counted(stored, k)} for row in rows]
            )
    tx.reload()
    table = tx.catalogue.table(before["key"])
    ids = [spec.id for spec in table.fields]
    _check_references(tx, ids)
    settling.check(tx)
    _mend(tx, table.fields)
    upkeep.learn(tx, table, table.fields)
    settling.recompute(tx, ids)


def _parts() -> Sequence[tuple[sa.Table, sa.ColumnElement[Any]]]:
    """The system tables that hold the parts of a table, and the column that says whose."""
    return (
        (models.tables, models.tables.c.id),
        (models.fields, models.fields.c.table_id),
        (models.views, models.views.c.table_id),
        *((stored, stored.c.table_id) for stored in _GRANTS),
    )


def _counted(stored: sa.Table, column: str) -> bool:
    """Whether the database gives the number of a row anew."""
    return stored in _GRANTS and column == "id"


def _check_references(tx: Tx, ids: Sequence[int]) -> None:
    """What comes back may refer to something that has gone meanwhile: that has to come back first."""
    missing: set[str] = set()
    for id_ in ids:
        spec = tx.catalogue.fields[id_]
        for kind, name in TYPES[spec.type].references(spec.options):
            known: Mapping[Any, Any] = tx.catalogue.by_id if kind == "table" else tx.catalogue.fields
            if kind in ("table", "field") and name not in known:
                missing.add(f"{spec.text(tx.ctx.locale)} → {kind} {name}")
    if missing:
        raise refuse(RESTORE_NEEDS, what=", ".join(sorted(missing)[:MOST_HOPS]))


def _mend(tx: Tx, specs: Sequence[FieldSpec]) -> None:
    """Relations that come back forget rows that have been deleted meanwhile."""
    for spec in specs:
        if spec.type not in ("relation", "relations") or spec.options.get("via"):
            continue
        target = tx.catalogue.storage.table(spec.options["table"])
        there = sa.select(target.c.id)
        if type_of(spec).storage == "links":
            links = tx.catalogue.storage.links(spec.id)
            own = sa.select(tx.catalogue.storage.table(spec.table).c.id)
            gone = links.c.target.not_in(there) | links.c.source.not_in(own)
            tx.connection.execute(sa.delete(links).where(gone))
        else:
            table = tx.catalogue.storage.table(spec.table)
            column = table.c[spec.column]
            tx.connection.execute(
                sa.update(table).where(column.is_not(None), column.not_in(there)).values({column: None})
            )
