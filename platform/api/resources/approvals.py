"""Approvals that concern the caller, and what may be done with one: decide, send back, hand on, withdraw, change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import fields, validate

from ...automations import definitions
from ...automations.approvals import changing, inbox, rounds, signing
from ...automations.approvals.definition import Approval
from ...automations.messages import NO_SUCH_APPROVAL, NOT_ALLOWED, NOT_OPEN
from ...core.errors import Refusal, refuse
from ...permissions.actions import Action
from ...tables.messages import NO_SUCH_RECORD
from ...tables.queries.selection import visible_ids
from ...tables.transaction import Tx
from ..calls import WorkspaceCall
from ..envelopes import Envelope, Flag, row_id, text
from ..idempotency import once
from ..params import OneOf
from ..routes import Permission, Resource
from ..shapes import BOOLEAN, INSTANT, INTEGER, MAYBE_STRING, STRING, array, enum, nullable, obj, ref

approvals = Resource("Approvals")
_APPROVALS = "/api/v1/workspaces/{ws}/approvals"
_ONE = f"{_APPROVALS}/{{id}}"
MOST_AT_ONCE = 200

_ROLE = obj(key=STRING, label=STRING)
_SUMMARY: dict[str, Any] = {
    "id": INTEGER,
    "approval": STRING,
    "label": STRING,
    "table": STRING,
    "table_label": STRING,
    "record": ref("Reference"),
    "round": INTEGER,
    "state": enum("open", "approved", "rejected", "withdrawn"),
    "stage": MAYBE_STRING,
    "submitter": nullable(ref("Reference")),
    "submitted_at": INSTANT,
    "approver": nullable(ref("Reference")),
    "role": nullable(_ROLE),
    "asked": array(obj(member=nullable(ref("Reference")), role=nullable(_ROLE))),
    "decided_by": nullable(ref("Reference")),
    "decided_at": nullable(INSTANT),
    "comment": MAYBE_STRING,
    "note": MAYBE_STRING,
    "change": BOOLEAN,
    "about": ref("Values"),
}
_TASK = obj(
    id=nullable(INTEGER),
    attempt=INTEGER,
    kind=enum("asked", "added"),
    state=enum("waiting", "open", "done", "cancelled"),
    member=nullable(ref("Reference")),
    role=nullable(_ROLE),
    decision=nullable(enum("approve", "reject", "return")),
    comment=MAYBE_STRING,
    decided_by=nullable(ref("Reference")),
    decided_at=nullable(INSTANT),
    given_by=nullable(ref("Reference")),
)
_STAGE = obj(
    key=STRING,
    label=STRING,
    mode=enum("any", "all", "sequence"),
    state=enum("skipped", "done", "open", "waiting", "not_reached"),
    fields=array(STRING),
    tasks=array(_TASK),
)
_WHOLE = obj(
    **_SUMMARY,
    stages=array(_STAGE),
    copied=array(nullable(ref("Reference"))),
    allowed=obj(decide=BOOLEAN, delegate=BOOLEAN, add=BOOLEAN, withdraw=BOOLEAN, **{"return": BOOLEAN}),
    changes=array(obj(field=STRING, label=STRING, before=ref("Value"), after=ref("Value"))),
)


class ApprovalDecision(Envelope):
    outcome = fields.String(required=True, validate=validate.OneOf(("approve", "reject", "return")))
    comment = text(required=False)
    to = text(required=False, most=60)
    values = fields.Dict(load_default=dict)


class ApprovalDecisions(Envelope):
    ids = fields.List(row_id(), required=True, validate=validate.Length(min=1, max=MOST_AT_ONCE))
    outcome = fields.String(required=True, validate=validate.OneOf(("approve", "reject")))
    comment = text(required=False)


class ApprovalHandover(Envelope):
    member = row_id()
    task = fields.Integer(strict=True, load_default=None, validate=validate.Range(min=1, max=2**63 - 1))


class ApprovalSigner(Envelope):
    member = row_id()
    before = Flag(load_default=False)


class ApprovalChange(Envelope):
    values = fields.Dict(required=True)
    reason = fields.String(required=True, validate=validate.Length(min=1, max=1_000))


class Withdrawal(Envelope):
    pass


@approvals.get(
    _APPROVALS,
    permission=Permission.WORKSPACE,
    query=(OneOf("box", "Which approvals", default="todo", words=inbox.BOXES),),
    answer=obj(approvals=array(obj(**_SUMMARY)), counts=obj(todo=INTEGER)),
    summary="Approvals that wait for the caller, were started, decided, or are copied to them; at most 200, the newest first",
)
def list_approvals(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return {"approvals": inbox.box(tx, call.query["box"]), "counts": inbox.counts(tx)}


@approvals.get(
    _ONE, permission=Permission.WORKSPACE, answer=_WHOLE, summary="One approval: stages, opinions, difference"
)
def get_approval(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        return inbox.one(tx, call.id(missing=NO_SUCH_APPROVAL))


@approvals.get(
    "/api/v1/workspaces/{ws}/tables/{table}/records/{id}/approvals",
    permission=Permission.WORKSPACE,
    answer=obj(approvals=array(_WHOLE)),
    summary="The rounds of approval of a record, the latest first",
)
def of_record(call: WorkspaceCall) -> dict[str, Any]:
    record = call.id()
    with call.workspace.read(call.ctx) as tx:
        table = tx.table(call.path["table"])
        if not visible_ids(tx, table, [record], Action.VIEW):
            raise refuse(NO_SUCH_RECORD)
        return {"approvals": inbox.of_record(tx, table, record)}


@approvals.post(
    f"{_ONE}/decide",
    permission=Permission.WORKSPACE,
    body=ApprovalDecision(),
    answer=_WHOLE,
    summary="Approve, reject, or return to an earlier stage; `values` fill in what the stage leaves open",
)
def decide(call: WorkspaceCall) -> dict[str, Any]:
    body = call.body

    def act(tx: Tx, definition: Approval, record: int) -> None:
        rounds.decide(
            tx, definition, record, body["outcome"], body.get("comment"), to=body.get("to"), values=body["values"]
        )

    return _acting(call, act)


@approvals.post(
    f"{_ONE}/delegate",
    permission=Permission.WORKSPACE,
    body=ApprovalHandover(),
    answer=_WHOLE,
    summary="Hand one's task on to somebody else; administrators hand on anybody's (`task`)",
)
def delegate(call: WorkspaceCall) -> dict[str, Any]:
    body = call.body
    return _acting(call, lambda tx, each, record: signing.delegate(tx, each, record, body["member"], body["task"]))


@approvals.post(
    f"{_ONE}/signers",
    permission=Permission.WORKSPACE,
    body=ApprovalSigner(),
    answer=_WHOLE,
    summary="Have somebody else approve as well, after oneself or before",
)
def add_signer(call: WorkspaceCall) -> dict[str, Any]:
    body = call.body
    return _acting(call, lambda tx, each, record: signing.add(tx, each, record, body["member"], before=body["before"]))


@approvals.post(
    f"{_ONE}/withdraw", permission=Permission.WORKSPACE, body=Withdrawal(), answer=_WHOLE, summary="Take a record back"
)
def withdraw(call: WorkspaceCall) -> dict[str, Any]:
    def act(tx: Tx, definition: Approval, record: int) -> None:
        standing = rounds.standing_of(tx, definition, record)
        if standing is not None and not rounds.may_withdraw(tx, standing):
            raise refuse(NOT_ALLOWED, label="withdraw")
        rounds.withdraw(tx, definition, record)

    return _acting(call, act)


@approvals.post(
    f"{_APPROVALS}/decide",
    permission=Permission.WORKSPACE,
    body=ApprovalDecisions(),
    answer=obj(results=array(obj(id=INTEGER, state=MAYBE_STRING, errors=array(ref("ErrorItem"))))),
    summary="Decide on several at once; each succeeds or fails by itself",
)
def decide_all(call: WorkspaceCall) -> dict[str, Any]:
    body = call.body

    def each(tx: Tx, id_: int) -> dict[str, Any]:
        try:
            with tx.attempt():
                definition, record = _open(tx, id_)
                rounds.decide(tx, definition, record, body["outcome"], body.get("comment"))
        except Refusal as refusal:
            return {"id": id_, "state": None, "errors": [problem.dump(tx.ctx.locale) for problem in refusal.problems]}
        return {"id": id_, "state": inbox.found(tx, id_).state, "errors": []}

    with call.workspace.write(call.ctx) as tx:
        return once(call, tx, lambda: {"results": [each(tx, id_) for id_ in dict.fromkeys(body["ids"])]})


@approvals.post(
    "/api/v1/workspaces/{ws}/tables/{table}/records/{id}/approvals/{approval}/change",
    permission=Permission.WORKSPACE,
    body=ApprovalChange(),
    answer=_WHOLE,
    summary="Ask to change what has been approved: it is pending again until that is decided",
)
def ask_change(call: WorkspaceCall) -> dict[str, Any]:
    record, body = call.id(), call.body
    with call.workspace.write(call.ctx) as tx:

        def work() -> dict[str, Any]:
            table = tx.table(call.path["table"])
            known = (e for e in definitions.approvals_of(tx) if e.table == table.key and e.key == call.path["approval"])
            definition = next(known, None)
            if definition is None:
                raise refuse(NO_SUCH_APPROVAL)
            changing.ask(tx, definition, record, body["values"], body["reason"])
            return inbox.of_record(tx, table, record)[0]

        return once(call, tx, work)


def _acting(call: WorkspaceCall, act: Callable[[Tx, Approval, int], None]) -> dict[str, Any]:
    """Do something with an open approval and tell what has become of it."""
    id_ = call.id(missing=NO_SUCH_APPROVAL)
    with call.workspace.write(call.ctx) as tx:

        def work() -> dict[str, Any]:
            definition, record = _open(tx, id_)
            act(tx, definition, record)
            return inbox.one(tx, id_)

        return once(call, tx, work)


def _open(tx: Tx, id_: int) -> tuple[Approval, int]:
    """The definition and the record of an approval that is open. Raises NOT_FOUND, or CONFLICT when it is over."""
    row = inbox.found(tx, id_)
    definition = next((each for each in definitions.approvals_of(tx) if each.key == row.definition), None)
    if definition is None:
        raise refuse(NO_SUCH_APPROVAL)
    if row.state != rounds.OPEN:
        raise refuse(NOT_OPEN)
    return definition, row.record
