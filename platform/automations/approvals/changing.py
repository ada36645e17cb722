"""Asking to change what has been approved: the record goes back to its pending state until that is decided (S88).

The wanted values are tried at once and undone, so that who decides sees a difference that can really be made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.context import Source
from ...core.errors import Problem, Refusal, refuse
from ...permissions.actions import Action
from ...tables import records
from ...tables.messages import MAY_NOT_EDIT, NO_SUCH_RECORD
from ...tables.queries import reading
from ...tables.queries.selection import visible_ids
from ...tables.records import RowUpdate
from ...tables.system import SYSTEM_FIELDS
from ...tables.writing import attempts
from .. import definitions
from ..acting import acting
from ..messages import APPROVAL_OFF, NOT_APPROVED, NOT_CHANGEABLE, NOTHING_TO_CHANGE
from . import rounds
from .definition import Approval

if TYPE_CHECKING:
    from ...tables.transaction import Tx

_SYSTEM = frozenset(spec.key for spec in SYSTEM_FIELDS)


def ask(tx: Tx, definition: Approval, record: int, values: Mapping[str, Any], reason: str) -> None:
    """Submit a change of an approved record with its reason. Raises what is wrong with the values, all at once."""
    table = tx.table(definition.table)
    if not visible_ids(tx, table, [record], Action.VIEW):
        raise refuse(NO_SUCH_RECORD)
    if not visible_ids(tx, table, [record], Action.EDIT):
        raise refuse(MAY_NOT_EDIT)
    if not definition.enabled:
        raise refuse(APPROVAL_OFF, label=definitions.said(definition.label, tx.ctx.locale))
    state = table.by_key[definition.state]
    approved = next(choice.id for choice in state.choices if choice.key == definition.outcomes["approve"])
    (row,) = tx.catalogue.storage.rows(tx.connection, table, [record]).values()
    if row.get(state.id) != approved:
        raise refuse(NOT_APPROVED)
    closed = [key for key in values if key not in definition.changeable]
    if closed:
        raise Refusal([Problem(NOT_CHANGEABLE, {"field": key[:60]}, key[:60]) for key in closed])
    cells = _difference(tx, definition, record, values)
    if not cells:
        raise refuse(NOTHING_TO_CHANGE)
    rounds.move(tx, definition, record, "submit")
    proposal = {"values": dict(values), "cells": cells}
    rounds.begin(tx, definition, record, tx.ctx.actor.member, proposal=proposal, note=reason)


def _difference(tx: Tx, definition: Approval, record: int, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each field that would be another one, computed ones included, before and after. Raises what would be refused."""
    table = tx.table(definition.table)
    found: list[dict[str, Any]] = []
    before = reading.one(tx, table, record).values

    def attempt() -> None:
        with acting(tx, Source.APPROVAL, table.key, definition.lifts, system=False):
            records.update(tx, table.key, [RowUpdate(record, values)], answer=False)
        after = reading.one(tx, table, record).values
        for spec in table.fields:
            was, now = before.get(spec.key), after.get(spec.key)
            if spec.type == "subtable":
                was, now = _changed_rows(was or (), now or ()), _changed_rows(now or (), was or ())
            if was != now:
                found.append({"field": spec.key, "before": was, "after": now})

    if problems := attempts.problems_of(tx, attempt):
        raise Refusal(problems)
    return found


def _changed_rows(rows: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a sub-table that are not among the others, or not with these values; who wrote them when is no difference."""
    known = {row["id"]: _entered(row) for row in others}
    return [{**row, "values": _entered(row)} for row in rows if known.get(row["id"]) != _entered(row)]


def _entered(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row["values"].items() if key not in _SYSTEM}
