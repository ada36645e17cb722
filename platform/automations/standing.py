"""What stands for and against somebody's pressing a button on a record now: each question by itself, in the order in which they
decide (E14, S36). Pressing, offering and trying ask the same ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from ..core.errors import Problem, Refusal
from ..fields.conditions import Condition
from ..permissions.actions import Action
from ..permissions.objects import Thing
from ..permissions.roles import RoleGroup
from ..tables.catalogue import TableSpec
from ..tables.queries.selection import visible_ids
from ..tables.rules import predicates
from ..tables.storage import Row
from . import definitions, steps
from .approvals import rounds
from .definitions import Button, Once, said
from .messages import APPROVAL_OFF, BUTTON_OFF, NOT_ALLOWED, NOT_NOW, NOT_THE_APPROVER

if TYPE_CHECKING:
    from ..tables.transaction import Tx

Check = tuple[str, Problem | None]  #: what was asked, and what stands against it


def editable(tx: Tx, table: TableSpec, record: int) -> Callable[[], bool]:
    """Whether the caller may edit the record: asked once for all its buttons, and not at all where none comes to that."""
    return cache(lambda: bool(visible_ids(tx, table, [record], Action.EDIT)))


def first(
    tx: Tx, table: TableSpec, button: Button, row: Row, record: int, may_edit: Callable[[], bool] | None = None
) -> Problem | None:
    """What decides: a lack of rights comes before the state of the record."""
    checks = asked(tx, table, button, row, record, may_edit)
    return next((problem for _, problem in checks if problem is not None), None)


def asked(
    tx: Tx, table: TableSpec, button: Button, row: Row, record: int, may_edit: Callable[[], bool] | None = None
) -> Iterator[Check]:
    """Every question that the button asks, one after the other."""
    label = {"label": said(button.label, tx.ctx.locale)}
    no_right = Problem(NOT_ALLOWED, label)
    may_use = predicates.holding(tx, predicates.followed(tx.catalogue, rows(tx, table, button)), [row])[0]
    yield "roles", None if may_use else no_right
    yield "rights", None if _may_write(tx, table, button) else no_right
    yield "enabled", None if button.enabled else Problem(BUTTON_OFF, label)
    if any(kind in step for step in button.steps for kind in ("submit", "decide", "withdraw")):
        yield "approval", _approving(tx, button, record, label)
    if button.once is not None:
        yield "once", _done(tx, button.once, record, label)
    if button.when is not None or button.objections:
        yield "when", _state(tx, table, button, row, label)
    if button.right == "edit":
        # after the state: who loses a race for a record is told that it is taken, not that they lack a right (S10)
        yield "edit", None if (may_edit or editable(tx, table, record))() else no_right


def rows(tx: Tx, table: TableSpec, button: Button) -> Condition:
    """The records on which the caller may press the button: as said to their role groups, else as the button names groups."""

    def named(role: RoleGroup | None) -> bool:
        return not button.roles or (role is not None and role.key in button.roles)

    return tx.policy.may_use(tx.ctx.actor, Thing.BUTTON, table.id, button.key, named)


def asked_to_decide(tx: Tx, button: Button | None, record: int) -> bool:
    """Whether the caller is asked to decide on this record, which they may then do without seeing its table."""
    for step in () if button is None else button.steps:
        if "decide" in step:
            definition = definitions.approval(tx, step["decide"])
            standing = rounds.standing_of(tx, definition, record)
            return standing is not None and rounds.may_decide(tx, standing)
    return False


# -- inside ----------------------------------------------------------------------------------------------------------


def _state(tx: Tx, table: TableSpec, button: Button, row: Row, label: Mapping[str, Any]) -> Problem | None:
    """Why the button is not possible in the present state of the record."""
    if _holds(tx, table, button.when, row):
        return None
    for objection in button.objections:
        if _holds(tx, table, objection.when, row):
            return Problem(objection.message, label)
    return Problem(NOT_NOW, label)


def _approving(tx: Tx, button: Button, record: int, label: Mapping[str, Any]) -> Problem | None:
    """What stands against a submission, a decision or a withdrawal by this caller; that none is open is a matter of state."""
    for step in button.steps:
        if "submit" in step and not (definition := definitions.approval(tx, step["submit"])).enabled:
            return Problem(APPROVAL_OFF, {"label": said(definition.label, tx.ctx.locale)})
        for kind, may, message in (
            ("decide", rounds.may_decide, NOT_THE_APPROVER),
            ("withdraw", rounds.may_withdraw, NOT_ALLOWED),
        ):
            if kind in step:
                standing = rounds.standing_of(tx, definitions.approval(tx, step[kind]), record)
                if standing is not None and not may(tx, standing):
                    return Problem(message, label)
    return None


def _may_write(tx: Tx, table: TableSpec, button: Button) -> bool:
    """Whether the caller may make the records that the button makes and, where it acts with their rights, set its fields."""
    for key in steps.creates(button):
        if Action.CREATE not in tx.scope(tx.catalogue.table(key)).actions:
            return False
    if button.system:
        return True
    scope = tx.scope(table)
    fields = (table.by_key[key] for step in button.steps for key in step.get("set", ()))
    return all(scope.may_set(spec.id, Action.EDIT) for spec in fields)


def _holds(tx: Tx, table: TableSpec, written_: Mapping[str, Any] | None, row: Row) -> bool:
    try:
        found = definitions.condition(tx, table, written_)
    except Refusal:
        return False  # it names something that is gone
    return predicates.holding(tx, found, [row])[0]


def _done(tx: Tx, once: Once, record: int, label: Mapping[str, Any]) -> Problem | None:
    """That what the button makes is there already, seen by the caller or not; who may see it is told which it is (S87)."""
    table = tx.catalogue.table(once.table)
    there = tx.catalogue.storage.sources(tx.connection, table.by_key[once.field], [record]).get(record)
    if not there:
        return None
    seen = min(visible_ids(tx, table, there, Action.VIEW), default=None)
    return Problem(once.message, label, details={} if seen is None else {"made": {"table": table.key, "id": seen}})
