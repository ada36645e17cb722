"""Timers: what they say of a record, and changing their rules by a plan that is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from marshmallow import fields, validate

from ...core.errors import refuse
from ...permissions.actions import Action
from ...tables.changes.cells import thaw
from ...tables.messages import NO_SUCH_RECORD
from ...tables.queries.selection import visible_ids
from ...tables.rights.messages import MAY_NOT_LOOK
from ...tables.timers import planning, reading
from ...tables.timers.definition import Timer
from ...tables.timers.messages import NO_SUCH_TIMER
from ...tables.timers.planning import Change, Plan
from ...tables.transaction import Tx
from ..calls import WorkspaceCall
from ..envelopes import Envelope, text
from ..idempotency import once
from ..naming import Names
from ..routes import Permission, Resource
from ..shapes import ANYTHING, BOOLEAN, INSTANT, INTEGER, MAYBE_STRING, STRING, array, enum, mapping, nullable, obj, ref

timers = Resource("Timers")
_TIMER = "/api/v1/workspaces/{ws}/tables/{table}/timers/{timer}"
MOST_CHANGES = 100

_NAMED = obj(key=STRING, label=STRING)
_DAY = MAYBE_STRING
_RULES = array(obj(id=nullable(INTEGER), before=nullable(ref("Values")), after=nullable(ref("Values"))))
_PLAN = obj(
    token=STRING,
    records=INTEGER,
    overdue=INTEGER,
    names=array(obj(id=INTEGER, label=MAYBE_STRING, before=_DAY, after=_DAY)),
    rules=_RULES,
)


class RuleChange(Envelope):
    id = fields.Integer(strict=True, allow_none=True, load_default=None, validate=validate.Range(min=1, max=2**63 - 1))
    values = fields.Dict(allow_none=True, load_default=None)


class RulePlan(Envelope):
    changes = fields.List(fields.Nested(RuleChange()), required=True, validate=validate.Length(min=1, max=MOST_CHANGES))
    mode = fields.String(load_default="grace", validate=validate.OneOf(planning.MODES))
    grace = fields.Integer(strict=True, load_default=planning.GRACE, validate=validate.Range(min=0, max=3_650))


class RuleConfirmation(RulePlan):
    token = text()
    reason = text(required=False, most=1_000)


@timers.get(
    "/api/v1/workspaces/{ws}/timers",
    permission=Permission.WORKSPACE,
    answer=obj(
        timers=array(
            obj(
                key=STRING,
                table=STRING,
                label=STRING,
                owner=STRING,
                due=STRING,
                rules=STRING,
                active=MAYBE_STRING,
                remind=MAYBE_STRING,
                on_due=mapping(ANYTHING),
                changeable=BOOLEAN,
                into=MAYBE_STRING,
                matches=array(obj(field=STRING, value=MAYBE_STRING)),
                criteria=array(obj(key=STRING, label=STRING, days=STRING, extend=MAYBE_STRING, most=MAYBE_STRING)),
                pauses=array(obj(key=STRING, label=STRING, flag=MAYBE_STRING)),
            )
        )
    ),
    summary="The timers whose rules the caller may change, or read the log of: what they count, in which fields",
)
def list_all(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return {"timers": reading.followed(tx)}


@timers.get(
    "/api/v1/workspaces/{ws}/tables/{table}/records/{id}/timers",
    permission=Permission.WORKSPACE,
    answer=obj(
        timers=array(
            obj(
                key=STRING,
                label=STRING,
                start=nullable(INSTANT),
                due=_DAY,
                days_left=nullable(INTEGER),
                criterion=nullable(_NAMED),
                paused=nullable(_NAMED),
                floor=_DAY,
                dues=array(obj(key=STRING, label=STRING, due=STRING)),
                rule=nullable(ref("Reference")),
            )
        )
    ),
    summary="The timers of a record: from when, until which day, by which rule, and why",
)
def of_record(call: WorkspaceCall) -> dict[str, Any]:
    record = call.id()
    with call.workspace.read(call.ctx) as tx:
        table = tx.table(call.path["table"])
        if not visible_ids(tx, table, [record], Action.VIEW):
            raise refuse(NO_SUCH_RECORD)
        return {"timers": reading.of_record(tx, table, record)}


@timers.post(
    f"{_TIMER}/plan",
    permission=Permission.WORKSPACE,
    body=RulePlan(),
    answer=_PLAN,
    summary="What changes of the rules would do; nothing is changed. `mode`: grace (nobody before today + `grace`), all, keep",
)
def plan(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:
        timer = _timer(tx, call)
        body = call.body
        with tx.connection.begin_nested():
            planned = planning.plan(tx, timer, _changes(body), mode=body["mode"], grace=body["grace"])
            return _dump(tx, timer, planned)


@timers.post(
    f"{_TIMER}/confirm",
    permission=Permission.WORKSPACE,
    body=RuleConfirmation(),
    answer=_PLAN,
    summary="Do what was planned; 409 when the plan would be another one by now",
)
def confirm(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.write(call.ctx) as tx:

        def work() -> dict[str, Any]:
            timer, body = _timer(tx, call), call.body
            given = {name: body[name] for name in ("mode", "grace")}
            done = planning.confirm(tx, timer, _changes(body), body["token"], reason=body.get("reason"), **given)
            return _dump(tx, timer, done)

        return once(call, tx, work)


@timers.get(
    f"{_TIMER}/log",
    permission=Permission.WORKSPACE,
    answer=obj(
        changes=array(
            obj(
                id=INTEGER,
                at=INSTANT,
                by=nullable(ref("Reference")),
                mode=enum(*planning.MODES),
                grace=nullable(INTEGER),
                rules=_RULES,
                preview=mapping(INTEGER),
                reason=MAYBE_STRING,
            )
        )
    ),
    summary="Every confirmed change of the rules, the latest first",
)
def log(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        timer = _timer(tx, call, reading.may_follow)
        entries = planning.log_of(tx, timer)
        told = iter(_rules(tx, timer, [rule for entry in entries for rule in entry["rules"]]))
        return {"changes": [{**entry, "rules": [next(told) for _ in entry["rules"]]} for entry in entries]}


def _timer(tx: Tx, call: WorkspaceCall, may: Callable[[Tx, Timer], bool] = reading.may_change) -> Timer:
    """The timer of the address, for those who may change its rules, or do as much as is asked; who may that of none learns
    of none."""
    found = tx.catalogue.timers.find(tx.table(call.path["table"]).id, call.path["timer"])
    if found is None or not may(tx, found):
        raise refuse(NO_SUCH_TIMER if any(may(tx, each) for each in tx.catalogue.timers.all) else MAY_NOT_LOOK)
    return found


def _changes(body: Any) -> list[Change]:
    return [Change(each["id"], each["values"]) for each in body["changes"]]


def _dump(tx: Tx, timer: Timer, plan: Plan) -> dict[str, Any]:
    return {
        "token": plan.token,
        "records": plan.records,
        "overdue": plan.overdue,
        "names": list(plan.names),
        "rules": _rules(tx, timer, plan.rules),
    }


def _rules(tx: Tx, timer: Timer, rules: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rules before and after, as records are told of: what the caller may read, with the keys of options and the labels of
    rows. They are kept by the numbers of both."""
    table = tx.catalogue.by_id[timer.rules]
    readable = {spec.key: spec for spec in table.inputs if tx.scope(table).may_read(spec.id)}
    states = [
        {
            when: rule[when]
            and {
                key: (readable[key], thaw(value, readable[key])) for key, value in rule[when].items() if key in readable
            }
            for when in ("before", "after")
        }
        for rule in rules
    ]
    names = Names(tx, [cell for one in states for state in one.values() for cell in (state or {}).values()])
    return [
        {"id": rule["id"]}
        | {when: state and {key: names.dump(*cell) for key, cell in state.items()} for when, state in one.items()}
        for rule, one in zip(rules, states, strict=True)
    ]
