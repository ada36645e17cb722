"""Asking to change what has been approved: the record goes back to its pending state until that is decided (S88).

The wanted values are tried at once and undone, so that who decides sees a difference that can really be made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...core.context import Source
from ...core.errors import Problem, Refusal, refuse
from ...permissions.actions import Action
from ...tables import records
from ...tables.messages import MAY_NOT_EDIT, NO_SUCH_RECORD
from ...tables.queries import reading
from ...tables.queries.selection import visible_ids
from ...tables.records import RowUpdate
from ...tables.writing import attempts
from .. import definitions
from ..acting import acting
from ..messages import APPROVAL_OFF, NOT_APPROVED, NOT_CHANGEABLE, NOTHING_TO_CHANGE
from . import rounds
from .definition import Approval

if TYPE_CHECKING:
    from ...tables.transaction import Tx


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
    (before,) = reading.by_ids(tx, table, [record])

    def attempt() -> None:
        with acting(tx, Source.APPROVAL, table.key, definition.lifts, system=False):
            records.update(tx, table.key, [RowUpdate(record, values)], answer=False)
        (after,) = reading.by_ids(tx, table, [record])
        found.extend(
            {"field": spec.key, "before": before.values.get(spec.key), "after": after.values.get(spec.key)}
            for spec in table.fields
            if before.values.get(spec.key) != after.values.get(spec.key)
        )

    if problems := attempts.problems_of(tx, attempt):
        raise Refusal(problems)
    return found
