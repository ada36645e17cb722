"""A formula that is being written, tried on one record: what is wrong and where, else what it would yield. Nothing is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.errors import refuse
from ...fields.spec import FieldSpec
from ...formulas import Env, binder, checker, evaluator, parser
from ...formulas.problems import FormulaInvalid
from ...formulas.values import FormulaError, shown
from ...permissions.actions import Action
from .. import authoring, chaining, naming
from ..catalogue import TableSpec
from ..kinds import kind_of
from ..messages import NO_SUCH_RECORD
from ..queries import query, reading
from ..queries.selection import seeing, visible_ids
from . import far
from .dependencies import expand

if TYPE_CHECKING:
    from ..transaction import Tx


def preview(tx: Tx, table_key: str, text: str, record_id: int | None = None, label: str = "") -> dict[str, Any]:
    """The kind and the value of a formula for a record (the first that the caller sees, where none is named), as far as
    they may read what it reads. Fields that they may not read at all are unknown to it. `label` is that of a field that is not
    there yet: in a tree its formula may read it in the row above, which yields nothing before it is there."""
    table = tx.table(table_key)
    answer: dict[str, Any] = {"problems": [], "kind": None, "record": None, "value": None, "hidden": False}
    try:
        checked = _checked(tx, table, text)
    except FormulaInvalid as invalid:
        words = {tx.ctx.locale: label}
        if label and (kind := chaining.kind(tx.catalogue, table, text, "", words, lambda spec: _readable(tx, spec))):
            return {**answer, "kind": kind}
        answer["problems"] = [
            {"start": found.span[0], "end": found.span[1], "message": found.text(tx.ctx.locale)}
            for found in invalid.problems
        ]
        return answer
    answer["kind"] = checked.kind.name
    record = _sample(tx, table, record_id)
    if record is None:
        return answer
    answer["record"] = {"id": record, "label": reading.labels(tx, table, [record]).get(record, f"#{record}")}
    compiled = evaluator.compile(checked)
    if any(not seeing(tx, table, path, [record]) for path in compiled.columns):
        return {**answer, "hidden": True}
    row = tx.catalogue.storage.rows(tx.connection, table, [record])[record]
    env = Env(today=tx.ctx.today, now=tx.ctx.now, timezone=tx.ctx.zone)
    value = compiled.run([_input(tx, expand(tx.catalogue, path), row) for path in compiled.columns], env)
    answer["value"] = {"error": value.code} if isinstance(value, FormulaError) else _shown(tx, checked, value, env)
    return answer


def _checked(tx: Tx, table: TableSpec, text: str) -> checker.Checked:
    resolve = authoring.formula_resolver(tx.catalogue, table)

    def ids(names: tuple[str, ...]) -> tuple[int, ...] | None:
        found = resolve(".".join(names))
        if found is None or not all(_readable(tx, spec) for spec in found):
            return None
        for spec, name in zip(found, names, strict=False):
            naming.heard(tx, spec, name, "formula")
        return tuple(spec.id for spec in found)

    return checker.check(binder.bind(parser.parse(text), ids), lambda path: kind_of(tx.catalogue, path))


def _readable(tx: Tx, spec: FieldSpec) -> bool:
    return spec.id < 0 or tx.scope(tx.catalogue.by_id[spec.table]).may_read(spec.id)


def _sample(tx: Tx, table: TableSpec, record_id: int | None) -> int | None:
    if record_id is None:
        page = query.list_records(tx, table.key, query.Query(limit=1, fields=[]))
        return page.records[0].id if page.records else None
    if record_id not in visible_ids(tx, table, [record_id], Action.VIEW):
        raise refuse(NO_SUCH_RECORD)
    return record_id


def _input(tx: Tx, path: tuple[int, ...], row: dict[int, Any]) -> Any:
    (value,), convert = far.values(tx, path, [row]), far.converter(tx, path)
    return value if convert is None else convert(value)


def _shown(tx: Tx, checked: checker.Checked, value: Any, env: Env) -> str:
    kind = checked.kind.item()
    items = value if isinstance(value, tuple) else (value,)
    if kind.name == "option":
        labels = {choice.value: choice.label for choice in kind.choices}
        return "、".join(str(labels.get(each, each)) for each in items if each is not None)
    if kind.name == "record" and isinstance(kind.target, int) and kind.target in tx.catalogue.by_id:
        target = tx.catalogue.by_id[kind.target]
        wanted = [each for each in items if isinstance(each, int)]
        names = reading.labels(tx, target, visible_ids(tx, target, wanted, Action.VIEW))
        return "、".join(names.values())
    return shown(value, env)
