"""Why somebody may or may not do something: the decision itself, explained."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from ...accounts.messages import NO_SUCH_MEMBER
from ...automations import buttons
from ...core.context import Actor
from ...core.errors import refuse
from ...permissions.actions import Action
from ...permissions.reasons import Reason
from ...tables.catalogue import TableSpec
from ...tables.messages import NO_SUCH_RECORD
from ...tables.queries import query
from ...tables.rights import blocks, leaks, simulation, why, wording
from ...tables.transaction import Tx
from ...tables.writing.incoming import visible_ids
from ..calls import WorkspaceCall
from ..envelopes import Envelope, text
from ..messages import NOT_ABOUT_OTHERS
from ..params import OneOf, Param, Whole
from ..routes import Permission, Resource
from ..shapes import BOOLEAN, INTEGER, MAYBE_STRING, STRING, array, obj, ref

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
        Param("field", "Key of a field that is to be read or edited", max_length=100),
        Param("button", "Key of a button that is to be pressed on the record", max_length=100),
        Whole("member", "Id of a member; without it, the caller. Others' rights are shown to builders alone", low=1),
    ),
    by_scope=True,
    answer=ref("Decision"),
    summary="Whether a member may do something with a table or a record, why, and what would change it",
)
def explain(call: WorkspaceCall) -> dict[str, Any]:
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
            _check_there(tx, table, asked["record"])
        if asked["field"] is not None and not builds:
            query.chosen(tx, table, [asked["field"]])  # what the caller may not read is not there
        words = (lambda condition: wording.rows(tx, condition)) if builds else None
        question = why.Question(
            table,
            Action(asked["action"]),
            asked["record"],
            blocks.field_of(table, asked["field"]),
            _pressing(table, asked["record"], asked["button"]),
            None if actor.member == tx.ctx.actor.member else actor.name,
        )
        found = why.explain(why.asked_by(tx, actor), question, words)
    return {
        "allowed": found.allowed,
        "reasons": [_dump(reason, call.locale) for reason in found.reasons],
        "decisive": None if found.decisive is None else _dump(found.decisive, call.locale),
        "hint": None if found.hint is None else _dump(found.hint, call.locale),
    }


def _dump(reason: Reason, locale: str) -> dict[str, Any]:
    return {"code": reason.code, "message": reason.text(locale), "role": reason.role, "effect": reason.effect}


def _pressing(table: TableSpec, record: int | None, button: str | None) -> why.Pressing | None:
    if button is None or record is None:
        return None
    return lambda tx: buttons.objection(tx, table, button, record)


def _member(tx: Tx, member: int) -> Actor:
    found = tx.members.get(member)
    if found is None:
        raise refuse(NO_SUCH_MEMBER)
    return Actor(found.id, found.name)


def _check_there(tx: Tx, table: TableSpec, record: int) -> None:
    """A record that the caller may not view is as if it were not there: what is said of it, of others too, would tell whose it
    is, and how it stands to the conditions of a button of their own."""
    if not visible_ids(tx, table, [record], Action.VIEW):
        raise refuse(NO_SUCH_RECORD)


class Draft(Envelope):
    table = text(most=60)
    role = text(most=40)
    action = fields.String(load_default=Action.VIEW.value, validate=validate.OneOf([each.value for each in Action]))
    draft = fields.Raw(required=True, allow_none=True)


@permissions.post(
    "/api/v1/workspaces/{ws}/permissions/simulate",
    permission=Permission.WORKSPACE,
    body=Draft(),
    answer=obj(
        table=STRING,
        role=STRING,
        action=STRING,
        members=array(
            obj(
                id=INTEGER,
                name=STRING,
                before=INTEGER,
                after=INTEGER,
                gained=INTEGER,
                lost=INTEGER,
                gained_rows=array(ref("Reference")),
                lost_rows=array(ref("Reference")),
            )
        ),
        members_left_out=INTEGER,
        gained=INTEGER,
        lost=INTEGER,
    ),
    summary="What a draft of a grant would change: rows gained and lost by every member of the role group; nothing is written",
)
def simulate(call: WorkspaceCall) -> dict[str, Any]:
    asked = call.body
    with call.workspace.read(call.ctx) as tx:
        return simulation.effect(tx, asked["table"], asked["role"], Action(asked["action"]), asked["draft"])


@permissions.get(
    "/api/v1/workspaces/{ws}/permissions/leaks",
    permission=Permission.WORKSPACE,
    answer=obj(
        leaks=array(
            obj(
                role=STRING,
                table=STRING,
                field=STRING,
                label=STRING,
                type=STRING,
                acknowledged=BOOLEAN,
                sources=array(obj(table=STRING, field=MAYBE_STRING, why=STRING, message=STRING)),
            )
        )
    ),
    summary="Computed fields through which a role group reads what it may not read directly",
)
def leaking(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return {"leaks": leaks.of(tx)}
