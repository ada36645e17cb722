"""What a formula or a roll-up yields, where whoever writes it does not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...core.errors import Problem, Refusal, refuse
from ...fields.registry import value_spec
from ...fields.spec import FieldSpec
from ...formulas import binder, checker, parser
from ...formulas.problems import FormulaInvalid
from .. import authoring, chaining, naming
from ..kinds import kind_of
from ..messages import BAD_FORMULA, BAD_OPTIONS

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

_TYPES: Mapping[str, dict[str, Any]] = {
    "number": {"type": "number", "options": {"scale": 2}},
    "boolean": {"type": "checkbox"},
    "date": {"type": "date"},
    "datetime": {"type": "datetime"},
}
_TEXT: Mapping[str, Any] = {"type": "text"}
_NUMBERS = frozenset({"number", "money", "percent"})


def completed(
    tx: Tx,
    table: TableSpec,
    type_: str,
    options: Mapping[str, Any],
    name: tuple[str, Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """The options with a result. `name` are the key and the label of a field that is not there yet, which its own formula
    may call it by. Raises `Refusal` with what is wrong with the formula or the roll-up."""
    found = dict(options)
    if type_ == "formula" and not found.get("result"):
        kind = chaining.kind(tx.catalogue, table, found["formula"], *name) if name is not None else None
        found["result"] = dict(_TYPES.get(kind, _TEXT)) if kind else of_formula(tx, table, found["formula"])
    elif type_ == "rollup":
        found["result"] = _of_rollup(tx, table, found)
    return found


def of_changed(tx: Tx, table: TableSpec, spec: FieldSpec, options: Mapping[str, Any], **given: Any) -> dict[str, Any]:
    """The options of a formula or a roll-up in which something is `given` anew. A formula goes on yielding what it did as
    long as what is typed now does so."""
    there = options.get("result")
    if spec.type == "formula" and there and given.get("formula") and not given.get("result"):
        try:
            authoring.formula_to_ids(tx.catalogue, table, given["formula"], value_spec(spec))
        except FormulaInvalid:
            pass
        else:
            given["result"] = there
    return completed(tx, table, spec.type, {**options, "result": None, **given})


def of_formula(tx: Tx, table: TableSpec, text: str) -> dict[str, Any]:
    """The type of a formula as typed: the live check of the editor. Raises `Refusal`."""
    resolve = authoring.formula_resolver(tx.catalogue, table)

    def ids(names: tuple[str, ...]) -> tuple[int, ...] | None:
        found = resolve(".".join(names))
        for spec, name in zip(found or (), names, strict=False):
            naming.heard(tx, spec, name)
        return None if found is None else tuple(spec.id for spec in found)

    try:
        bound = binder.bind(parser.parse(text), ids)
        checked = checker.check(bound, lambda path: kind_of(tx.catalogue, path))
    except FormulaInvalid as invalid:
        raise Refusal(
            Problem(BAD_FORMULA, {"position": each.span[0] + 1, "why": each.text(tx.ctx.locale)}, "formula")
            for each in invalid.problems
        ) from invalid
    return dict(_TYPES.get(checked.kind.name, _TEXT))


def _of_rollup(tx: Tx, table: TableSpec, options: Mapping[str, Any]) -> dict[str, Any]:
    aggregate, key = options["aggregate"], options.get("field")
    ids = authoring.options_to_ids(tx.catalogue, table, "options", "rollup", {**options, "result": None})
    if aggregate == "count" or (aggregate == "distinct" and key):
        return {"type": "number", "options": {"scale": 0}}
    if ids.get("field") is None:
        raise refuse(BAD_OPTIONS, at_field="options", key=aggregate, why="field")
    source = value_spec(tx.catalogue.fields[ids["field"]])
    if aggregate in ("sum", "avg") and source.type not in _NUMBERS:
        raise refuse(BAD_OPTIONS, at_field="options", key=aggregate, why=source.text(tx.ctx.locale))
    return _like(source) if not options.get("result") else dict(options["result"])


def _like(source: FieldSpec) -> dict[str, Any]:
    return {"type": source.type, "options": {k: v for k, v in source.options.items() if k in ("scale", "currency")}}
