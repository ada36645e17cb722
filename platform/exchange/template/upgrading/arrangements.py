"""What a workspace keeps as documents: buttons, approvals, timers, dashboards, navigation, organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....automations import naming
from ....tables import config
from ....tables.computed.recompute import Recompute
from ....tables.timers import settling
from ....tables.transaction import Tx
from .items import LISTS, Document, Item, Kind, find
from .plan import Difference, Verdict

Done = Mapping[Item, Mapping[str | None, Difference]]
_STORED = (Kind.BUTTON, Kind.APPROVAL, Kind.TIMER, Kind.DASHBOARD)


def carry(tx: Tx, template: Document, done: Done, reason: str) -> None:
    for kind in _STORED:
        section = LISTS[kind][0]
        before = config.get(tx, section, [])
        after = _list(kind, before, template, done)
        if after != before:
            config.put(tx, section, after, reason=reason)
    naming.declare(tx)
    before = config.get(tx, "navigation", [])
    after = _navigation(before, template, done)
    if after != before:
        config.put(tx, "navigation", after, reason=reason)
    if parts := done.get(Item(Kind.ORGANISATION, ())):
        _organisation(tx, parts, reason)
    _reckon(tx, {item.path for item, parts in done.items() if item.kind is Kind.TIMER and not _gone(parts)})


def _list(kind: Kind, present: list[Any], template: Document, done: Done) -> list[Any]:
    names = LISTS[kind][1]
    there = {tuple(each[name] for name in names): each for each in present}
    for item, parts in done.items():
        if item.kind is not kind:
            continue
        if _gone(parts):
            there.pop(item.path, None)
        elif None in parts:
            there[item.path] = dict(find(template, kind, item.path))
        else:
            changed = {**there[item.path], **{str(name): each.theirs for name, each in parts.items()}}
            there[item.path] = {name: value for name, value in changed.items() if value is not None}
    return list(there.values())


def _navigation(present: list[Any], template: Document, done: Done) -> list[Any]:
    """New entries come last in their group; what people have moved stays where it is."""
    groups = {group["key"]: {**group, "items": list(group["items"])} for group in present}
    named = {group["key"]: group for group in template.get("navigation", ())}
    for item, parts in done.items():
        if item.kind is Kind.GROUP and not _gone(parts):
            key = item.path[0]
            said = {name: value for name, value in named[key].items() if name != "items"}
            if None in parts:
                groups.setdefault(key, {**said, "items": []})
            else:
                groups[key] |= {str(name): each.theirs for name, each in parts.items() if each.theirs is not None}
    for item, parts in done.items():
        if item.kind is not Kind.ENTRY:
            continue
        entry = {"kind": item.path[0], "key": item.path[1]}
        for group in groups.values():
            group["items"] = [each for each in group["items"] if each != entry]
        wanted = None if _gone(parts) else next(iter(parts.values())).theirs
        if wanted is not None:
            key = wanted["group"] if isinstance(wanted, Mapping) else wanted
            said = {name: value for name, value in named[key].items() if name != "items"}
            groups.setdefault(key, {**said, "items": []})["items"].append(entry)
    emptied = {item.path[0] for item, parts in done.items() if item.kind is Kind.GROUP and _gone(parts)}
    return [group for key, group in groups.items() if key not in emptied or group["items"]]


def _organisation(tx: Tx, parts: Mapping[str | None, Difference], reason: str) -> None:
    whole = parts.get(None)
    if whole is not None:
        if whole.verdict is Verdict.ADD and not config.get(tx, "organisation"):
            config.put(tx, "organisation", whole.theirs, reason=reason)
        return
    changed = {**config.get(tx, "organisation", {}), **{str(name): each.theirs for name, each in parts.items()}}
    config.put(tx, "organisation", changed, reason=reason)


def _reckon(tx: Tx, timers: set[tuple[str, ...]]) -> None:
    """What falls due when, anew, for the records of timers that came or changed."""
    recompute = Recompute(tx)
    for timer in tx.catalogue.timers.all:
        table = tx.catalogue.by_id[timer.table]
        if (table.key, timer.key) in timers:
            ids = tx.catalogue.storage.all_ids(tx.connection, table)
            for start in range(0, len(ids), settling.BATCH):
                settling.write(tx, timer, ids[start : start + settling.BATCH], recompute)
    recompute.run()


def _gone(parts: Mapping[str | None, Difference]) -> bool:
    whole = parts.get(None)
    return whole is not None and whole.goes
