"""A role group over all tables, and a table over all role groups: what is granted, with scopes in words (S69)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import documents
from .changing import EVERYONE, role_of
from .groups import admit_reader

if TYPE_CHECKING:
    from ..catalogue import TableSpec
    from ..transaction import Tx


def of_role(tx: Tx, key: str) -> dict[str, Any]:
    """Everything said to one role group; for an administrators' group nothing needs to be."""
    admit_reader(tx)
    group = role_of(tx, key)
    role = None if group is None else group.id
    tables = sorted(tx.catalogue.tables.values(), key=lambda table: (table.position, table.id))
    boards = documents.of_dashboards(tx, role)
    return {
        "role": key,
        "label": _EVERYONE[tx.ctx.locale.startswith("en")] if group is None else group.text(tx.ctx.locale),
        "admin": group is not None and group.admin,
        "tables": [_table(tx, role, table) for table in tables],
        "dashboards": [
            {"key": board, "label": _said(tx, label), "allowed": boards.get(board, {}).get("allowed")}
            for board, label in documents.dashboards(tx).items()
        ],
    }


def of_table(tx: Tx, table: TableSpec) -> dict[str, Any]:
    """What every role group may do with one table."""
    admit_reader(tx)
    voices = [(EVERYONE, None, _EVERYONE[tx.ctx.locale.startswith("en")])]
    voices += [(group.key, group.id, group.text(tx.ctx.locale)) for group in tx.policy.groups]
    admins = {group.key for group in tx.policy.groups if group.admin}
    return {
        "table": table.key,
        "roles": [
            {"role": key, "label": label, "admin": key in admins, **documents.of_table(tx, role, table, words=True)}
            for key, role, label in voices
        ],
    }


def _table(tx: Tx, role: int | None, table: TableSpec) -> dict[str, Any]:
    return {
        "table": table.key,
        "label": table.text(tx.ctx.locale),
        **documents.of_table(tx, role, table, words=True),
        "all_buttons": [
            {"key": key, "label": _said(tx, label)} for key, label in documents.buttons_of(tx, table).items()
        ],
        "all_views": [{"key": view.key, "label": _said(tx, view.label)} for view in table.views if view.owner is None],
    }


def _said(tx: Tx, label: Any) -> str:
    return label.get(tx.ctx.locale) or label.get("zh-CN") or label.get("en") or ""


_EVERYONE = ("未加入角色组的成员", "Members without a role group")
