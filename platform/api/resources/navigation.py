"""What the side bar shows: groups of tables and dashboards as far as the caller may see them, and where to begin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...permissions.actions import Action
from ...reports import dashboards
from ...tables import config
from ...tables.transaction import Tx
from ..calls import WorkspaceCall
from ..routes import Permission, Resource
from ..shapes import ref

navigation = Resource("Navigation")
_OTHERS = {"zh-CN": "其他", "en": "Other"}
Words = Mapping[str, str]


@navigation.get(
    "/api/v1/workspaces/{ws}/navigation",
    permission=Permission.WORKSPACE,
    answer=ref("Navigation"),
    summary="Groups of tables and dashboards, and the caller's home",
)
def show(call: WorkspaceCall) -> dict[str, Any]:
    with call.workspace.read(call.ctx) as tx:
        boards = {board["key"]: board for board in dashboards.visible(tx)}
        groups = [*config.get(tx, "navigation", ()), *_others(tx)]
        shown = [_group(tx, group, boards) for group in groups]
        return {"groups": [group for group in shown if group["items"]], "home": _home(tx, boards.values())}


def said(label: Words, locale: str) -> str:
    """A label in a language, falling back to the other one."""
    return label.get(locale) or label.get("zh-CN") or label.get("en") or ""


def _may_view(tx: Tx, key: str) -> bool:
    table = tx.catalogue.tables.get(key)
    return table is not None and Action.VIEW in tx.scope(table).actions


def _group(tx: Tx, group: Mapping[str, Any], boards: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    for item in group["items"]:
        key = item["key"]
        if item["kind"] == "dashboard" and key in boards:
            label, icon = said(boards[key]["label"], tx.ctx.locale), boards[key].get("icon")
        elif item["kind"] == "table" and _may_view(tx, key):
            table = tx.catalogue.table(key)
            label, icon = table.text(tx.ctx.locale), table.settings.get("icon")
        else:
            continue
        items.append({"kind": item["kind"], "key": key, "label": label, "icon": icon})
    return {
        "key": group["key"],
        "label": said(group["label"], tx.ctx.locale),
        "icon": group.get("icon"),
        "items": items,
    }


def _others(tx: Tx) -> list[dict[str, Any]]:
    """Tables of their own that no group names, so that a new one can be found."""
    named = {(item["kind"], item["key"]) for group in config.get(tx, "navigation", ()) for item in group["items"]}
    items = [
        {"kind": "table", "key": table.key}
        for table in sorted(tx.catalogue.tables.values(), key=lambda each: (each.position, each.id))
        if table.parent is None and ("table", table.key) not in named
    ]
    return [{"key": "others", "label": _OTHERS, "icon": None, "items": items}]


def _home(tx: Tx, boards: Iterable[Mapping[str, Any]]) -> str | None:
    """The dashboard that is home to the caller's first role that has one; else the first that is nobody's in particular."""
    found = [*boards]
    for role in tx.policy.held_by(tx.ctx.actor):
        for board in found:
            if role.key in board.get("home_of", ()):
                return board["key"]
    return next((board["key"] for board in found if not board.get("home_of")), None)
