"""Buttons on a record: which make sense now for the caller, and pressing one, in one transaction (E14, S36)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..core.errors import Problem, Refusal, refuse
from ..fields.conditions import NEVER
from ..permissions.actions import Action
from ..tables import listening
from ..tables.catalogue import TableSpec
from ..tables.changes import deleted, history, ownership
from ..tables.messages import NO_SUCH_RECORD
from ..tables.queries.reading import Record
from ..tables.queries.selection import visible_ids
from ..tables.storage import Row
from ..tables.system import RECORD_ID
from ..tables.writing import written
from ..tables.writing.attempts import Outcome
from . import asking, definitions, duplicates, limits, standing, steps
from .definitions import Button, said
from .duplicates import Use
from .expressions import Scene
from .messages import NO_SUCH_BUTTON
from .models import button_presses

if TYPE_CHECKING:
    from ..tables.transaction import Tx

REASON = "reason"  #: the input of a button that says why a record changes its owner
NOTHING_CHOSEN: Use = MappingProxyType({})
RACE = timedelta(minutes=5)  #: for which who comes too late for a record is told so


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button did."""

    record: Record | None  #: as it is now; None where the caller may not see it any more
    created: tuple[tuple[str, int], ...]
    touched: tuple[tuple[str, Record], ...]
    batch: str
    message: str | None


def describe(tx: Tx, table: TableSpec) -> list[dict[str, Any]]:
    """The buttons of a table that the caller may ever use, for its schema."""
    return [
        _shown(tx, table, button)
        for button in definitions.buttons_of(tx, table)
        if button.enabled and standing.rows(tx, table, button) != NEVER
    ]


def offered(tx: Tx, table: TableSpec, record: int) -> list[dict[str, Any]]:
    """The buttons that make sense now for the caller, on a record that they may see."""
    found = definitions.buttons_of(tx, table)
    if not found:
        return []
    row = tx.catalogue.storage.rows(tx.connection, table, [record])[record]
    may_edit = standing.editable(tx, table, record)
    return [
        _shown(tx, table, button)
        for button in found
        if standing.first(tx, table, button, row, record, may_edit) is None
    ]


def objection(tx: Tx, table: TableSpec, key: str, record: int) -> Problem | None:
    """What stands against the caller's pressing a button on a record that is there; None for nothing. Raises NOT_FOUND."""
    button = next((each for each in definitions.buttons_of(tx, table) if each.key == key), None)
    if button is None:
        raise refuse(NO_SUCH_BUTTON)
    row = tx.catalogue.storage.rows(tx.connection, table, [record])[record]
    found = standing.first(tx, table, button, row, record)
    return found or limits.objection(tx, table, button, row, {})


def press(
    tx: Tx,
    table_key: str,
    record: int,
    key: str,
    inputs: Mapping[str, Any],
    use: Use = NOTHING_CHOSEN,
    *,
    answer: bool = True,
) -> Pressed:
    """Run a button; `use` are choices between records that are alike (`duplicates`); without `answer` the record is not read
    again. Raises NOT_FOUND, FORBIDDEN, CONFLICT, in this order, or
    what is wrong with the inputs and values."""
    table = tx.table(table_key)
    button = next((each for each in definitions.buttons_of(tx, table) if each.key == key), None)
    row = tx.catalogue.storage.rows(tx.connection, table, [record]).get(record)
    if row is None or not (
        visible_ids(tx, table, [record], Action.VIEW)
        or standing.asked_to_decide(tx, button, record)
        or _overtaken(tx, table, button, row)
    ):
        raise refuse(NO_SUCH_RECORD)
    if button is None:
        raise refuse(NO_SUCH_BUTTON)
    objection = standing.first(tx, table, button, row, record)
    if objection is not None:
        raise Refusal([objection])
    asking.check(tx, button.inputs, inputs)
    duplicates.check(button, use)
    limit = limits.objection(tx, table, button, row, inputs)
    if limit is not None:
        raise Refusal([limit])
    run = steps.Run(tx, button, table, record, Scene(tx, inputs), use)
    reason = inputs.get(REASON)
    pool = None if button.limits is None else limits.pool_of(tx, table, button.limits, row)
    cause = ownership.Cause(
        reason if isinstance(reason, str) else None, None if pool is None else pool[1][RECORD_ID.id]
    )
    with ownership.because(tx, cause):
        steps.take(run)
    tx.connection.execute(
        sa.insert(button_presses).values(
            at=tx.ctx.now,
            member=tx.ctx.actor.member,
            table_id=table.id,
            record=record,
            button=key,
            inputs=dict(inputs),
            batch=tx.ctx.batch,
        )
    )
    listening.announce(tx, "button", f"{table.key}.{key}", {"records": [record], "inputs": dict(inputs)})
    told = written.told(tx, table, Outcome(ids=[record], touched=tx.touched), answer=answer)
    return Pressed(
        record=told.records[0] if told.records else None,
        created=tuple(run.created),
        touched=told.touched,
        batch=tx.ctx.batch,
        message=said(button.message, tx.ctx.locale),
    )


# -- inside ----------------------------------------------------------------------------------------------------------


def _overtaken(tx: Tx, table: TableSpec, button: Button | None, row: Row) -> bool:
    """Whether somebody else has just pressed the same button, and the caller saw the record until then: who loses a race is
    told that it is taken, not that it is not there (S10)."""
    columns = button_presses.c
    if button is None:
        return False
    last = tx.connection.execute(
        sa.select(columns.batch, columns.at)
        .where(columns.table_id == table.id, columns.record == row[RECORD_ID.id], columns.button == button.key)
        .order_by(columns.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None or tx.ctx.now - last.at > RACE:
        return False
    before = history.row_before(tx, table, row, last.batch)
    return before is not None and deleted.covered(tx, table, [before], Action.VIEW)[0]


def _undoable(tx: Tx, table: TableSpec, button: Button) -> bool:
    """Whether what a press does can be taken back with the rights of the caller: a decision stays, and so does what they could
    not write by hand."""
    scope = tx.scope(table)
    for step in button.steps:
        if "set" in step and not all(
            scope.may_set(table.by_key[key].id, Action.EDIT) for key in step["set"] if key in table.by_key
        ):
            return False
        made = tx.catalogue.tables.get(step.get("create", ""))
        if made is not None and Action.DELETE not in tx.scope(made).actions:
            return False
        if any(kind in step for kind in steps.DECIDING):
            return False
    return True


def _shown(tx: Tx, table: TableSpec, button: Button) -> dict[str, Any]:
    locale = tx.ctx.locale
    return {
        "key": button.key,
        "label": said(button.label, locale),
        "icon": button.icon,
        "primary": button.primary,
        "inputs": [
            {"key": each.key, "type": each.type, "label": said(each.label, locale), "required": each.required}
            for each in button.inputs
        ],
        "confirm": said(button.confirm, locale),
        "undoable": _undoable(tx, table, button),
        "limited": button.limits is not None and button.limits.capped,
    }
