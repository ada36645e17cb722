"""What the installed templates brought of the structure. It is put out of sight, but not deleted (S95, S98)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...fields.spec import FieldSpec
from .. import config

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx


def has_table(tx: Tx, table: TableSpec) -> bool:
    """Whether a template brought a table. Keys of tables never change."""
    return bool(_tables(tx, table))


def has_field(tx: Tx, spec: FieldSpec) -> bool:
    """Whether a template brought a field, under the key that it has or one that it had."""
    return _field(tx, spec) is not None


def choices_of(tx: Tx, spec: FieldSpec) -> frozenset[str]:
    """Keys of the choices that a template brought to a field."""
    field = _field(tx, spec)
    return frozenset() if field is None else frozenset(choice["key"] for choice in field.get("choices", ()))


def _tables(tx: Tx, table: TableSpec) -> list[Mapping[str, Any]]:
    templates = config.get(tx, config.TEMPLATES, {}).values()
    return [each for one in templates for each in one["document"]["tables"] if each["key"] == table.key]


def _field(tx: Tx, spec: FieldSpec) -> Mapping[str, Any] | None:
    names = {spec.key, *(alias.key for alias in spec.aliases)}
    table = tx.catalogue.by_id[spec.table]
    brought = (field for each in _tables(tx, table) for field in each["fields"] if field["key"] in names)
    return next(brought, None)
