"""Role groups, their members, what they may do, and the log of all changes of it: kept by administrators."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from ...accounts.messages import NO_SUCH_MEMBER
from ...tables.rights import changing, groups, journal, matrix
from ...tables.rights.messages import NO_SUCH_CHANGE
from ..calls import WorkspaceCall
from ..envelopes import Envelope, Flag, text
from ..idempotency import once
from ..params import Whole
from ..routes import Permission, Resource
from ..shapes import (
    ANYTHING,
    BOOLEAN,
    INTEGER,
    LABELS,
    MAYBE_STRING,
    STRING,
    STRINGS,
    array,
    mapping,
    nullable,
    obj,
    ref,
)

roles = Resource("Rights")
ROLES = "/api/v1/workspaces/{ws}/roles"
ROLE = f"{ROLES}/{{role}}"
LOG = "/api/v1/workspaces/{ws}/permissions/log"
_MOST_MEMBERS = 1_000


class NewRole(Envelope):
    key = text(most=40)
    label = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    description = fields.Dict(keys=fields.String(), values=fields.String())
    admin = Flag()
    builder = Flag()


class ChangedRole(Envelope):
    label = fields.Dict(keys=fields.String(), values=fields.String())
    description = fields.Dict(keys=fields.String(), values=fields.String())
    position = fields.Integer(strict=True, validate=validate.Range(min=0, max=10_000))


def _ids() -> fields.List:
    one = fields.Integer(strict=True, validate=validate.Range(min=1, max=2**63 - 1))
    return fields.List(one, load_default=list, validate=validate.Length(max=_MOST_MEMBERS))


class Moved(Envelope):
    add = _ids()
    remove = _ids()


class Assigned(Envelope):
    roles = fields.List(text(most=40), required=True, validate=validate.Length(max=200))


class Rights(Envelope):
    tables = fields.Raw()
    dashboards = fields.Raw()
    reason = text(required=False, most=500)


_ROLE = obj(
    key=STRING,
    label=STRING,
    labels=LABELS,
    description=MAYBE_STRING,
    descriptions=mapping(STRING),
    admin=BOOLEAN,
    builder=BOOLEAN,
    protected=BOOLEAN,
    position=INTEGER,
    members=array(ref("Reference")),
)
_ROWS = {"rows": nullable(ref("Condition")), "rows_text": STRING}
_TABLE = {
    "none": BOOLEAN,
    "actions": mapping(obj(**_ROWS)),
    "fields": mapping(
        obj(
            {"read_rows_text": STRING, "edit_rows_text": STRING},
            read=BOOLEAN,
            edit=BOOLEAN,
            give=BOOLEAN,
            read_rows=nullable(ref("Condition")),
            edit_rows=nullable(ref("Condition")),
        )
    ),
    "buttons": mapping(obj(allowed=BOOLEAN, **_ROWS)),
    "views": mapping(obj(allowed=BOOLEAN)),
}
_NAMED = array(obj(key=STRING, label=STRING))
_MATRIX = obj(
    role=STRING,
    label=STRING,
    admin=BOOLEAN,
    tables=array(obj(table=STRING, label=STRING, all_buttons=_NAMED, all_views=_NAMED, **_TABLE)),
    dashboards=array(obj(key=STRING, label=STRING, allowed=nullable(BOOLEAN))),
)


@roles.get(ROLES, permission=Permission.WORKSPACE, answer=obj(roles=array(_ROLE)), summary="The role groups in order")
def list_roles(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        groups.admit_reader(tx)
        return {"roles": [groups.described(tx, group) for group in tx.policy.groups]}


@roles.post(
    ROLES,
    permission=Permission.WORKSPACE,
    body=NewRole(),
    status=201,
    answer=obj(role=_ROLE),
    summary="Make a role group that grants nothing yet",
)
def add_role(call: WorkspaceCall) -> dict[str, Any]:
    body = dict(call.body)
    with call.workspace.write(call.ctx) as tx:
        return once(call, tx, lambda: {"role": groups.described(tx, groups.add(tx, body.pop("key"), **body))})


@roles.patch(
    ROLE,
    permission=Permission.WORKSPACE,
    body=ChangedRole(),
    answer=obj(role=_ROLE),
    summary="Change a role group's name, description or place",
)
def change_role(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        return {"role": groups.described(tx, groups.change(tx, call.path["role"], **call.body))}


@roles.delete(ROLE, permission=Permission.WORKSPACE, answer=obj(), summary="Delete a role group with its rights")
def remove_role(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        groups.remove(tx, call.path["role"])
    return {}


@roles.patch(
    f"{ROLE}/members",
    permission=Permission.WORKSPACE,
    body=Moved(),
    answer=obj(role=_ROLE),
    summary="Put members into a role group and take others out; the last administrator stays",
)
def move(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        groups.move(tx, call.path["role"], call.body["add"], call.body["remove"])
        return {"role": groups.described(tx, groups.find(tx, call.path["role"]))}


@roles.get(
    f"{ROLE}/rights",
    permission=Permission.WORKSPACE,
    answer=_MATRIX,
    summary="What a role group may do, over all tables; `everyone` for members without one",
)
def rights_of_role(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return matrix.of_role(tx, call.path["role"])


@roles.patch(
    f"{ROLE}/rights",
    permission=Permission.WORKSPACE,
    body=Rights(),
    answer=_MATRIX,
    summary="Say anew what a role group may do; null takes back what was said, what is not named stays",
)
def set_rights(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        changing.set_rights(tx, call.path["role"], call.body, call.body.get("reason"))
        return matrix.of_role(tx, call.path["role"])


@roles.get(
    "/api/v1/workspaces/{ws}/tables/{table}/rights",
    permission=Permission.WORKSPACE,
    answer=obj(table=STRING, roles=array(obj(role=STRING, label=STRING, admin=BOOLEAN, **_TABLE))),
    summary="What every role group may do with one table",
)
def rights_of_table(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        groups.admit_reader(tx)
        return matrix.of_table(tx, tx.catalogue.table(call.path["table"]))


@roles.get(
    "/api/v1/workspaces/{ws}/members/{id}/roles",
    permission=Permission.WORKSPACE,
    answer=obj(roles=STRINGS),
    summary="The role groups of a member",
)
def roles_of_member(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        groups.admit_reader(tx)
        return {"roles": groups.held(tx, call.id(missing=NO_SUCH_MEMBER))}


@roles.patch(
    "/api/v1/workspaces/{ws}/members/{id}/roles",
    permission=Permission.WORKSPACE,
    body=Assigned(),
    answer=obj(roles=STRINGS),
    summary="Put a member into exactly these role groups",
)
def assign(call: WorkspaceCall) -> dict[str, Any]:
    member = call.id(missing=NO_SUCH_MEMBER)
    with call.workspace.write(call.ctx) as tx:
        groups.assign(tx, member, call.body["roles"])
        return {"roles": groups.held(tx, member)}


@roles.get(
    LOG,
    permission=Permission.WORKSPACE,
    query=(
        Whole("limit", "Entries in a page", default=100, low=1, high=500),
        Whole("before", "Only entries before the one with this id", low=1),
    ),
    answer=obj(
        entries=array(
            obj(
                id=INTEGER,
                at=STRING,
                by=MAYBE_STRING,
                action=STRING,
                table=MAYBE_STRING,
                before=nullable(mapping(ANYTHING)),
                after=nullable(mapping(ANYTHING)),
                reason=MAYBE_STRING,
                undoable=BOOLEAN,
            )
        )
    ),
    summary="The changes of rights, latest first",
)
def log(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return {"entries": journal.entries(tx, call.query["limit"], call.query["before"])}


@roles.post(
    f"{LOG}/{{id}}/undo",
    permission=Permission.WORKSPACE,
    answer=obj(),
    summary="Take a change of rights back, unless something else has been said since",
)
def take_back(call: WorkspaceCall) -> dict[str, Any]:
    entry = call.id(missing=NO_SUCH_CHANGE)

    def work() -> dict[str, Any]:
        journal.take_back(tx, entry)
        return {}

    with call.workspace.write(call.ctx) as tx:
        return once(call, tx, work)
