"""The organisation as permissions see it, kept in step with the tables that a template names as departments and employees.

The projection is rewritten in the transaction of the change, so a right follows its department at once (S76).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..permissions import organisation as projection
from ..permissions.organisation import Belonging, Department, Organisation
from .catalogue import Catalogue, TableSpec

if TYPE_CHECKING:
    from .transaction import Tx

CONFIG = "organisation"  #: {"departments": {table, parent, head}, "employees": {table, account, department, …}} by key


def concerns(catalogue: Catalogue, table_id: int) -> bool:
    """Whether a change in this table may change the organisation."""
    return any(table.id == table_id for table in _tables(catalogue))


def refresh(tx: Tx) -> None:
    """Rewrite the projection from the rows; caches go only when something differs."""
    named = tx.catalogue.configs.get(CONFIG)
    if named is None:
        return
    if projection.store(tx.connection, _read(tx, named)):
        tx.reload()


def _tables(catalogue: Catalogue) -> list[TableSpec]:
    named = catalogue.configs.get(CONFIG) or {}
    keys = [part["table"] for part in named.values() if isinstance(part, dict) and "table" in part]
    return [catalogue.tables[key] for key in keys if key in catalogue.tables]


def _read(tx: Tx, named: dict[str, Any]) -> Organisation:
    storage, connection = tx.catalogue.storage, tx.connection
    people, places = named["employees"], named["departments"]
    employees, departments = tx.catalogue.table(people["table"]), tx.catalogue.table(places["table"])
    rows = storage.rows(connection, employees, storage.all_ids(connection, employees))
    account, main = employees.by_key[people["account"]], employees.by_key[people["department"]]
    others = employees.by_key.get(people.get("other_departments") or "")
    member_of = {id_: row[account.id] for id_, row in rows.items() if row[account.id] is not None}
    belongings: list[Belonging] = []
    for id_, member in member_of.items():
        row = rows[id_]
        if row[main.id] is not None:
            belongings.append(Belonging(member, row[main.id], main=True))
        extra = row.get(others.id) or () if others is not None else ()
        belongings.extend(Belonging(member, each, main=False) for each in extra if each != row[main.id])
    parent, head = departments.by_key[places["parent"]], departments.by_key[places["head"]]
    physical = storage.table(departments.id)
    tree = connection.execute(sa.select(physical.c.id, physical.c[parent.column], physical.c[head.column])).all()
    return Organisation.of([Department(row[0], row[1], member_of.get(row[2])) for row in tree], belongings)
