"""The people of a workspace: the caller, and everybody for pickers."""

from __future__ import annotations

from typing import Any

from ...permissions.actions import Action
from ...tables import organisation
from ...tables.queries import reading
from ...tables.transaction import Tx
from ..calls import WorkspaceCall
from ..routes import Permission, Resource
from ..shapes import array, obj, ref

members = Resource("Members")


@members.get(
    "/api/v1/workspaces/{ws}/me",
    permission=Permission.WORKSPACE,
    by_scope=True,
    answer=ref("Myself"),
    summary="The member behind the caller, with roles and departments",
)
def me(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        actor = tx.ctx.actor
        assert actor.member is not None
        return {
            "id": actor.member,
            "name": actor.name,
            "roles": [{"key": role.key, "label": role.text(call.locale)} for role in tx.policy.held_by(actor)],
            "departments": _departments(tx, actor.member),
            "department_table": _department_table(tx),
            "admin": tx.policy.is_admin(actor),
            "builder": tx.policy.may_build(actor),
            "timezone": tx.ctx.timezone,
            "today": tx.ctx.today,
        }


@members.get(
    "/api/v1/workspaces/{ws}/members",
    permission=Permission.WORKSPACE,
    answer=obj(members=array(ref("Member"))),
    summary="Everybody, those who left included",
)
def list_members(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return {
            "members": [
                {"id": member.id, "name": member.name, "state": member.state.value} for member in tx.members.values()
            ]
        }


def _department_table(tx: Tx) -> str | None:
    """The key of the table of departments, whose rows "my department" stands for, as far as the caller may view it."""
    named = tx.catalogue.configs.get(organisation.CONFIG)
    if named is None:
        return None
    table = tx.catalogue.table(named["departments"]["table"])
    return table.key if Action.VIEW in tx.scope(table).actions else None


def _departments(tx: Tx, member: int) -> list[dict[str, Any]]:
    """The departments a member belongs to, the main one first; named as their rows are."""
    ids = tx.organisation.departments_of(member)
    named = tx.catalogue.configs.get(organisation.CONFIG)
    if not ids or named is None:
        return []
    texts = reading.labels(tx, tx.catalogue.table(named["departments"]["table"]), ids, raw=True)
    return [{"id": id_, "label": texts.get(id_, f"#{id_}")} for id_ in ids]
