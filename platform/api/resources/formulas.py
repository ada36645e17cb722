"""Formulas while they are written: tried on a record, and the functions with their help."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from ...formulas.reference import reference
from ...tables.computed import draft
from ...tables.schema import log
from ..calls import WorkspaceCall
from ..envelopes import Envelope, text
from ..routes import Permission, Resource
from ..shapes import BOOLEAN, INTEGER, STRING, array, enum, nullable, obj

formulas = Resource("Formulas")


class FormulaDraft(Envelope):
    formula = text(most=10_000)
    label = text(required=False, most=100)
    record = fields.Integer(strict=True, allow_none=True, validate=validate.Range(min=1, max=2**53))


@formulas.post(
    "/api/v1/workspaces/{ws}/tables/{table}/formula/preview",
    permission=Permission.WORKSPACE,
    body=FormulaDraft(),
    answer=obj(
        problems=array(obj(start=INTEGER, end=INTEGER, message=STRING)),
        kind=nullable(enum("text", "number", "boolean", "date", "datetime", "option", "record", "list", "nothing")),
        record=nullable(obj(id=INTEGER, label=STRING)),
        value=nullable({"anyOf": [STRING, obj(error=STRING)]}),
        hidden=BOOLEAN,
    ),
    harmless=True,
    reads=True,
    summary="What a formula would yield for a record; nothing is saved",
)
def preview(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        log.admit(tx)
        body = call.body
        return draft.preview(tx, call.path["table"], body["formula"], body.get("record"), body.get("label") or "")


@formulas.get(
    "/api/v1/workspaces/{ws}/formulas/functions",
    permission=Permission.WORKSPACE,
    by_scope=True,
    answer=obj(
        functions=array(
            obj(
                name=STRING,
                group=STRING,
                usage=STRING,
                summary=STRING,
                examples=array(obj(formula=STRING, result=STRING)),
            )
        )
    ),
    summary="The functions of formulas with their help",
)
def functions(call: WorkspaceCall) -> dict[str, Any]:
    listed: Any = reference()
    language = "en" if call.ctx.locale.startswith("en") else "zh-CN"
    return {
        "functions": [
            {
                "name": each["name"],
                "group": each["group_label"][language],
                "usage": each["usage"],
                "summary": each["summary"][language],
                "examples": each["examples"],
            }
            for each in listed
        ]
    }
