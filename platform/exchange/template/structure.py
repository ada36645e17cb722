"""Checks of tables, fields and defaults, and of the organisation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...formulas.problems import FormulaInvalid
from . import messages
from .findings import CHOICES, MEMBERS, MOMENTS, NUMBERS, RELATIONS, Findings, Path
from .index import SYSTEM_FIELDS, Field, Table, names_in

TITLES = frozenset({"text", "long_text", "autonumber", "phone", "email", "url", "formula"})  #: what can name a record
ORDERED = NUMBERS | MOMENTS
AGGREGATED: Mapping[str, frozenset[str]] = {"sum": NUMBERS, "avg": NUMBERS, "min": ORDERED, "max": ORDERED}


def look(findings: Findings) -> None:
    document = findings.index.document
    findings.keyed(document["tables"], ("tables",))
    for number, table in enumerate(document["tables"]):
        _table(findings, table, ("tables", number))
    if "organisation" in document:
        _organisation(findings, document["organisation"])


def _table(findings: Findings, table: Table, path: Path) -> None:
    key, fields = table["key"], table["fields"]
    names = [(name, (*path, "fields", n, "key")) for n, field in enumerate(fields) for name in _names(field)]
    findings.unique(names)
    for name, place in names:
        if name in SYSTEM_FIELDS or name in ("id", "version"):
            findings.report(messages.TWICE, place, key=name)
    primary = findings.field(key, table["primary"], (*path, "primary"))
    if primary is not None and primary["type"] not in TITLES:
        findings.report(
            messages.WRONG_FIELD,
            (*path, "primary"),
            key=primary["key"],
            type=primary["type"],
            expected=" / ".join(sorted(TITLES)),
        )
    if "parent" in table:
        findings.field(key, table["parent"], (*path, "parent"), ["relation"])
    if "tree" in table:
        findings.points_to(key, table["tree"], key, (*path, "tree"), ["relation"])
    if "order" in table:
        findings.field(key, table["order"], (*path, "order"), ["number"])
    if "ownership" in table:
        findings.field(key, table["ownership"], (*path, "ownership"), ["member"])
    if "record_types" in table:
        _record_types(findings, key, table["record_types"], (*path, "record_types"))
    for number, field in enumerate(fields):
        _field(findings, key, field, (*path, "fields", number))


def _record_types(findings: Findings, table: str, types: Mapping[str, Any], path: Path) -> None:
    """Types of rows: choices of an option field, with fields, options and roles that there are."""
    kind = findings.field(table, types["field"], (*path, "field"), ["option"])
    findings.keyed(types["types"], (*path, "types"))
    for number, entry in enumerate(types["types"]):
        here = (*path, "types", number)
        if kind is not None:
            findings.choices(table, kind, entry["key"], (*here, "key"))
        for key, allowed in entry.get("options", {}).items():
            field = findings.field(table, key, (*here, "options", key), ["option", "multi_option", "state"])
            if field is not None:
                findings.choices(table, field, allowed, (*here, "options", key))
        findings.fields(table, entry.get("required", ()), (*here, "required"))
        for place, section in enumerate(entry.get("sections", ())):
            findings.fields(table, section["fields"], (*here, "sections", place, "fields"))
        for place, role in enumerate(entry.get("roles", ())):
            findings.role(role, (*here, "roles", place))
    for number, start in enumerate(types.get("defaults", ())):
        findings.role(start["role"], (*path, "defaults", number, "role"))
        if kind is not None:
            findings.choices(table, kind, start["type"], (*path, "defaults", number, "type"))


def _names(field: Field) -> list[str]:
    return [field["key"], *field.get("aliases", ())]


def _field(findings: Findings, table: str, field: Field, path: Path) -> None:
    if "choices" in field:
        findings.keyed(field["choices"], (*path, "choices"))
    check = _BY_TYPE.get(field["type"])
    if check is not None:
        check(findings, table, field, (*path, "options"))
    if "default" in field:
        _default(findings, table, field, (*path, "default"))


def _relation(findings: Findings, table: str, field: Field, path: Path) -> None:
    far = field["options"]["table"]
    if findings.table(far, (*path, "table")):
        findings.condition(far, field["options"].get("filter"), (*path, "filter"), pointing=table)


def _subtable(findings: Findings, table: str, field: Field, path: Path) -> None:
    far = field["options"]["table"]
    if not findings.table(far, (*path, "table")):
        return
    found = findings.points_to(far, field["options"]["field"], table, (*path, "field"), ["relation"])
    if found is not None and findings.index.tables[far].get("parent") != found["key"]:
        findings.report(messages.WRONG_TARGET, (*path, "field"), key=found["key"], table=table)


def _lookup(findings: Findings, table: str, field: Field, path: Path) -> None:
    relation = findings.field(table, field["options"]["relation"], (*path, "relation"), ["relation"])
    if (
        relation is not None
        and relation["type"] == "relation"
        and relation["options"]["table"] in findings.index.tables
    ):
        findings.field(relation["options"]["table"], field["options"]["field"], (*path, "field"))


def _rollup(findings: Findings, table: str, field: Field, path: Path) -> None:
    options, near = field["options"], table
    for number, step in enumerate(options["path"]):
        far, key = step.split(".")
        here = (*path, "path", number)
        if not findings.table(far, here) or findings.points_to(far, key, near, here) is None:
            return
        near = far
    if "field" in options:
        findings.field(near, options["field"], (*path, "field"), AGGREGATED.get(options["aggregate"], ()))
    if "by" in options:
        findings.field(near, options["by"], (*path, "by"), ORDERED)
    if options.get("subtree") and options["path"] != [f"{table}.{findings.index.tables[table].get('tree')}"]:
        findings.report(messages.OUT_OF_PLACE, (*path, "subtree"))
    findings.condition(near, options.get("where"), (*path, "where"))


def _formula(findings: Findings, table: str, field: Field, path: Path) -> None:
    try:
        names = names_in(field["options"]["formula"])
    except FormulaInvalid as invalid:
        for problem in invalid.problems:
            findings.report(messages.BAD_FORMULA, (*path, "formula"), why=problem.text("zh-CN"))
        return
    for name in dict.fromkeys(names):
        findings.walk(table, name, (*path, "formula"), lists=True)


def _state(findings: Findings, table: str, field: Field, path: Path) -> None:
    transitions = field.get("options", {}).get("transitions") or ()
    findings.keyed(transitions, (*path, "transitions"))
    for number, transition in enumerate(transitions):
        for end in ("from", "to"):
            findings.choices(table, field, transition.get(end), (*path, "transitions", number, end))


_BY_TYPE: Mapping[str, Callable[[Findings, str, Field, Path], None]] = {
    "relation": _relation,
    "relations": _relation,
    "subtable": _subtable,
    "lookup": _lookup,
    "rollup": _rollup,
    "formula": _formula,
    "state": _state,
}


def _default(findings: Findings, table: str, field: Field, path: Path) -> None:
    default = field["default"]
    ways = [way for way in ("value", "variable", "copy", "department_of") if way in default]
    if len(ways) != 1:
        findings.report(messages.OUT_OF_PLACE, path)
        return
    findings.condition(table, default.get("when"), (*path, "when"))
    match ways[0]:
        case "value":
            findings.choices(table, field, default["value"], (*path, "value"))
        case "variable":
            wanted = MEMBERS if default["variable"] == "@me" else MOMENTS
            findings.field(table, field["key"], path, wanted)
        case "copy":
            if (steps := findings.walk(table, default["copy"], (*path, "copy"))) is not None:
                found = findings.index.value(steps[-1].table, steps[-1].field)["type"]
                findings.field(table, field["key"], path, [found])
        case _:
            findings.field(table, default["department_of"], (*path, "department_of"), ["member"])
            departments = findings.index.document.get("organisation", {}).get("departments", {}).get("table")
            if departments is None:
                findings.report(messages.OUT_OF_PLACE, path)
            else:
                findings.points_to(table, field["key"], departments, path, ["relation"])


def _organisation(findings: Findings, organisation: Mapping[str, Any]) -> None:
    path: Path = ("organisation",)
    departments, employees = organisation["departments"], organisation["employees"]
    known = [
        findings.table(part["table"], (*path, name, "table"))
        for name, part in (("departments", departments), ("employees", employees))
    ]
    if not all(known):
        return
    here, there = departments["table"], employees["table"]
    findings.points_to(here, departments["parent"], here, (*path, "departments", "parent"), ["relation"])
    findings.points_to(here, departments["head"], there, (*path, "departments", "head"), ["relation"])
    findings.field(there, employees["account"], (*path, "employees", "account"), ["member"])
    findings.points_to(there, employees["department"], here, (*path, "employees", "department"), ["relation"])
    if "other_departments" in employees:
        findings.points_to(
            there, employees["other_departments"], here, (*path, "employees", "other_departments"), RELATIONS
        )
    if "status" in employees:
        status = findings.field(there, employees["status"], (*path, "employees", "status"), CHOICES)
        if status is not None and "left" in employees:
            findings.choices(there, status, employees["left"], (*path, "employees", "left"))
