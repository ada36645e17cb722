"""What a formula yields that reads its own field in the row above, while that field is not there yet ([trees](trees.md)).

Such a field has no kind before its formula has one. Kinds are supposed one after the other; the one that the formula yields
when it is supposed is the one it has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..fields.spec import FieldSpec
from ..formulas import binder, checker, parser
from ..formulas.problems import FormulaInvalid
from . import authoring
from .catalogue import Catalogue, TableSpec
from .kinds import kind_of

_SUPPOSED: Mapping[str, str] = {"number": "number", "text": "text", "date": "date", "boolean": "checkbox"}
_NOBODY = 2**62  #: the id of a field that is not there yet


def kind(
    catalogue: Catalogue,
    table: TableSpec,
    text: str,
    key: str,
    label: Mapping[str, str],
    sees: Callable[[FieldSpec], bool] = lambda _spec: True,
) -> str | None:
    """The name of its kind; None where the table is no tree, or the formula is wrong all the same. Fields that its author
    does not see are unknown to it."""
    if table.tree is None or (key and key in table.by_key):
        return None
    for supposed, type_ in _SUPPOSED.items():
        own = FieldSpec(id=_NOBODY, table=table.id, key=key, type=type_, label=label)
        grown = replace(table, fields=(*table.fields, own))
        known = replace(catalogue, tables={**catalogue.tables, table.key: grown})
        if _kind(known, grown, text, lambda spec: spec.id == _NOBODY or sees(spec)) == supposed:
            return supposed
    return None


def _kind(known: Catalogue, grown: TableSpec, text: str, sees: Callable[[FieldSpec], bool]) -> str | None:
    resolve = authoring.formula_resolver(known, grown)

    def ids(names: authoring.Keys) -> tuple[int, ...] | None:
        found = resolve(".".join(names))
        return tuple(spec.id for spec in found) if found is not None and all(map(sees, found)) else None

    try:
        checked = checker.check(binder.bind(parser.parse(text), ids), lambda path: kind_of(known, path))
    except FormulaInvalid:
        return None
    return checked.kind.name
