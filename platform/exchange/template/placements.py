"""Checks of what is arranged around tables: views, layouts, related lists, navigation, rights, dashboards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import messages
from .findings import CHOICES, MOMENTS, NUMBERS, Findings, Path
from .index import Table


def look(findings: Findings) -> None:
    document = findings.index.document
    for number, table in enumerate(document["tables"]):
        path: Path = ("tables", number)
        _views(findings, table, path)
        _layout(findings, table, path)
        _related(findings, table, path)
    _navigation(findings, document.get("navigation", ()))
    _rights(findings, document)
    _dashboards(findings, document.get("dashboards", ()))
    people = document.get("demo", {}).get("accounts", ())
    findings.unique((person["account"], ("demo", "accounts", n, "account")) for n, person in enumerate(people))
    for number, person in enumerate(people):
        for place, role in enumerate(person["roles"]):
            findings.role(role, ("demo", "accounts", number, "roles", place))


def _views(findings: Findings, table: Table, path: Path) -> None:
    views, key = table.get("views", ()), table["key"]
    findings.keyed(views, (*path, "views"))
    for number, view in enumerate(views):
        here = (*path, "views", number)
        settings = view.get("settings", {})
        findings.fields(key, view["fields"], (*here, "fields"))
        findings.fields(key, view.get("widths", ()), (*here, "widths"))
        findings.condition(key, view.get("filter"), (*here, "filter"))
        _sort(findings, key, view.get("sort"), (*here, "sort"))
        for name, types in (("stack", CHOICES - {"multi_option"}), ("date", MOMENTS), ("cover", {"attachment"})):
            if name in settings:
                findings.field(key, settings[name], (*here, "settings", name), types)
        for name, types in (("end_date", MOMENTS), ("title", ())):
            if name in settings:
                findings.field(key, settings[name], (*here, "settings", name), types)
        for place, group in enumerate(settings.get("group", ())):
            types = MOMENTS if "bucket" in group else ()
            findings.field(key, group["field"], (*here, "settings", "group", place, "field"), types)
        for place, rule in enumerate(settings.get("colors", ())):
            findings.condition(key, rule["when"], (*here, "settings", "colors", place, "when"))
            if "field" in rule:
                findings.field(key, rule["field"], (*here, "settings", "colors", place, "field"))
        _pivot(findings, key, settings.get("pivot"), (*here, "settings", "pivot"))
        findings.fields(key, settings.get("footer", ()), (*here, "settings", "footer"))
        findings.fields(key, settings.get("card", ()), (*here, "settings", "card"))
        findings.fields(key, settings.get("sum", ()), (*here, "settings", "sum"), NUMBERS)


def _sort(findings: Findings, table: str, sort: str | None, path: Path) -> None:
    for part in (sort or "").split(","):
        if part:
            findings.field(table, part.removeprefix("-"), path)


def _layout(findings: Findings, table: Table, path: Path) -> None:
    layout = table.get("layout")
    if layout is None:
        return
    here = (*path, "layout")
    findings.fields(table["key"], layout["header"], (*here, "header"))
    findings.keyed(layout["tabs"], (*here, "tabs"))
    for number, tab in enumerate(layout["tabs"]):
        for place, section in enumerate(tab["sections"]):
            findings.fields(table["key"], section["fields"], (*here, "tabs", number, "sections", place, "fields"))


def _related(findings: Findings, table: Table, path: Path) -> None:
    related = table.get("related", ())
    findings.keyed(related, (*path, "related"))
    for number, part in enumerate(related):
        here = (*path, "related", number)
        if findings.table(part["table"], (*here, "table")):
            findings.points_to(part["table"], part["field"], table["key"], (*here, "field"))
            findings.fields(part["table"], part["columns"], (*here, "columns"))


def _navigation(findings: Findings, groups: Any) -> None:
    findings.keyed(groups, ("navigation",))
    for number, group in enumerate(groups):
        for place, item in enumerate(group["items"]):
            here = ("navigation", number, "items", place, "key")
            if item["kind"] == "table":
                findings.table(item["key"], here)
            elif item["key"] not in findings.index.dashboards:
                findings.report(messages.NO_DASHBOARD, here, key=item["key"])


def _rights(findings: Findings, document: Mapping[str, Any]) -> None:
    findings.keyed(document.get("roles", ()), ("roles",))
    given: list[tuple[str, Path]] = []
    for number, grant in enumerate(document.get("grants", ())):
        path: Path = ("grants", number)
        findings.role(grant["role"], (*path, "role"))
        if findings.table(grant["table"], (*path, "table")):
            findings.condition(grant["table"], grant.get("rows"), (*path, "rows"))
        whose = f"{grant['role'] or '-'} {grant['table']}"
        given += [(f"{whose} {action}", path) for action in grant.get("actions", ("none",))]
    findings.unique(given)
    rules = document.get("standing_rules", ())
    findings.unique((f"{rule['table']}.{rule['key']}", ("standing_rules", n)) for n, rule in enumerate(rules))
    for number, rule in enumerate(rules):
        if findings.table(rule["table"], ("standing_rules", number, "table")):
            findings.condition(rule["table"], rule["rows"], ("standing_rules", number, "rows"))
    limits: list[tuple[str, Path]] = []
    for number, limit in enumerate(document.get("field_grants", ())):
        path = ("field_grants", number)
        findings.role(limit["role"], (*path, "role"))
        if findings.table(limit["table"], (*path, "table")):
            findings.fields(limit["table"], limit["fields"], (*path, "fields"))
            for part in ("read_rows", "edit_rows"):
                findings.condition(limit["table"], limit.get(part), (*path, part))
        limits += [(f"{limit['role'] or '-'} {limit['table']}.{field}", path) for field in limit["fields"]]
    findings.unique(limits)
    _things(findings, document)


def _things(findings: Findings, document: Mapping[str, Any]) -> None:
    buttons = {(each["table"], each["key"]) for each in document.get("buttons", ())}
    said: list[tuple[str, Path]] = []
    for number, part in enumerate(document.get("object_grants", ())):
        path: Path = ("object_grants", number)
        findings.role(part["role"], (*path, "role"))
        said.append((f"{part['role'] or '-'} {part['kind']} {part.get('table', '')}.{part['key']}", path))
        if part["kind"] == "dashboard":
            if part["key"] not in findings.index.dashboards:
                findings.report(messages.NO_DASHBOARD, (*path, "key"), key=part["key"])
        elif findings.table(part["table"], (*path, "table")):
            views = {view["key"] for view in findings.index.tables[part["table"]].get("views", ())}
            there = (part["table"], part["key"]) in buttons if part["kind"] == "button" else part["key"] in views
            if not there:
                findings.report(messages.NO_THING, (*path, "key"), table=part["table"], key=part["key"])
            findings.condition(part["table"], part.get("rows"), (*path, "rows"))
    findings.unique(said)


def _dashboards(findings: Findings, dashboards: Any) -> None:
    findings.keyed(dashboards, ("dashboards",))
    for number, dashboard in enumerate(dashboards):
        path: Path = ("dashboards", number)
        for place, role in enumerate(dashboard.get("home_of", ())):
            findings.role(role, (*path, "home_of", place))
        findings.keyed(dashboard["cards"], (*path, "cards"))
        for place, card in enumerate(dashboard["cards"]):
            if findings.table(card["table"], (*path, "cards", place, "table")):
                _card(findings, card, (*path, "cards", place))


def _card(findings: Findings, card: Mapping[str, Any], path: Path) -> None:
    table = card["table"]
    views = {view["key"] for view in findings.index.tables[table].get("views", ())}
    if "view" in card and card["view"] not in views:
        findings.report(messages.NO_VIEW, (*path, "view"), table=table, key=card["view"])
    findings.condition(table, card.get("filter"), (*path, "filter"))
    for number, group in enumerate(card.get("group_by", ())):
        here = (*path, "group_by", number)
        if isinstance(group, str):
            findings.field(table, group, here)
        else:
            findings.field(table, group["field"], (*here, "field"), MOMENTS)
    _measures(findings, table, card.get("measures", ()), (*path, "measures"))
    _pivot(findings, table, card.get("pivot"), (*path, "pivot"))
    findings.fields(table, card.get("columns", ()), (*path, "columns"))
    findings.fields(table, card.get("sum", ()), (*path, "sum"), NUMBERS)
    if card["type"] == "list":
        _sort(findings, table, card.get("sort"), (*path, "sort"))


def _measures(findings: Findings, table: str, measures: Any, path: Path) -> None:
    for number, measure in enumerate(measures):
        if "field" in measure:
            types = NUMBERS if measure["op"] in ("sum", "avg") else ()
            findings.field(table, measure["field"], (*path, number, "field"), types)


def _pivot(findings: Findings, table: str, pivot: Any, path: Path) -> None:
    if not pivot:
        return
    for part in ("rows", "columns"):
        for number, group in enumerate(pivot[part]):
            types = MOMENTS if "bucket" in group else ()
            findings.field(table, group["field"], (*path, part, number, "field"), types)
    _measures(findings, table, pivot["measures"], (*path, "measures"))
