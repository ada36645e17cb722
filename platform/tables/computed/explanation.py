"""Why a computed value is what it is: the evaluation that made it, watched — never a second one (design 5, E3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...core.errors import refuse
from ...fields import conditions
from ...fields.registry import TYPES, value_spec
from ...fields.spec import FieldSpec
from ...fields.types.number import NumberType
from ...formulas import checker, parser, printer, trace
from ...formulas.nodes import Text, walk
from ...formulas.values import Env, FormulaError
from ..catalogue import TableSpec
from ..kinds import kind_of
from ..messages import NOT_COMPUTED
from ..queries import query, reading
from ..queries.selection import meeting, restricted, seeing
from ..rights import wording
from ..storage import Row, chunks
from . import moving, recompute, rollups
from .dependencies import Formula, Rollup

if TYPE_CHECKING:
    from ..transaction import Tx

SAMPLE = 20  #: rows of a roll-up that are named


def explain(tx: Tx, table_key: str, record_id: int, field_key: str) -> dict[str, Any]:
    """How the value of a formula, roll-up or look-up came about, as far as the caller may see what it is made of."""
    table = tx.table(table_key)
    record = reading.one(tx, table, record_id)
    (spec,) = query.chosen(tx, table, [field_key])
    answer: dict[str, Any] = {
        "field": spec.key,
        "label": spec.text(tx.ctx.locale),
        "value": record.values.get(spec.key),
        "kind": spec.type,
        "formula": None,
        "steps": [],
        "inputs": [],
        "rows": None,
        "rounding": _rounding(spec),
    }
    row = tx.catalogue.storage.rows(tx.connection, table, [record_id])[record_id]
    graph = tx.catalogue.dependencies
    if spec.type == "formula":
        answer.update(_formula(tx, table, graph.by_field[spec.id], row, record_id))
    elif spec.type == "rollup":
        answer.update(_rollup(tx, graph.rollups[spec.id], record_id))
    elif spec.type == "lookup":
        relation = tx.catalogue.fields[spec.options["relation"]]
        far = tx.catalogue.fields[spec.options["field"]]
        answer["formula"] = f"{relation.text(tx.ctx.locale)} → {far.text(tx.ctx.locale)}"
        answer["inputs"] = [
            {"field": relation.key, "label": relation.text(tx.ctx.locale), "value": record.values.get(relation.key)}
        ]
    elif spec.type not in ("formula", "rollup"):
        raise refuse(NOT_COMPUTED, at_field=spec.key, label=spec.text(tx.ctx.locale))
    answer["moved_by"] = moving.last(tx, spec, record_id)
    return answer


def _formula(tx: Tx, table: TableSpec, formula: Formula, row: Row, record_id: int) -> dict[str, Any]:
    fields = tx.catalogue.fields
    node = parser.parse(formula.field.options["formula"])
    checked = checker.check(node, lambda path: kind_of(tx.catalogue, path), kind_of(tx.catalogue, (formula.field.id,)))
    values = recompute.inputs(tx, formula, row)
    env = Env(today=tx.ctx.today, now=tx.ctx.now, timezone=tx.ctx.zone)

    def name_of(id_: int) -> str | None:
        return _name(tx, fields[id_]) if id_ in fields else None

    traced = trace.trace(checked, values, env, name_of)
    seen = {path for path in formula.paths if seeing(tx, table, path, [record_id])}
    inputs = [
        {
            "field": ".".join(fields[id_].key for id_ in path),
            "label": " · ".join(_name(tx, fields[id_]) for id_ in path),
            "value": _shown(tx, fields[path[-1]], stored) if path in seen else None,
        }
        for path, stored in zip(formula.paths, recompute.stored_inputs(tx, formula, row), strict=True)
        if all(_readable(tx, fields[id_]) for id_ in path)
    ]
    # Literals that stand for an option of the result carry its label; such a step comes to the option's key.
    options = {leaf.value: leaf.label for leaf in walk(checked.node) if isinstance(leaf, Text) and leaf.label}
    steps = (
        []
        if len(seen) < len(set(formula.paths))
        else [{"text": step.text, "value": _plain(step.value, options)} for step in traced.steps]
    )
    return {"formula": printer.print_display(checked.node, name_of), "steps": steps, "inputs": inputs}


def _readable(tx: Tx, spec: FieldSpec) -> bool:
    return spec.id < 0 or tx.scope(tx.catalogue.by_id[spec.table]).may_read(spec.id)


def _name(tx: Tx, spec: FieldSpec) -> str:
    """What a field is called to the caller; one that they may not read has no name."""
    return spec.text(tx.ctx.locale) if _readable(tx, spec) else "…"


def _rollup(tx: Tx, rollup: Rollup, record_id: int) -> dict[str, Any]:
    far = tx.catalogue.by_id[rollup.far]
    locale = tx.ctx.locale
    joins, owner, where = rollups.far_rows(tx, rollup, lambda top: top == record_id)
    columns = [joins.base.c.id, where.label("counts")]
    if rollup.source is not None:
        columns.append(joins.column(rollup.source).label("value"))
    found = tx.connection.execute(
        sa.select(*columns).select_from(joins.clause).where(owner == record_id).order_by(joins.base.c.id)
    ).all()
    ids = [line.id for line in found]
    visible: set[int] = set()
    selection = restricted(tx, far)
    for part in chunks(ids):
        visible.update(tx.connection.execute(selection.ids().where(selection.base.c.id.in_(part))).scalars())
    counted = [line for line in found if line.counts]
    source = tx.catalogue.fields[rollup.source[-1]] if rollup.source is not None else None
    sample = [line for line in counted if line.id in visible][:SAMPLE]
    left = [line for line in found if not line.counts and line.id in visible][:SAMPLE]
    named = [line.id for line in (*sample, *left)]
    texts = reading.labels(tx, far, named)
    seen = set[int]() if rollup.source is None else seeing(tx, far, rollup.source, named)
    left_out = len(found) - len(counted)
    unmet = _unmet(tx, rollup, far, [line.id for line in left])

    def told(line: Any) -> dict[str, Any]:
        value = _shown(tx, source, line.value) if source is not None and line.id in seen else None
        return {"id": line.id, "label": texts.get(line.id, f"#{line.id}"), "value": value}

    return {
        "formula": _sentence(tx, rollup, far, source),
        "rows": {
            "counted": len(counted),
            "left_out": left_out,
            "hidden": sum(1 for line in found if line.id not in visible),
            "sample": [told(line) for line in sample],
            "left": [{**told(line), "unmet": unmet[line.id]} for line in left],
            "reasons": [{"reason": _condition(tx, rollup), "rows": left_out}] if left_out else [],
        },
        "inputs": [
            {"field": spec.key, "label": spec.text(locale), "value": tx.catalogue.by_id[spec.table].text(locale)}
            for spec in rollup.path
        ],
    }


def _sentence(tx: Tx, rollup: Rollup, far: TableSpec, source: FieldSpec | None) -> str:
    locale = tx.ctx.locale
    what = far.text(locale) + (f".{_name(tx, source)}" if source is not None else "")
    condition = _condition(tx, rollup)
    return f"{rollup.aggregate.upper()}({what}{f' | {condition}' if condition else ''})"


def _parts(where: conditions.Condition) -> tuple[conditions.Condition, ...]:
    """What a row has to meet, each by itself."""
    return where.parts if isinstance(where, conditions.And) else (where,)


def _condition(tx: Tx, rollup: Rollup) -> str:
    """The condition of a roll-up in words: 状态 是 已通过."""
    return " , ".join(_words(tx, part) for part in _parts(rollup.where))


def _words(tx: Tx, part: conditions.Condition) -> str:
    specs = [tx.catalogue.fields[id_] for path in conditions.paths(part) for id_ in path]
    return wording.rows(tx, part, seen=True) if all(_readable(tx, spec) for spec in specs) else "…"


def _unmet(tx: Tx, rollup: Rollup, far: TableSpec, ids: list[int]) -> dict[int, list[str]]:
    """What each of these rows, which the caller may view, does not meet, as far as they may read what it is about."""
    found: dict[int, list[str]] = {id_: [] for id_ in ids}
    for part in _parts(rollup.where) if ids else ():
        about = set(ids)
        for path in conditions.paths(part):
            about &= seeing(tx, far, path, about)
        words = _words(tx, part)
        for id_ in about - meeting(tx, far, part, about):
            found[id_].append(words)
    return found


def _shown(tx: Tx, spec: FieldSpec, value: Any) -> Any:
    """A stored value as text; errors keep their code."""
    if isinstance(value, FormulaError):
        return f"#{value.code}"
    result = value_spec(spec)
    if isinstance(value, tuple) and TYPES[result.type].kind != "list":
        return "、".join(str(_shown(tx, spec, each)) for each in value[:SAMPLE]) + ("…" if len(value) > SAMPLE else "")
    if isinstance(value, (conditions.Variable, conditions.Relative)):
        return value.name
    if result.type == "relation" and isinstance(value, int):
        return reading.labels(tx, tx.catalogue.by_id[result.options["table"]], [value]).get(value)
    if result.type == "member" and isinstance(value, int):
        found = reading.member(tx, value)
        return found["label"] if found is not None else None
    return TYPES[result.type].to_text(value, result, tx.ctx.locale, tx.ctx.zone)


def _plain(value: Any, options: Mapping[str, str]) -> Any:
    """What a step came to, an option by its label."""
    if isinstance(value, FormulaError):
        return f"#{value.code}"
    if isinstance(value, str):
        return options.get(value, value)
    if value is None or isinstance(value, bool):
        return value
    return format(value, "f") if hasattr(value, "as_tuple") else str(value)


def _rounding(spec: FieldSpec) -> str | None:
    result = value_spec(spec)
    type_ = TYPES[result.type]
    return f"HALF_UP, {type_.scale(result)}" if isinstance(type_, NumberType) else None
