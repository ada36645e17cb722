"""Checks of buttons and approvals: tables, fields, roles, locks and options that they name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...tables.finding.terms import SEARCHED
from . import messages
from .findings import ANY, CHOICES, MEMBERS, Findings, Path

Part = Mapping[str, Any]


def look(findings: Findings) -> None:
    document = findings.index.document
    approvals = {each["key"]: each["table"] for each in document.get("approvals", ())}
    findings.keyed(document.get("approvals", ()), ("approvals",))
    for number, approval in enumerate(document.get("approvals", ())):
        if findings.table(approval["table"], ("approvals", number, "table")):
            _approval(findings, approval, ("approvals", number))
    buttons = document.get("buttons", ())
    findings.unique((f"{each['table']}.{each['key']}", ("buttons", n, "key")) for n, each in enumerate(buttons))
    for number, button in enumerate(buttons):
        if findings.table(button["table"], ("buttons", number, "table")):
            _button(findings, button, approvals, ("buttons", number))


def _approval(findings: Findings, approval: Part, path: Path) -> None:
    table = approval["table"]
    state = findings.field(table, approval["state"], (*path, "state"), ["state", "option"])
    if state is not None:
        for name, option in approval["on"].items():
            findings.choices(table, state, option, (*path, "on", name))
    if "approver" in approval:
        _approver(findings, table, {"department": approval["approver"]["department"]}, (*path, "approver"))
        findings.role(approval["approver"]["fallback"], (*path, "approver", "fallback"))
    findings.keyed(approval.get("stages", ()), (*path, "stages"))
    for number, stage in enumerate(approval.get("stages", ())):
        here = (*path, "stages", number)
        findings.condition(table, stage.get("when"), (*here, "when"))
        findings.fields(table, stage.get("fields", ()), (*here, "fields"))
        for place, approver in enumerate(stage["approvers"]):
            _approver(findings, table, approver, (*here, "approvers", place))
    findings.role(approval.get("fallback"), (*path, "fallback"))
    for place, approver in enumerate(approval.get("copied", ())):
        _approver(findings, table, approver, (*path, "copied", place))
    findings.fields(table, approval.get("change", {}).get("fields", ()), (*path, "change", "fields"))
    if "submitter" in approval:
        findings.field(table, approval["submitter"], (*path, "submitter"), MEMBERS - {"members"})
    _locks(findings, approval, path)


def _approver(findings: Findings, table: str, approver: Mapping[str, str], path: Path) -> None:
    ((kind, at),) = approver.items()
    match kind:
        case "role":
            findings.role(at, (*path, "role"))
        case "department":
            departments = findings.index.document.get("organisation", {}).get("departments", {}).get("table")
            steps = findings.walk(table, at, (*path, "department"), ["relation"])
            if steps is not None and findings.index.target(steps[-1].table, steps[-1].field) != departments:
                findings.report(
                    messages.WRONG_TARGET, (*path, "department"), key=steps[-1].key, table=departments or "–"
                )
        case _:
            findings.walk(table, at, (*path, kind), MEMBERS)


def _button(findings: Findings, button: Part, approvals: Mapping[str, str], path: Path) -> None:
    table = button["table"]
    findings.condition(table, button.get("when"), (*path, "when"))
    for number, role in enumerate(button.get("roles", ())):
        findings.role(role, (*path, "roles", number))
    for number, objection in enumerate(button.get("objections", ())):
        findings.condition(table, objection["when"], (*path, "objections", number, "when"))
    findings.keyed(button.get("inputs", ()), (*path, "inputs"))
    if "once" in button and findings.table(button["once"]["table"], (*path, "once", "table")):
        findings.points_to(button["once"]["table"], button["once"]["field"], table, (*path, "once", "field"))
    _limits(findings, button, path)
    _locks(findings, button, path)
    names = {step["as"] for step in button["do"] if "as" in step}
    inputs = {each["key"] for each in button.get("inputs", ())}
    for number, step in enumerate(button["do"]):
        here = (*path, "do", number)
        findings.condition(table, step.get("when"), (*here, "when"))
        for kind in ("submit", "decide", "withdraw"):
            if kind in step and approvals.get(step[kind]) != table:
                findings.report(messages.NO_APPROVAL, (*here, kind), table=table, key=step[kind])
        if "set" in step:
            _values(findings, table, table, step["set"], names, inputs, (*here, "set"))
        if "create" in step and findings.table(step["create"], (*here, "create")):
            _values(findings, table, step["create"], step["values"], names, inputs, (*here, "values"))
            _duplicates(findings, step, (*here, "duplicates"))
            for key, part in step.get("children", {}).items():
                place = (*here, "children", key)
                made = findings.field(step["create"], key, place, ["subtable"])
                source = findings.field(table, part["from"], (*place, "from"), ["subtable"])
                if made is not None and source is not None:
                    near, far = source["options"]["table"], made["options"]["table"]
                    _values(findings, near, far, part["values"], names, inputs, (*place, "values"))


def _duplicates(findings: Findings, step: Part, path: Path) -> None:
    """What is compared as it is meant are texts; what is compared as it is, and what is shown, may be anything."""
    part = step.get("duplicates", {})
    compared = ANY if part.get("match", "exact") == "exact" else sorted(SEARCHED - {"autonumber"})
    for name, types in (("fields", compared), ("show", ANY)):
        for number, key in enumerate(part.get(name, ())):
            findings.field(step["create"], key, (*path, name, number), types)


def _limits(findings: Findings, button: Part, path: Path) -> None:
    """Figures stand in the row that a relation leads to; without the relation there is none."""
    limits, table, here = button.get("limits"), button["table"], (*path, "limits")
    if limits is None:
        return
    held, daily = limits.get("held", {}), limits.get("daily", {})
    findings.condition(table, held.get("skip", {}).get("when"), (*here, "held", "skip", "when"))
    if "who" in limits and limits["who"] not in {
        each["key"] for each in button.get("inputs", ()) if each["type"] == "member"
    }:
        findings.report(messages.NO_MEMBER_INPUT, (*here, "who"), key=limits["who"])
    if "ownership" not in findings.index.tables[table]:
        findings.report(messages.NO_OWNERSHIP, here, table=table)
    steps = findings.walk(table, limits["pool"], (*here, "pool"), ["relation"]) if "pool" in limits else None
    pools = None if steps is None else findings.index.target(steps[-1].table, steps[-1].field)
    for place, key, types in (
        (("exempt",), limits.get("exempt"), ["members"]),
        (("previous",), limits.get("previous"), ["number"]),
        (("fresh",), limits.get("fresh"), ["number"]),
        (("held", "cap"), held.get("cap"), ["number"]),
        (("held", "skip", "flag"), held.get("skip", {}).get("flag"), ["checkbox"]),
        (("daily", "cap"), daily.get("cap"), ["number"]),
    ):
        if key is not None and "pool" not in limits:
            findings.report(messages.NO_POOL, (*here, *place))
        elif key is not None and pools is not None:
            findings.field(pools, key, (*here, *place), types)


def _values(
    findings: Findings, near: str, far: str, values: Part, names: set[str], inputs: set[str], path: Path
) -> None:
    """Expressions over rows of `near` for fields of `far`."""
    for key, expression in values.items():
        here = (*path, key)
        field = findings.field(far, key, here)
        if field is None or expression is None:
            continue
        if "value" in expression and field["type"] in CHOICES:
            findings.choices(far, field, expression["value"], (*here, "value"))
        for dotted in (expression["field"],) if "field" in expression else expression.get("first", ()):
            findings.walk(near, dotted, here)
        if "created" in expression and expression["created"] not in names:
            findings.report(messages.NOT_MADE, (*here, "created"), key=expression["created"])
        if "input" in expression and expression["input"] not in inputs:
            findings.report(messages.NO_INPUT, (*here, "input"), key=expression["input"])


def _locks(findings: Findings, part: Part, path: Path) -> None:
    known = {lock["key"] for lock in findings.index.tables[part["table"]].get("locks", ())}
    for number, key in enumerate(part.get("lifts", ())):
        if key not in known:
            findings.report(messages.NO_LOCK, (*path, "lifts", number), table=part["table"], key=key)
