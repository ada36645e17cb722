"""The rules of a table in a running workspace, for those who build: made, changed, tried on the rows, taken back (E7–E9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response
from marshmallow import fields, validate

from ...core.errors import Problem, Refusal, refuse
from ...exchange.template import format
from ...tables.rules import changing, told
from ...tables.rules.changing import NEW, Steering
from ...tables.rules.messages import NOT_FOUND, OTHER_KEY
from ...tables.rules.stored import KINDS
from ...tables.rules.trial import standing
from ...tables.schema import log
from ...tables.transaction import Tx
from ..answers import nothing
from ..calls import WorkspaceCall
from ..envelopes import Envelope, Flag, text
from ..restructuring import restructure
from ..routes import Permission, Resource
from ..shapes import ANYTHING, BOOLEAN, INTEGER, MAYBE_STRING, STRING, array, enum, mapping, nullable, obj

rules = Resource("Rules")
_ALL = "/api/v1/workspaces/{ws}/tables/{table}/rules"
_KIND = _ALL + "/{kind}"
_ONE = _KIND + "/{key}"
#: the part of the template's JSON Schema that says how a rule of a kind is written
_SHAPES = {kind: kind if kind == "acyclic" else kind.removesuffix("s") for kind in KINDS}

_RULE = {
    "kind": enum(*KINDS),
    "key": STRING,
    "label": STRING,
    "rule": nullable(mapping(ANYTHING)),
    "enabled": BOOLEAN,
    "broken": BOOLEAN,
    "template": BOOLEAN,
    "changed": BOOLEAN,
    "version": STRING,
}
_IN_FULL = obj(**_RULE, original=nullable(mapping(ANYTHING)))
_DELETED = obj(kind=enum(*KINDS), key=STRING, label=STRING, original=nullable(mapping(ANYTHING)))
_ROW = obj(
    id=INTEGER,
    label=STRING,
    field=MAYBE_STRING,
    message=STRING,
    **{"with": array(obj(table=STRING, id=INTEGER, label=STRING))},
)
_TRIAL = obj(
    effect=enum("breaks", "locks", "stands", "moves"), table=STRING, asked=INTEGER, count=INTEGER, rows=array(_ROW)
)


class RuleSteering(Envelope):
    version = fields.String(allow_none=True, validate=validate.Length(max=64))
    reason = text(required=False, most=500)


class RuleConfirmed(RuleSteering):
    confirm = Flag()


class WrittenRule(RuleConfirmed):
    rule = fields.Dict(keys=fields.String(), required=True)


class RuleOrder(Envelope):
    keys = fields.List(
        fields.String(validate=validate.Length(max=100)), required=True, validate=validate.Length(max=1000)
    )
    reason = text(required=False, most=500)


class RuleSwitch(RuleConfirmed):
    enabled = Flag(required=True)


class RuleTrial(Envelope):
    rule = fields.Dict(keys=fields.String(), required=True)


@rules.get(
    _ALL,
    permission=Permission.WORKSPACE,
    answer=obj(rules=array(obj(**_RULE)), deleted=array(_DELETED), kinds=array(obj(key=enum(*KINDS), label=STRING))),
    summary="Every rule of a table, and those of its template that have been deleted (builders)",
)
def list_all(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return told.listed(tx, call.path["table"])


@rules.put(
    _KIND,
    permission=Permission.WORKSPACE,
    body=RuleOrder(),
    answer=obj(rules=array(obj(**_RULE))),
    summary="Put the rules of a kind in another order: `keys` names all of them",
)
def order(call: WorkspaceCall) -> dict[str, Any]:
    kind = _kind(call)
    with call.workspace.write(call.ctx) as tx:
        changing.order(tx, call.path["table"], kind, call.body["keys"], call.body.get("reason"))
        return {"rules": told.listed(tx, call.path["table"])["rules"]}


@rules.get(_ONE, permission=Permission.WORKSPACE, answer=_IN_FULL, summary="One rule, and what its template has")
def get(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return told.one(tx, call.path["table"], _kind(call), call.path["key"])


@rules.put(
    _ONE,
    permission=Permission.WORKSPACE,
    body=WrittenRule(),
    answer=_IN_FULL,
    job=True,
    summary="Make or replace a rule in the template's form; where rows break it already (409 with a trial) with `confirm`",
)
def save(call: WorkspaceCall) -> dict[str, Any] | Response:
    def work(tx: Tx, table: str, kind: str, key: str) -> None:
        rule = _shaped(tx, table, kind, {"key": key, **call.body["rule"]}, key)
        changing.save(tx, table, kind, key, rule, _steering(call))

    return _written(call, work)


@rules.patch(
    _ONE,
    permission=Permission.WORKSPACE,
    body=RuleSwitch(),
    answer=_IN_FULL,
    job=True,
    summary="Switch a rule on or off",
)
def switch(call: WorkspaceCall) -> dict[str, Any] | Response:
    def work(tx: Tx, table: str, kind: str, key: str) -> None:
        changing.switch(tx, table, kind, key, _steering(call), enabled=call.body["enabled"])

    return _written(call, work)


@rules.delete(_ONE, permission=Permission.WORKSPACE, body=RuleSteering(), status=204, summary="Delete a rule")
def delete(call: WorkspaceCall) -> Response:
    with call.workspace.write(call.ctx) as tx:
        changing.remove(tx, call.path["table"], _kind(call), call.path["key"], _steering(call))
    return nothing()


@rules.post(
    _ONE + "/reset",
    permission=Permission.WORKSPACE,
    body=RuleConfirmed(),
    answer=_IN_FULL,
    job=True,
    summary="Take a rule back to what its template has, also one that was deleted",
)
def reset(call: WorkspaceCall) -> dict[str, Any] | Response:
    def work(tx: Tx, table: str, kind: str, key: str) -> None:
        changing.reset(tx, table, kind, key, _steering(call))

    return _written(call, work)


@rules.post(
    _KIND + "/try",
    permission=Permission.WORKSPACE,
    body=RuleTrial(),
    harmless=True,
    reads=True,
    answer=_TRIAL,
    summary="How many rows would break a rule, be locked or change by it, and the first of them; nothing is saved",
)
def dry_run(call: WorkspaceCall) -> dict[str, Any]:
    kind = _kind(call)
    with call.workspace.read(call.ctx) as tx:
        rule = _shaped(tx, call.path["table"], kind, {"key": "trial", **call.body["rule"]})
        table = tx.table(call.path["table"])
        return standing.dump(tx, standing.of(tx, table, kind, changing.tried(tx, table, kind, rule)))


def _written(call: WorkspaceCall, change: Callable[[Tx, str, str, str], None]) -> dict[str, Any] | Response:
    """The rule after a change; a job where an amount has to be shared out over more rows than a request should wait for."""
    table, kind, key = call.path["table"], _kind(call), call.path["key"]

    def work(tx: Tx) -> dict[str, Any]:
        change(tx, table, kind, key)
        return told.one(tx, table, kind, key)

    return restructure(call, None, key, work)


def _kind(call: WorkspaceCall) -> str:
    kind = call.path["kind"]
    if kind not in KINDS:
        raise refuse(NOT_FOUND, key=kind[:50])
    return kind


def _shaped(tx: Tx, table: str, kind: str, rule: dict[str, Any], key: str | None = None) -> dict[str, Any]:
    """The rule, or a refusal: whether the caller may build comes first, then everything that is not written as it should be,
    each at its place in the rule. With `key`, that is its key."""
    log.admit(tx)
    tx.table(table)
    problems = format.shape_problems(rule, _SHAPES[kind])
    if not problems and key is not None and rule["key"] != key:
        problems = [Problem(OTHER_KEY, {"key": key}, "key")]
    if problems:
        raise Refusal(problems)
    return rule


def _steering(call: WorkspaceCall) -> Steering:
    body = call.body or {}
    version = (body["version"] or NEW) if "version" in body else None
    return Steering(version, body.get("confirm", False), body.get("reason"))
