"""The indexes by which rows are compared that must differ in several fields together.

Whether a rule is held never depends on them: writes of a workspace come one after the other, and each is asked before it is
kept. They make the question cheap in a large table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, DropIndex

from ...fields.registry import TYPES, settings_of
from ...fields.spec import FieldSpec
from ..storage import physical_table
from .uniqueness import column_of

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx

Rules = Iterable[Mapping[str, Any]]
Columns = tuple[str, ...]
MOST_TEXTS = 2  #: PostgreSQL indexes about 2,700 bytes of a row
LONGEST = 255  #: characters of a text that may be part of an index
_UNBOUNDED = frozenset({"long_text", "url", "attachment"})


def follow(tx: Tx, table: TableSpec, before: Rules, after: Rules) -> None:
    """Make the indexes that the validations of a table ask for, and drop those that they no longer do. PostgreSQL keeps
    writers out of the table meanwhile, who wait for this transaction anyway, and no reader."""
    old, new = ({names for rule in rules if (names := _columns(tx, rule))} for rules in (before, after))
    if old == new:
        return
    physical = physical_table(sa.MetaData(schema=tx.workspace.database.schema), table.id, table.stored)
    for names in old - new:
        tx.connection.execute(DropIndex(_index(physical, names), if_exists=True))
    for names in new - old:
        tx.connection.execute(CreateIndex(_index(physical, names), if_not_exists=True))


def _columns(tx: Tx, rule: Mapping[str, Any]) -> Columns:
    """The columns that an index for a rule would be over; none where it asks for no index of its own."""
    part = rule.get("duplicates") or {}
    ids = part["fields"] if part.get("match", "exact") == "exact" and part else rule.get("unique", ())
    specs = [tx.catalogue.fields[id_] for id_ in ids if id_ in tx.catalogue.fields]
    texts = 0
    found: list[FieldSpec] = []
    for spec in specs:
        textual = _longest(spec)
        if textual is None or (0 < textual <= LONGEST and texts < MOST_TEXTS):
            found.append(spec)
            texts += textual is not None
    if len(found) == 1 and _has_one(found[0]):
        return ()
    return tuple(column_of(spec)[1] for spec in found)


def _longest(spec: FieldSpec) -> int | None:
    """How many characters a value may have: None for what is no text, 0 for texts without a limit worth the name."""
    if spec.type in _UNBOUNDED:
        return 0
    columns = TYPES[spec.type].columns(spec)
    if not isinstance(columns[column_of(spec)[0]].type, (sa.Text, sa.String)):
        return None
    return int(settings_of(spec).get("max_length") or LONGEST)


def _has_one(spec: FieldSpec) -> bool:
    column = TYPES[spec.type].columns(spec)[column_of(spec)[0]]
    return bool(column.info.get("index")) or (bool(column.info.get("unique")) and spec.unique)


def _index(table: sa.Table, names: Columns) -> sa.Index:
    digest = hashlib.sha256(",".join(names).encode()).hexdigest()[:12]
    return sa.Index(f"ix_{table.name}_together_{digest}", *(table.c[name] for name in names))
