"""Checks of what must be true of rows: validations, steps between states, locks, invariants, allocations, ranges, circles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .findings import NUMBERS, RELATIONS, Findings, Path
from .index import Table

KINDS = ("validations", "steps", "locks", "invariants", "allocations", "ranges", "acyclic")  #: in the order of the file
LIMITS = ("at_most", "at_least", "exactly")
Rule = Mapping[str, Any]


def look(findings: Findings) -> None:
    checks = {
        "validations": _validation,
        "steps": _step,
        "locks": _lock,
        "invariants": _invariant,
        "allocations": _allocation,
        "ranges": _range,
        "acyclic": _acyclic,
    }
    for number, table in enumerate(findings.index.document["tables"]):
        for kind in KINDS:
            path: Path = ("tables", number, kind)
            findings.keyed(table.get(kind, ()), path)
            for place, rule in enumerate(table.get(kind, ())):
                checks[kind](findings, table, rule, (*path, place))


def _validation(findings: Findings, table: Table, rule: Rule, path: Path) -> None:
    key = table["key"]
    if "field" in rule:
        findings.field(key, rule["field"], (*path, "field"))
    for name in ("when", "must"):
        findings.condition(key, rule.get(name), (*path, name))
    for name in ("required", "unique"):
        findings.fields(key, rule.get(name, ()), (*path, name))
    for name in ("fields", "show") if "duplicates" in rule else ():
        findings.fields(key, rule["duplicates"].get(name, ()), (*path, "duplicates", name))
    if "children" in rule:
        part, here = rule["children"], (*path, "children")
        if findings.table(part["table"], (*here, "table")):
            findings.points_to(part["table"], part["field"], key, (*here, "field"), ["relation"])
            findings.condition(part["table"], part.get("where"), (*here, "where"))


def _step(findings: Findings, table: Table, rule: Rule, path: Path) -> None:
    key = table["key"]
    state = findings.field(key, rule["field"], (*path, "field"), ["state", "option"])
    for end in ("from", "to"):
        if state is not None and end in rule:
            findings.choices(key, state, rule[end], (*path, end))
    findings.condition(key, rule.get("guard"), (*path, "guard"))
    findings.fields(key, rule.get("requires", ()), (*path, "requires"))
    for number, role in enumerate(rule.get("roles", ())):
        findings.role(role, (*path, "roles", number))


def _lock(findings: Findings, table: Table, rule: Rule, path: Path) -> None:
    key = table["key"]
    findings.condition(key, rule["when"], (*path, "when"))
    if rule.get("fields", "*") != "*":
        findings.fields(key, rule["fields"], (*path, "fields"))
    findings.fields(key, rule.get("children", ()), (*path, "children"), ["subtable"])
    for number, exemption in enumerate(rule.get("except", ())):
        for place, role in enumerate(exemption.get("roles", ())):
            findings.role(role, (*path, "except", number, "roles", place))


def _invariant(findings: Findings, table: Table, rule: Rule, path: Path) -> None:
    parent = _parent(findings, table, rule, path)
    findings.field(table["key"], rule["sum"], (*path, "sum"), NUMBERS)
    findings.condition(table["key"], rule.get("where"), (*path, "where"))
    if parent is None:
        return
    findings.condition(parent, rule.get("when"), (*path, "when"))
    for name in LIMITS:
        if isinstance(rule.get(name), str):
            findings.walk(parent, rule[name], (*path, name), NUMBERS)


def _allocation(findings: Findings, table: Table, rule: Rule, path: Path) -> None:
    parent = _parent(findings, table, rule, path)
    for name in ("field", "weight"):
        findings.field(table["key"], rule[name], (*path, name), NUMBERS)
    if parent is not None:
        findings.field(parent, rule["of"], (*path, "of"), NUMBERS)


def _range(findings: Findings, table: Table, rule: Rule, path: Path) -> None:
    key = table["key"]
    begin = findings.field(key, rule["from"], (*path, "from"), NUMBERS | {"date", "datetime"})
    if "to" in rule:
        findings.field(key, rule["to"], (*path, "to"), [begin["type"]] if begin is not None else ())
    findings.fields(key, rule.get("by", ()), (*path, "by"))
    findings.condition(key, rule.get("when"), (*path, "when"))


def _acyclic(findings: Findings, table: Table, rule: Rule, path: Path) -> None:
    for name in ("from", "to"):
        findings.walk(table["key"], rule[name], (*path, name), ["relation"])
    findings.condition(table["key"], rule.get("when"), (*path, "when"))


def _parent(findings: Findings, table: Table, rule: Rule, path: Path) -> str | None:
    """The table above, which the relation `parent` leads to."""
    found = findings.field(table["key"], rule["parent"], (*path, "parent"), RELATIONS - {"relations"})
    target = None if found is None else findings.index.target(table["key"], found)
    return target if target in findings.index.tables else None
