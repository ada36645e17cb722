"""Checks of timers: the fields, rules and events that they name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .findings import CHOICES, MOMENTS, NUMBERS, RELATIONS, Findings, Path

Part = Mapping[str, Any]


def look(findings: Findings) -> None:
    timers = findings.index.document.get("timers", ())
    findings.unique((f"{each['table']}.{each['key']}", ("timers", n, "key")) for n, each in enumerate(timers))
    for number, timer in enumerate(timers):
        path: Path = ("timers", number)
        there = findings.table(timer["table"], (*path, "table"))
        if findings.table(timer["rules"]["table"], (*path, "rules", "table")) and there:
            _timer(findings, timer, path)


def _timer(findings: Findings, timer: Part, path: Path) -> None:
    table, rules = timer["table"], timer["rules"]["table"]
    findings.field(table, timer["owner"], (*path, "owner"), ["member"])
    findings.field(table, timer["start"], (*path, "start"), ["datetime"])
    findings.field(table, timer["due"], (*path, "due"), ["date"])
    findings.field(table, timer["reason"], (*path, "reason"), ["text"])
    if "active" in timer["rules"]:
        findings.field(rules, timer["rules"]["active"], (*path, "rules", "active"), ["checkbox"])
    for number, match in enumerate(timer["rules"].get("match", ())):
        here: Path = (*path, "rules", "match", number)
        said = findings.field(rules, match["rule"], (*here, "rule"), CHOICES)
        if "row" in match:
            findings.field(table, match["row"], (*here, "row"), CHOICES)
        for name in ("value", "else"):
            if said is not None and name in match:
                findings.choices(rules, said, match[name], (*here, name))
        for place, case in enumerate(match.get("cases", ())):
            findings.condition(table, case["when"], (*here, "cases", place, "when"))
            if said is not None:
                findings.choices(rules, said, case["value"], (*here, "cases", place, "value"))
    for number, criterion in enumerate(timer["criteria"]):
        here = (*path, "criteria", number)
        for name in ("days", "extend", "most"):
            if name in criterion:
                findings.field(rules, criterion[name], (*here, name), NUMBERS)
        if "events" in criterion:
            _events(findings, table, criterion["events"], (*here, "events"))
    for number, pause in enumerate(timer.get("pause", ())):
        here = (*path, "pause", number)
        if "flag" in pause:
            findings.field(rules, pause["flag"], (*here, "flag"), ["checkbox"])
        findings.condition(table, pause.get("when"), (*here, "when"))
        if "exists" in pause:
            _events(findings, table, pause["exists"], (*here, "exists"))
    if "remind" in timer:
        findings.field(rules, timer["remind"], (*path, "remind"), ["text"])
    for key in timer.get("on_due", {}):
        findings.field(table, key, (*path, "on_due", key))
    if "into" in timer:
        _into(findings, table, timer["into"], (*path, "into"))


def _into(findings: Findings, table: str, into: Part, path: Path) -> None:
    field = findings.field(table, into["field"], (*path, "field"), ["relation"])
    if field is None:
        return
    far = field["options"]["table"]
    if "overseers" in into:
        findings.field(far, into["overseers"], (*path, "overseers"), ["members"])
    for number, match in enumerate(into["match"]):
        here: Path = (*path, "match", number)
        said = findings.field(far, match["field"], (*here, "field"))
        if said is not None and "value" in match:
            findings.choices(far, said, match["value"], (*here, "value"))
        if said is not None and "row" in match:
            findings.field(table, match["row"], (*here, "row"), [said["type"]])


def _events(findings: Findings, table: str, events: Part, path: Path) -> None:
    if findings.table(events["table"], (*path, "table")):
        findings.points_to(events["table"], events["field"], table, (*path, "field"), RELATIONS - {"relations"})
        if "at" in events:
            findings.field(events["table"], events["at"], (*path, "at"), MOMENTS)
        findings.condition(events["table"], events.get("where"), (*path, "where"))
