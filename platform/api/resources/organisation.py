"""The organisation as rights depend on it: its health, and the hand-over of what a member holds."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from ...accounts import people as accounts
from ...accounts.members import MemberState
from ...accounts.messages import NO_SUCH_MEMBER
from ...automations.approvals import leaving
from ...automations.flows import owning
from ...tables.rights import handover, health, people
from ..calls import WorkspaceCall
from ..envelopes import Envelope, row_id, text
from ..idempotency import once
from ..routes import Permission, Resource
from ..shapes import BOOLEAN, INTEGER, MAYBE_STRING, STRING, array, enum, mapping, obj, ref

organisation = Resource("Organisation")
_FOUND = obj(id=INTEGER, key=MAYBE_STRING, label=STRING, note=MAYBE_STRING)
HANDOVER = "/api/v1/workspaces/{ws}/members/{id}/handover"


class HandOver(Envelope):
    to = row_id()
    fields_ = fields.List(text(most=200), data_key="fields", validate=validate.Length(max=500))


class MemberChange(Envelope):
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in MemberState]))


@organisation.get(
    "/api/v1/workspaces/{ws}/organisation/members",
    permission=Permission.WORKSPACE,
    answer=obj(
        members=array(
            obj(
                id=INTEGER,
                name=STRING,
                state=enum("active", "left"),
                bound=BOOLEAN,
                roles=array(obj(key=STRING, label=STRING)),
                departments=array(ref("Reference")),
            )
        )
    ),
    summary="Everybody with role groups and departments (builders); `bound`: whether an account signs in as the member",
)
def list_people(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return {"members": people.listing(tx)}


@organisation.patch(
    "/api/v1/workspaces/{ws}/members/{id}",
    permission=Permission.WORKSPACE,
    body=MemberChange(),
    answer=ref("Member"),
    summary="Let a member leave, or come back (administrators); the last administrator stays",
)
def change_member(call: WorkspaceCall) -> dict[str, Any]:
    id_ = call.id(missing=NO_SUCH_MEMBER)
    with call.workspace.write(call.ctx) as tx:
        people.set_state(tx, id_, MemberState(call.body["state"]))
        member = tx.members[id_]
        if not member.active:
            leaving.hand_over(tx, id_)
    call.services.identities.forget()
    return {"id": member.id, "name": member.name, "state": member.state.value}


@organisation.get(
    "/api/v1/workspaces/{ws}/organisation/health",
    permission=Permission.WORKSPACE,
    answer=obj(
        configured=BOOLEAN,
        departments=MAYBE_STRING,
        employees=MAYBE_STRING,
        findings=array(obj(code=STRING, message=STRING, items=array(_FOUND))),
    ),
    summary="What is wrong with departments, employees and members, and would make rights and approvals fail",
)
def check(call: WorkspaceCall) -> dict[str, Any]:
    with call.services.control.read() as control:
        entering = accounts.entering(control, call.path["ws"])
    with call.workspace.read(call.ctx) as tx:
        return health.of(tx, entering, leaving.waiting(tx), owning.paused(tx))


@organisation.get(
    HANDOVER,
    permission=Permission.WORKSPACE,
    answer=obj(
        fields=array(obj(field=STRING, table=STRING, table_label=STRING, label=STRING, rows=INTEGER, locked=INTEGER)),
        rows=INTEGER,
        locked=INTEGER,
        heads=array(ref("Reference")),
    ),
    summary="What a member holds: what a hand-over would move, and how many of it are `locked` and would stay",
)
def preview(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return handover.preview(tx, call.id(missing=NO_SUCH_MEMBER))


@organisation.post(
    HANDOVER,
    permission=Permission.WORKSPACE,
    body=HandOver(),
    answer=obj(
        batch=MAYBE_STRING,
        moved=mapping(INTEGER),
        rows=INTEGER,
        kept_count=INTEGER,
        kept=array(obj(table=STRING, id=INTEGER, label=MAYBE_STRING, message=STRING)),
    ),
    summary="Hand everything that a member holds over to another one, in one batch that can be undone",
)
def hand_over(call: WorkspaceCall) -> dict[str, Any]:
    member, body = call.id(missing=NO_SUCH_MEMBER), call.body
    with call.workspace.write(call.ctx) as tx:
        return once(call, tx, lambda: handover.hand_over(tx, member, body["to"], body.get("fields_")))
