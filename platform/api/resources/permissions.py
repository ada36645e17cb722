"""Why somebody may or may not do something: the decision itself, explained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ...accounts.messages import NO_SUCH_MEMBER
from ...core.context import SYSTEM, Actor
from ...core.errors import refuse
from ...fields.conditions import Condition, resolve
from ...permissions import organisation
from ...permissions.actions import Action
from ...permissions.explain import Reason, explain
from ...tables.catalogue import TableSpec
from ...tables.computed.dependencies import expand_condition
from ...tables.messages import NO_SUCH_RECORD
from ...tables.queries.selection import restricted
from ...tables.transaction import Tx
from ...tables.writing.incoming import visible_ids
from ..calls import WorkspaceCall
from ..messages import NOT_ABOUT_OTHERS
from ..params import OneOf, Param, Whole
from ..routes import Permission, Resource
from ..shapes import ref

permissions = Resource("Permissions")


@permissions.get(
    "/api/v1/workspaces/{ws}/permissions/explain",
    permission=Permission.WORKSPACE,
    query=(
        Param("table", "Key of the table", required=True, max_length=100),
        OneOf(
            "action", "What is to be done", default=Action.VIEW.value, words=tuple(action.value for action in Action)
        ),
        Whole("record", "Id of one record; without it, the table as a whole", low=1),
        Whole("member", "Id of a member; without it, the caller. Others' rights are shown to builders alone", low=1),
    ),
    answer=ref("Decision"),
    summary="Whether a member may do something with a table or a record, why, and what would change it",
)
def why(call: WorkspaceCall) -> dict[str, Any]:
    asked = call.query
    with call.workspace.read(call.ctx) as tx:
        builds = tx.policy.may_build(tx.ctx.actor)
        actor = tx.ctx.actor
        if asked["member"] not in (None, actor.member):
            if not builds:
                raise refuse(NOT_ABOUT_OTHERS)
            actor = _member(tx, asked["member"])
        table = tx.catalogue.table(asked["table"]) if builds else tx.table(asked["table"])
        if asked["record"] is not None:
            _check_there(tx, table, asked["record"], builds=builds)
        matches = None if asked["record"] is None else _matcher(tx, table, asked["record"], actor)
        found = explain(tx.policy, actor, table.id, Action(asked["action"]), matches)
    return {
        "allowed": found.allowed,
        "reasons": [_dump(reason, call.locale) for reason in found.reasons],
        "hint": None if found.hint is None else _dump(found.hint, call.locale),
    }


def _dump(reason: Reason, locale: str) -> dict[str, Any]:
    return {"code": reason.code, "message": reason.text(locale), "role": reason.role}


def _member(tx: Tx, member: int) -> Actor:
    found = tx.members.get(member)
    if found is None:
        raise refuse(NO_SUCH_MEMBER)
    return Actor(found.id, found.name)


def _check_there(tx: Tx, table: TableSpec, record: int, *, builds: bool) -> None:
    """A record that the caller may not view is as if it were not there; builders may ask about any."""
    there = (
        bool(tx.catalogue.storage.rows(tx.connection, table, [record]))
        if builds
        else bool(visible_ids(tx, table, [record], Action.VIEW))
    )
    if not there:
        raise refuse(NO_SUCH_RECORD)


def _matcher(tx: Tx, table: TableSpec, record: int, actor: Actor) -> Callable[[Condition], bool]:
    """Tells whether the record meets a condition, with the member's own `@me` and departments."""
    engine = replace(tx, ctx=tx.ctx.as_(SYSTEM), _scopes={})
    variables = organisation.variables(actor, tx.organisation)

    def matches(condition: Condition) -> bool:
        plain = expand_condition(tx.catalogue, condition)
        selection = restricted(engine, table).where(resolve(plain, variables, tx.ctx.today, tx.ctx.zone))
        return tx.connection.execute(selection.ids().where(selection.base.c.id == record)).first() is not None

    return matches
