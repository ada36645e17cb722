"""Values that are not read from their row (history, inputs of an explanation) as JSON with labels, looked up in one go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..fields.fieldtype import is_empty
from ..fields.registry import TYPES, value_spec
from ..fields.spec import FieldSpec
from ..permissions.actions import Action
from ..tables.queries.reading import labels, member
from ..tables.system import points_to_member, points_to_record
from ..tables.transaction import Tx


class Names:
    """The labels of every row that some values point to."""

    def __init__(self, tx: Tx, values: Iterable[tuple[FieldSpec, Any]]) -> None:
        self._tx = tx
        wanted: dict[int, set[int]] = {}
        for spec, value in values:
            target = _target(spec)
            if target is not None and not is_empty(value):
                wanted.setdefault(target, set()).update(value if isinstance(value, tuple) else (value,))
        self._labels: dict[int, dict[int, str]] = {}
        for target, ids in wanted.items():
            table = tx.catalogue.by_id[target]
            seen = Action.VIEW in tx.scope(table).actions
            self._labels[target] = labels(tx, table, ids) if seen else {}

    def dump(self, spec: FieldSpec, value: Any) -> Any:
        """The value as the API shows it; a row that is gone, or hidden, keeps its number alone."""
        if points_to_member(value_spec(spec)):
            return self._each(value, lambda id_: member(self._tx, id_))
        target = _target(spec)
        if target is not None:
            known = self._labels.get(target, {})
            return self._each(value, lambda id_: {"id": id_, "label": known.get(id_, f"#{id_}")})
        return TYPES[spec.type].dump(value, spec)

    @staticmethod
    def _each(value: Any, dump: Any) -> Any:
        if isinstance(value, (tuple, list)):
            return [dump(item) for item in value]
        return None if value is None else dump(value)


def _target(spec: FieldSpec) -> int | None:
    result = value_spec(spec)
    if not points_to_record(result):
        return None
    target = result.options.get("table")
    return target if isinstance(target, int) else None
