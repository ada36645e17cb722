"""Values that the engine fills in: literals, the caller, today, copies through a relation, the owner's department (S93)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.context import Source
from ...fields import conditions
from ...fields.fieldtype import is_empty
from ...fields.registry import TYPES, type_of
from ...fields.spec import FieldSpec
from ..catalogue import TableSpec
from ..record_types import enforcing
from ..storage import Row
from .incoming import Incoming

if TYPE_CHECKING:
    from ..transaction import Tx


def at_creation(tx: Tx, table: TableSpec, rows: Sequence[Incoming]) -> None:
    """Fill what a new row leaves out. An empty person (or their department) counts as left out (S93); an explicit
    empty value elsewhere stays empty. Where rows may stay unowned, the owner is whom they name or nobody."""
    enforcing.fill(tx, table, rows)
    owner = table.ownership if tx.unowned else None
    for spec in table.inputs:
        rule = spec.default
        if rule is None or spec is owner:
            continue
        open_rows = [incoming for incoming in rows if _is_open(incoming, spec, rule)]
        if open_rows:
            _fill(tx, spec, rule, open_rows, [incoming.values for incoming in open_rows])


def at_change(tx: Tx, table: TableSpec, rows: Sequence[Incoming], before: Sequence[Row]) -> None:
    """Values that follow another field: when that one changes and this one is not given, it is filled anew. Undo puts back
    what a batch changed and nothing else."""
    if tx.ctx.source is Source.UNDO:
        return
    for spec in table.inputs:
        rule = spec.default
        if rule is None or not rule.get("follow"):
            continue
        moved: list[Incoming] = []
        merged: list[Row] = []
        for incoming, old in zip(rows, before, strict=True):
            if spec.id in incoming.values:
                continue
            new = {**old, **incoming.values}
            if _follows(tx, rule, old, new, spec):
                moved.append(incoming)
                merged.append(new)
        if moved:
            _fill(tx, spec, rule, moved, merged)


def _is_open(incoming: Incoming, spec: FieldSpec, rule: Mapping[str, Any]) -> bool:
    if any(problem.field == spec.key for problem in incoming.problems):
        return False
    if spec.id not in incoming.values:
        return True
    return is_empty(incoming.values[spec.id]) and (rule.get("variable") == "@me" or "department_of" in rule)


def _follows(tx: Tx, rule: Mapping[str, Any], old: Row, new: Row, spec: FieldSpec) -> bool:
    if "department_of" in rule:
        source = rule["department_of"]
        # a released row keeps its department: it stays public where it was
        return old.get(source) != new.get(source) and not is_empty(new.get(source))
    if "copy" in rule:
        source = rule["copy"][0]
        return old.get(source) != new.get(source)
    if "when" in rule:
        return _holds(tx, rule, new) != _holds(tx, rule, old)
    return False


def _fill(tx: Tx, spec: FieldSpec, rule: Mapping[str, Any], rows: Sequence[Incoming], merged: Sequence[Row]) -> None:
    if "copy" in rule:
        _copy(tx, spec, rule["copy"], rows, merged)
        return
    for incoming, row in zip(rows, merged, strict=True):
        if "when" in rule and not _holds(tx, rule, row):
            if rule.get("follow") and not is_empty(row.get(spec.id)):
                incoming.values[spec.id] = None
            continue
        value = _value(tx, spec, rule, row)
        if not is_empty(value):
            incoming.values[spec.id] = value


def _value(tx: Tx, spec: FieldSpec, rule: Mapping[str, Any], row: Row) -> Any:
    if "value" in rule:
        return type_of(spec).parse(rule["value"], spec, tx.ctx.zone)
    if "department_of" in rule:
        member = row.get(rule["department_of"])
        if member is None and tx.unowned:  # public rows lie where whoever brings them belongs
            member = tx.ctx.actor.member
        departments = tx.organisation.departments_of(member) if member is not None else ()
        return departments[0] if departments else None
    match rule.get("variable"):
        case "@me":
            me = tx.ctx.actor.member
            return (me,) if me is not None and TYPES[spec.type].storage == "links" else me
        case "@today":
            return tx.ctx.today
        case "@now":
            return tx.ctx.today if spec.type == "date" else tx.ctx.now
        case "@my_department":
            me = tx.ctx.actor.member
            departments = tx.organisation.departments_of(me) if me is not None else ()
            return departments[0] if departments else None
        case _:
            return None


def _copy(tx: Tx, spec: FieldSpec, path: Sequence[int], rows: Sequence[Incoming], merged: Sequence[Row]) -> None:
    """Copies through a relation, read once for all rows; texts and numbers are brought into this field's own form."""
    relation, far = tx.catalogue.fields[path[0]], tx.catalogue.fields[path[1]]
    targets = {row[relation.id] for row in merged if row.get(relation.id) is not None}
    if not targets:
        return
    found = tx.catalogue.storage.values(tx.connection, relation.options["table"], [far], targets)
    for incoming, row in zip(rows, merged, strict=True):
        source = found.get(row.get(relation.id) or 0)
        if source is not None and not is_empty(source[far.id]):
            value = source[far.id]
            if far.type != spec.type or far.options != spec.options:
                value = type_of(spec).parse(type_of(far).to_text(value, far), spec, tx.ctx.zone)
            incoming.values[spec.id] = value


def _holds(tx: Tx, rule: Mapping[str, Any], row: Row) -> bool:
    when = conditions.load(rule["when"])
    resolved = conditions.resolve(when, tx.variables, tx.ctx.today, tx.ctx.zone)
    return conditions.holds(resolved, lambda path: row.get(path[0]))
