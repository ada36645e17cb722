"""Choices that are to go: only those that nothing uses may; the others are archived (S98)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ...core.errors import Problem, Refusal
from ...fields.conditions import Test
from ...fields.registry import TYPES
from ...fields.spec import Choice, FieldSpec
from ...formulas.problems import FormulaInvalid
from ..computed.dependencies import formula_of
from ..queries.selection import restricted
from ..rules import stored as rules
from . import brought, uses
from .messages import CHOICE_IN_USE, CHOICE_KEPT

if TYPE_CHECKING:
    from ..transaction import Tx

_ROWS = ("{count} 条记录", "{count} records")
_OTHERS = (
    ("您看不到的记录", "records that you do not see"),
    ("和您看不到的其他记录", " and others that you do not see"),
)


def check_dropped(tx: Tx, before: FieldSpec, after: FieldSpec) -> None:
    """Raises `Refusal` with every dropped choice that a template brought, or that rows, conditions, rules, record types,
    transitions or the default use."""
    kept = {choice.id for choice in after.choices}
    dropped = [choice for choice in before.choices if choice.id not in kept]
    of_template = brought.choices_of(tx, before) if dropped else frozenset[str]()
    problems: list[Problem] = []
    english = tx.ctx.locale.startswith("en")
    for choice in dropped:
        label, rows, where = choice.text(tx.ctx.locale), _in_rows(tx, before, choice), _used(tx, before, after, choice)
        if rows or where:
            said = {"label": label, "rows": rows or _ROWS[english].format(count=0), "where": where}
            problems.append(Problem(CHOICE_IN_USE, said, "choices"))
        elif choice.key in of_template:
            problems.append(Problem(CHOICE_KEPT, {"label": label}, "choices"))
    if problems:
        raise Refusal(problems)


def _in_rows(tx: Tx, spec: FieldSpec, choice: Choice) -> str:
    """How many rows hold a choice, as far as the caller sees that they do; of others no more than that there are some. Empty
    where none does."""
    table = tx.catalogue.by_id[spec.table]
    physical = tx.catalogue.storage.table(spec.table)
    columns = [physical.c[column.name] for column in TYPES[spec.type].columns(spec)]
    operator = "contains" if spec.type == "multi_option" else "="
    held = sa.select(sa.func.count()).select_from(physical)
    held = held.where(TYPES[spec.type].operators[operator].sql(columns, choice.id))
    there = tx.connection.execute(held).scalar_one()
    if not there:
        return ""
    holding = Test((spec.id,), operator, choice.id, spec.type)
    seen = tx.connection.execute(restricted(tx, table).narrow(holding).select(sa.func.count())).scalar_one()
    english = tx.ctx.locale.startswith("en")
    return "".join(
        [_ROWS[english].format(count=seen) if seen else "", _OTHERS[bool(seen)][english] if seen < there else ""]
    )


def _used(tx: Tx, spec: FieldSpec, after: FieldSpec, choice: Choice) -> str:
    places = sorted(
        {place for place, stored in uses.conditions_in(tx) if uses.names_choice(stored, spec.id, choice.id)}
    )
    if spec.default is not None and spec.default.get("value") == choice.key:
        places.append("default")
    for step in after.options.get("transitions") or ():
        if choice.key == step["to"] or choice.key in step.get("from", ()):
            places.append(step["key"])
    places += _in_rules(tx, spec, choice)
    places += _in_record_types(tx, spec, choice)
    places += _in_formulas(tx, spec, choice)
    places += [use.text(tx.ctx.locale) for use in uses.of_choice(tx, spec, choice.key)]
    return "".join(f", {place}" for place in places[:8])


def _in_rules(tx: Tx, spec: FieldSpec, choice: Choice) -> list[str]:
    """Rules whose conditions compare with the choice, and steps that begin or end in it, switched off or not."""
    found: list[str] = []
    for table in tx.catalogue.tables.values():
        for kind in rules.KINDS:
            for rule in rules.of(table, kind):
                own = kind == "steps" and rule["field"] == spec.id
                ends = {*rule.get("from", ()), *rule["to"]} if own else set[int]()
                parts = [rule.get(name) for name in ("when", "must", "guard", "where")]
                parts.append((rule.get("children") or {}).get("where") if kind == "validations" else None)
                if choice.id in ends or any(uses.names_choice(part, spec.id, choice.id) for part in parts):
                    found.append(f"{table.key}.{rule['key']}")
    return found


def _in_record_types(tx: Tx, spec: FieldSpec, choice: Choice) -> list[str]:
    """The table of the field, where one of its record types is the choice or allows it."""
    table = tx.catalogue.by_id[spec.table]
    types = table.record_types
    if types is None:
        return []
    is_type = types.field.id == spec.id and (choice.id in types.types or choice.id in {to for _, to in types.defaults})
    allowed = any(choice.id in entry.options.get(spec.id, ()) for entry in types.types.values())
    return [uses.KINDS["record_types"][tx.ctx.locale.startswith("en")]] if is_type or allowed else []


def _in_formulas(tx: Tx, spec: FieldSpec, choice: Choice) -> list[str]:
    """Formulas that name the choice: those that stop working without it."""
    left = tuple(each for each in spec.choices if each.id != choice.id)
    reduced = uses.replaced(tx.catalogue, replace(spec, choices=left))
    found: list[str] = []
    for table in reduced.tables.values():
        for each in table.fields:
            if each.type == "formula" and ("field", spec.id) in TYPES["formula"].references(each.options):
                try:
                    formula_of(reduced, each)
                except FormulaInvalid:
                    found.append(f"{table.key}.{each.key}")
    return found
