"""The structure of a workspace: tables and fields made, changed, converted, deleted and restored by those who may build."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from flask import Response
from marshmallow import fields, validate

from ...tables import description
from ...tables.schema import arranging, brought, building, changing, conversion, dropping, log, results, uses, windows
from ...tables.transaction import Tx
from ..calls import WorkspaceCall
from ..describing import completed
from ..envelopes import Envelope, Flag, text
from ..idempotency import once
from ..pages import Layout, RecordTypes
from ..restructuring import restructure
from ..routes import Permission, Resource
from ..shapes import BOOLEAN, INTEGER, MAYBE_STRING, STRING, array, obj, ref

schema = Resource("Schema")
TABLES = "/api/v1/workspaces/{ws}/tables"
TABLE = f"{TABLES}/{{table}}"
FIELD = f"{TABLE}/fields/{{field}}"
TRASH = "/api/v1/workspaces/{ws}/schema/trash"
RENAMING = "/api/v1/workspaces/{ws}/schema/renaming"
_STEERING = ("confirm", "unlock", "reason")


class Why(Envelope):
    reason = text(required=False, most=500)


class NewTable(Why):
    key = text(required=False, most=50)
    label = fields.Raw(required=True)
    icon = fields.String(validate=validate.Regexp(r"^[A-Za-z0-9_-]{1,40}$"))
    help = fields.Raw()


class ChangedTable(Why):
    label = fields.Raw()
    icon = fields.String(validate=validate.Regexp(r"^[A-Za-z0-9_-]{1,40}$"), allow_none=True)
    help = fields.Raw(allow_none=True)
    primary = text(required=False, most=50)
    position = fields.Integer(strict=True, validate=validate.Range(min=0, max=10_000))
    parent = fields.String(allow_none=True, validate=validate.Length(max=50))
    tree = fields.String(allow_none=True, validate=validate.Length(max=50))
    ownership = fields.String(allow_none=True, validate=validate.Length(max=50))
    order = fields.String(allow_none=True, validate=validate.Length(max=50))
    record_types = fields.Nested(RecordTypes, allow_none=True)
    layout = fields.Nested(Layout, allow_none=True)


class Parts(Why):
    key = fields.Raw()
    label = fields.Raw()
    help = fields.Raw(allow_none=True)
    required = fields.Raw()
    unique = fields.Raw()
    default = fields.Raw(allow_none=True)
    position = fields.Raw()
    options = fields.Raw()
    choices = fields.Raw()
    confirm = Flag()


class NewField(Parts):
    type = text(most=40)
    after = text(required=False, most=50)
    view = text(required=False, most=50)


class ChangedField(Parts):
    unlock = Flag()


class Going(Why):
    unlock = Flag()


class Conversion(Going):
    type = text(most=40)
    options = fields.Raw()
    choices = fields.Raw()
    resolutions = fields.Dict(keys=fields.String())
    dry_run = Flag()


class Entry(Envelope):
    id = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=2**53))


class AliasEnd(Why):
    until = fields.AwareDateTime(required=True)


class Window(Envelope):
    days = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=windows.MOST_DAYS))


class Typed(Envelope):
    formula = text(most=10_000)


_USE = obj(kind=STRING, table=STRING, key=STRING, label=STRING, blocking=BOOLEAN)


@schema.post(
    TABLES,
    permission=Permission.WORKSPACE,
    body=NewTable(),
    status=201,
    answer=obj(table=ref("Table")),
    summary="Make a table with a first text field",
)
def add_table(call: WorkspaceCall) -> dict[str, Any]:
    body = call.body

    def work() -> dict[str, Any]:
        made = building.add_table(
            tx, label=body["label"], key=body.get("key"), icon=body.get("icon"), about=body.get("help")
        )
        return {"table": completed(call, tx, [description.describe_table(tx, made)])[0]}

    with call.workspace.write(call.ctx) as tx:
        return once(call, tx, work)


@schema.patch(
    TABLE,
    permission=Permission.WORKSPACE,
    body=ChangedTable(),
    answer=obj({"warnings": array(ref("ErrorItem"))}, table=ref("Table")),
    summary="Change a table's label, help, icon, place, naming field, owner, tree, order, ownership, record types or layout",
)
def change_table(call: WorkspaceCall) -> dict[str, Any]:
    parts = _without_steering(call.body)
    with call.workspace.write(call.ctx) as tx:
        table = changing.change_table(tx, call.path["table"], parts, reason=call.body.get("reason"))
        answer: dict[str, Any] = {"table": completed(call, tx, [description.describe_table(tx, table)])[0]}
        if "layout" in parts:
            answer["warnings"] = [warning.dump(call.ctx.locale) for warning in arranging.warnings(tx, table)]
        return answer


@schema.delete(
    TABLE,
    permission=Permission.WORKSPACE,
    body=Going(),
    answer=obj(trash=INTEGER),
    summary="Put a table that no other points to into the trash",
)
def delete_table(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        return {"trash": dropping.delete_table(tx, call.path["table"], **_going(call.body))}


@schema.post(
    f"{TABLE}/fields",
    permission=Permission.WORKSPACE,
    body=NewField(),
    status=201,
    answer=obj(field=ref("Field")),
    job=True,
    summary="Make a field",
)
def add_field(call: WorkspaceCall) -> dict[str, Any] | Response:
    body = call.body
    parts = {name: value for name, value in body.items() if name not in (*_STEERING, "type", "after", "view")}

    def work(tx: Tx) -> dict[str, Any]:
        spec = building.add_field(
            tx,
            call.path["table"],
            body["type"],
            parts,
            after=body.get("after"),
            view=body.get("view"),
            confirm=body.get("confirm", False),
            reason=body.get("reason"),
        )
        return {"field": description.describe_field(tx, tx.catalogue.by_id[spec.table], spec)}

    return restructure(call, None, _called(body.get("label")), work)


@schema.patch(
    FIELD,
    permission=Permission.WORKSPACE,
    body=ChangedField(),
    answer=obj(field=ref("Field")),
    job=True,
    summary="Change parts of a field",
)
def change_field(call: WorkspaceCall) -> dict[str, Any] | Response:
    body = call.body

    def work(tx: Tx) -> dict[str, Any]:
        spec = changing.change_field(
            tx,
            call.path["table"],
            call.path["field"],
            _without_steering(body),
            confirm=body.get("confirm", False),
            unlock=body.get("unlock", False),
            reason=body.get("reason"),
        )
        return {"field": description.describe_field(tx, tx.catalogue.by_id[spec.table], spec)}

    return restructure(call, call.path["field"], call.path["field"], work)


@schema.patch(
    f"{FIELD}/aliases/{{alias}}",
    permission=Permission.WORKSPACE,
    body=AliasEnd(),
    answer=obj(field=ref("Field")),
    summary="Let the window of a field's former key end sooner or later (administrators); an instant that has passed: now",
)
def end_alias(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        table = tx.table(call.path["table"])
        spec = changing.field_of(tx, table, call.path["field"])
        until = call.body["until"].astimezone(UTC)
        spec = windows.set_end(tx, table, spec, call.path["alias"], until, call.body.get("reason"))
        return {"field": description.describe_field(tx, tx.catalogue.by_id[spec.table], spec)}


@schema.get(
    RENAMING,
    permission=Permission.WORKSPACE,
    answer=obj(days=INTEGER),
    summary="For how many days the former key of a renamed field may be used",
)
def renaming(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        log.admit(tx)
        return {"days": windows.days(tx)}


@schema.put(
    RENAMING,
    permission=Permission.WORKSPACE,
    body=Window(),
    answer=obj(days=INTEGER),
    summary="Change that for renames from now on (administrators)",
)
def set_renaming(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        windows.set_days(tx, call.body["days"])
        return {"days": windows.days(tx)}


@schema.delete(
    FIELD,
    permission=Permission.WORKSPACE,
    body=Going(),
    answer=obj(trash=INTEGER),
    summary="Put a field that nothing uses into the trash",
)
def delete_field(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        return {"trash": dropping.delete_field(tx, call.path["table"], call.path["field"], **_going(call.body))}


@schema.get(
    f"{FIELD}/uses",
    permission=Permission.WORKSPACE,
    answer=obj(uses=array(_USE), of_template=BOOLEAN),
    summary="Everything that refers to a field",
)
def list_uses(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        log.admit(tx)
        spec = changing.field_of(tx, tx.table(call.path["table"]), call.path["field"])
        found = [use.dump() for use in uses.of_field(tx, spec)]
        return {"uses": found, "of_template": brought.has_field(tx, spec)}


@schema.post(
    f"{FIELD}/convert",
    permission=Permission.WORKSPACE,
    body=Conversion(),
    answer=obj(field=ref("Field"), preview=ref("ConversionPreview")),
    job=True,
    summary="Give a field another type, or see what would come of its values",
)
def convert_field(call: WorkspaceCall) -> dict[str, Any] | Response:
    body = call.body

    def work(tx: Tx) -> dict[str, Any]:
        preview, spec = conversion.convert_field(
            tx,
            call.path["table"],
            call.path["field"],
            body["type"],
            options=body.get("options"),
            choices=body.get("choices"),
            resolutions=body.get("resolutions"),
            dry_run=body.get("dry_run", False),
            **_going(body),
        )
        field = description.describe_field(tx, tx.catalogue.by_id[spec.table], spec)
        return {"field": field, "preview": preview.dump()}

    return restructure(call, call.path["field"], call.path["field"], work)


@schema.post(
    f"{TABLE}/formula",
    permission=Permission.WORKSPACE,
    body=Typed(),
    answer=obj(type=STRING),
    harmless=True,
    reads=True,
    summary="Check a formula while it is typed",
)
def check_formula(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        log.admit(tx)
        return {"type": results.of_formula(tx, tx.table(call.path["table"]), call.body["formula"])["type"]}


@schema.get(
    TRASH,
    permission=Permission.WORKSPACE,
    answer=obj(
        trash=array(obj(id=INTEGER, action=STRING, label=STRING, table=MAYBE_STRING, at=STRING, by=MAYBE_STRING))
    ),
    summary="Fields, tables and earlier types that can be restored",
)
def list_trash(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return {"trash": log.trash(tx)}


@schema.post(
    f"{TRASH}/restore",
    permission=Permission.WORKSPACE,
    body=Entry(),
    answer=obj(table=STRING, field=MAYBE_STRING),
    summary="Take something out of the trash",
)
def restore(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        return once(call, tx, lambda: dropping.restore(tx, call.body["id"]))


def _called(label: Any) -> str:
    """A label as it was given: a text, or one by language."""
    words = label.values() if isinstance(label, Mapping) else (label,)
    return next((word[:100] for word in words if isinstance(word, str) and word), "")


def _without_steering(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in _STEERING}


def _going(body: Mapping[str, Any] | None) -> dict[str, Any]:
    found = body or {}
    return {"unlock": found.get("unlock", False), "reason": found.get("reason")}
