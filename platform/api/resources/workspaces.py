"""The workspaces a caller may enter, and making a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from ...accounts import workspaces as register
from ...exchange.template.messages import NO_SUCH_TEMPLATE
from ..calls import AccountCall
from ..envelopes import Envelope, Flag, text
from ..routes import Permission, Resource
from ..shapes import array, obj, ref

workspaces = Resource("Workspaces")


class Template(fields.Field[Any]):
    """The key of a template that comes with the product, or a template document."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, (str, dict)):
            raise ValidationError("A template is a key or a document.")
        return value


class NewWorkspace(Envelope):
    key = text()
    name = text()
    template = Template(allow_none=True, load_default=None)
    demo = Flag(load_default=False)


@workspaces.get(
    "/api/v1/workspaces",
    permission=Permission.SIGNED_IN,
    answer=obj(workspaces=array(ref("Workspace"))),
    summary="The workspaces the caller may enter",
)
def list_workspaces(call: AccountCall) -> dict[str, Any]:
    token = call.caller.token
    with call.services.control.read() as control:
        entries = register.list_for(control, call.caller.account_id)
    return {
        "workspaces": [
            {"key": entry.key, "name": entry.name} for entry in entries if token is None or entry.key == token.workspace
        ]
    }


@workspaces.post(
    "/api/v1/workspaces",
    permission=Permission.PERSON,
    body=NewWorkspace(),
    status=201,
    answer=ref("Workspace"),
    refuses=(NO_SUCH_TEMPLATE,),
    summary="Make a workspace, empty or with a template; the caller is its administrator",
)
def create(call: AccountCall) -> dict[str, Any]:
    from ..founding import found, read_template  # noqa: PLC0415 - the installer is seldom needed

    body: Mapping[str, Any] = call.body
    template = None if body["template"] is None else read_template(body["template"])
    workspace = found(call.services, body["key"], body["name"], call.caller.account_id, template, demo=body["demo"])
    return {"key": workspace.key, "name": workspace.name}
