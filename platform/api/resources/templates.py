"""The templates of a workspace: what is installed, what people have changed of it, and newer versions (E24)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson
from flask import Response
from marshmallow import fields, validate

from ...core.errors import refuse
from ...tables import config
from ...tables.rights import changing as rights_changing
from ..calls import WorkspaceCall
from ..envelopes import Envelope, text
from ..restructuring import restructure
from ..routes import Permission, Resource
from ..shapes import ANYTHING, BOOLEAN, INTEGER, MAYBE_STRING, STRING, array, enum, mapping, obj

if TYPE_CHECKING:
    from ...tables.transaction import Tx

templates = Resource("Templates")
_ALL = "/api/v1/workspaces/{ws}/templates"
_ONE = f"{_ALL}/{{template}}"
_INSTALLED = obj(
    key=STRING,
    name=STRING,
    version=STRING,
    installed_at=MAYBE_STRING,
    upgraded_at=MAYBE_STRING,
    available=MAYBE_STRING,
    upgradable=BOOLEAN,
)
_DIFFERENCE = obj(
    name=STRING,
    kind=STRING,
    kind_label=STRING,
    verdict=enum("add", "take", "remove", "release", "keep", "conflict", "by_hand"),
    open=BOOLEAN,
    label=STRING,
    part=MAYBE_STRING,
    base=MAYBE_STRING,
    mine=MAYBE_STRING,
    theirs=MAYBE_STRING,
)
_DIFFERENCES = array(_DIFFERENCE)


class Newer(Envelope):
    document = fields.Dict(keys=fields.String(), allow_none=True, load_default=None)


class Decided(Newer):
    token = text(most=64)
    choices = fields.Dict(
        keys=fields.String(),
        values=fields.String(validate=validate.OneOf(("mine", "theirs"))),
        load_default=dict[str, str],
    )


@templates.get(
    _ALL, permission=Permission.WORKSPACE, answer=obj(templates=array(_INSTALLED)), summary="The installed templates"
)
def show(call: WorkspaceCall) -> dict[str, Any]:
    from ...exchange.template import library  # noqa: PLC0415 - what belongs to templates is seldom needed
    from ...exchange.template.upgrading import carrying  # noqa: PLC0415 - the same

    with call.workspace.read(call.ctx) as tx:
        rights_changing.admit(tx)
        installed: Mapping[str, Any] = config.get(tx, config.TEMPLATES, {})
        shipped = {key: library.load(key) for key in library.available() if key in installed}
        return {
            "templates": [
                {
                    "key": key,
                    "name": _name(entry["document"], tx.ctx.locale),
                    "version": entry["version"],
                    "installed_at": entry.get("installed_at"),
                    "upgraded_at": entry.get("upgraded_at"),
                    "available": shipped[key]["version"] if key in shipped else None,
                    "upgradable": key in shipped and carrying.brings(entry, shipped[key]),
                }
                for key, entry in installed.items()
            ]
        }


@templates.get(
    _ONE,
    permission=Permission.WORKSPACE,
    answer=obj(template=ANYTHING),
    summary="The template as it stands in the workspace now, to be installed elsewhere",
)
def export(call: WorkspaceCall) -> dict[str, Any]:
    from ...exchange.template import exporter  # noqa: PLC0415 - what belongs to templates is seldom needed

    with call.workspace.read(call.ctx) as tx:
        rights_changing.admit(tx)
        return {"template": exporter.export(tx, call.path["template"])}


@templates.get(
    f"{_ONE}/drift",
    permission=Permission.WORKSPACE,
    answer=obj(differences=_DIFFERENCES),
    summary="What has been changed or deleted here since the template was installed",
)
def drift(call: WorkspaceCall) -> dict[str, Any]:
    from ...exchange.template import exporter  # noqa: PLC0415 - what belongs to templates is seldom needed
    from ...exchange.template.upgrading import carrying, telling  # noqa: PLC0415 - the same

    key = call.path["template"]
    with call.workspace.read(call.ctx) as tx:
        found = carrying.drifted(tx, key)
        teller = telling.Teller(tx.ctx.locale, exporter.export(tx, key), carrying.base_of(tx, key))
        return {"differences": teller.dump(found)}


@templates.post(
    f"{_ONE}/plan",
    permission=Permission.WORKSPACE,
    body=Newer(),
    harmless=True,
    reads=True,
    answer=obj(before=STRING, version=STRING, token=STRING, counts=mapping(INTEGER), differences=_DIFFERENCES),
    summary="What an upgrade to the version that comes with the product, or to `document`, would change; nothing is changed",
)
def plan(call: WorkspaceCall) -> dict[str, Any]:
    from ...exchange.template import exporter  # noqa: PLC0415 - what belongs to templates is seldom needed
    from ...exchange.template.upgrading import carrying, telling  # noqa: PLC0415 - the same

    key = call.path["template"]
    with call.workspace.read(call.ctx) as tx:
        template = _newer(tx, key, call.body["document"])
        found = carrying.planned(tx, template)
        mine, base = exporter.export(tx, key), carrying.base_of(tx, key)
        counts: dict[str, int] = {}
        for each in found.differences:
            counts[each.verdict.value] = counts.get(each.verdict.value, 0) + 1
        return {
            "before": carrying.version_of(tx, key),
            "version": template["version"],
            "token": _token(base, mine, template),
            "counts": counts,
            "differences": telling.Teller(tx.ctx.locale, template, mine, base).dump(found.differences),
        }


@templates.post(
    f"{_ONE}/upgrade",
    permission=Permission.WORKSPACE,
    body=Decided(),
    answer=obj(before=STRING, version=STRING, done=INTEGER),
    job=True,
    summary="Carry out the plan with this token; `choices` say `mine` or `theirs` by name, of conflicts all (administrators)",
)
def upgrade(call: WorkspaceCall) -> dict[str, Any] | Response:
    from ...exchange.template import exporter, messages  # noqa: PLC0415 - what belongs to templates is seldom needed
    from ...exchange.template.upgrading import carrying  # noqa: PLC0415 - the same

    key, body = call.path["template"], call.body

    def work(tx: Tx) -> dict[str, Any]:
        template = _newer(tx, key, body["document"])
        carrying.planned(tx, template)
        if body["token"] != _token(carrying.base_of(tx, key), exporter.export(tx, key), template):
            raise refuse(messages.PLAN_MOVED)
        done = carrying.upgrade(tx, template, body["choices"])
        return {"before": done.before, "version": done.version, "done": len(done.done)}

    with call.workspace.read(call.ctx) as tx:
        name = _name(_newer(tx, key, body["document"]), tx.ctx.locale)
    return restructure(call, None, name, work)


def _newer(tx: Tx, key: str, document: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The document that is given, of the same template, or what comes with the product. Raises `Refusal`."""
    from ...exchange.template import messages  # noqa: PLC0415 - what belongs to templates is seldom needed
    from ..founding import read_template  # noqa: PLC0415 - the same

    rights_changing.admit(tx)
    if document is None:
        return read_template(key)
    template = read_template(document)
    if template["key"] != key:
        raise refuse(messages.OTHER_TEMPLATE, at_field="document", key=template["key"], wanted=key)
    return template


def _token(*documents: Mapping[str, Any]) -> str:
    """Stands for exactly these three templates."""
    return hashlib.sha256(orjson.dumps(documents, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _name(document: Mapping[str, Any], locale: str) -> str:
    return str(document["name"].get("en" if locale.startswith("en") else "zh-CN") or document["name"]["zh-CN"])
