"""Role groups of a newer version and what they are granted; each as an administrator would say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....fields import conditions
from ....permissions import grants
from ....permissions.actions import Action
from ....permissions.objects import Thing
from ....tables import authoring
from ....tables.rights import changing, groups
from ....tables.transaction import Tx
from .items import Item, Kind, Parts
from .plan import Difference, Verdict

Done = Mapping[Item, Mapping[str | None, Difference]]
_SECTIONS = {Thing.BUTTON.value: "buttons", Thing.VIEW.value: "views"}


def carry_groups(tx: Tx, done: Done) -> None:
    """Role groups, and the standing rules."""
    for item, parts in done.items():
        if item.kind is Kind.ROLE:
            _role(tx, item.path[0], parts)
        elif item.kind is Kind.STANDING:
            _standing(tx, item, parts)
    tx.reload()


def carry(tx: Tx, mine: Mapping[Item, Parts], done: Done, reason: str) -> None:
    """What the groups may do, once everything is there that it is said of."""
    for role, rights in _said(tx, mine, done).items():
        changing.set_rights(tx, role, rights, reason)


def _role(tx: Tx, key: str, parts: Mapping[str | None, Difference]) -> None:
    whole = parts.get(None)
    if whole is not None:
        if whole.verdict is Verdict.ADD:
            said = whole.theirs
            flags = {name: said.get(name, False) for name in ("admin", "builder")}
            groups.add(tx, key, said["label"], description=said.get("description"), protected=True, **flags)
        return
    groups.change(tx, key, **{str(name): each.theirs or {} for name, each in parts.items()})


def _standing(tx: Tx, item: Item, parts: Mapping[str | None, Difference]) -> None:
    """A standing rule is replaced as a whole: what is not taken stays as it is here."""
    table, key = tx.catalogue.table(item.path[0]), item.path[1]
    whole = parts.get(None)
    if whole is not None and whole.goes:
        grants.let_fall(tx.connection, table.id, key)
        return
    held = [rule for rule in grants.all_standing(tx.connection) if (rule.table, rule.key) == (table.id, key)]
    said: dict[str, Any] = {} if whole is None else dict(whole.theirs)
    said |= {str(name): each.theirs for name, each in parts.items() if name is not None}
    label = said["label"] if "label" in said else held[0].label
    actions = [Action(each) for each in said["actions"]] if "actions" in said else [rule.action for rule in held]
    rows = (
        conditions.parse(said["rows"], authoring.path_resolver(tx.catalogue, table)) if "rows" in said else held[0].rows
    )
    grants.let_stand(tx.connection, table.id, key, label, actions, rows)


def _said(tx: Tx, mine: Mapping[Item, Parts], done: Done) -> dict[str, dict[str, Any]]:
    """What is to be said anew to each role group, as the member page says it."""
    found: dict[str, dict[str, Any]] = {}
    free = {group.key for group in tx.policy.groups if group.admin}

    def rights(role: str, table: str) -> dict[str, Any]:
        tables: dict[str, Any] = found.setdefault(role or changing.EVERYONE, {}).setdefault("tables", {})
        return tables.setdefault(table, {})

    for item, parts in done.items():
        whole = parts.get(None)
        if item.kind not in (Kind.GRANT, Kind.LIMIT, Kind.THING) or item.path[0] in free:
            continue
        gone = whole is not None and whole.goes
        match item.kind:
            case Kind.GRANT:
                role, table = item.path
                said = rights(role, table)
                taken = parts if whole is None else _each(whole)
                for name, each in taken.items():
                    theirs = None if gone else (each.theirs if isinstance(each, Difference) else each)
                    if name == "none":
                        said["none"] = bool(theirs)
                    else:
                        said.setdefault("actions", {})[name] = theirs
            case Kind.LIMIT:
                role, table, field = item.path
                wanted = None if gone else _limit(_together(mine, item, parts))
                rights(role, table).setdefault("fields", {})[field] = wanted
            case _:
                role, kind, table, key = item.path
                wanted = None if gone else _together(mine, item, parts)
                if kind == Thing.DASHBOARD.value:
                    boards = found.setdefault(role or changing.EVERYONE, {}).setdefault("dashboards", {})
                    boards[key] = wanted
                else:
                    rights(role, table).setdefault(_SECTIONS[kind], {})[key] = wanted
    return found


def _each(whole: Difference) -> Mapping[str | None, Any]:
    """Every action of a grant that comes or goes as a whole."""
    return dict((whole.mine if whole.goes else whole.theirs) or {})


def _together(mine: Mapping[Item, Parts], item: Item, parts: Mapping[str | None, Difference]) -> Parts:
    """What is said of a field or a thing is said as one: the parts that are taken, with those that stay as they are here."""
    whole = parts.get(None)
    said = dict(whole.theirs) if whole is not None else dict(mine.get(item, {}))
    said |= {name: each.theirs for name, each in parts.items() if name is not None}
    return {name: value for name, value in said.items() if value is not None}


def _limit(said: Parts) -> Parts:
    return {"read_rows": None, "edit_rows": None, **said}
