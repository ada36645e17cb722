"""Dashboards: pages of cards, each computed for whoever looks at it, from rows that they may see."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from ..core.errors import Refusal, refuse
from ..fields.conditions import NEVER
from ..permissions.actions import Action
from ..permissions.objects import Thing
from ..tables import config, description
from ..tables.catalogue import TableSpec
from ..tables.queries import aggregate, query
from ..tables.queries.query import Query
from ..tables.transaction import Tx
from . import charts, periods, pivots
from .charts import Card, asked, beside, format_of, name_of, text_of
from .messages import NO_SUCH_DASHBOARD
from .pivots import Pivot

CONFIG = "dashboards"
MOST_ROWS = 100  #: of a list card
_ROWS = 10
_log = logging.getLogger("gezi.reports")
Dashboard = Mapping[str, Any]


def visible(tx: Tx) -> tuple[Dashboard, ...]:
    """The dashboards with at least one card over a table that the caller may view, as they are configured; those that are
    closed to them are left out (S67)."""
    found: tuple[Dashboard, ...] = tuple(config.get(tx, CONFIG, ()))
    return tuple(
        board
        for board in found
        if tx.policy.may_use(tx.ctx.actor, Thing.DASHBOARD, None, board["key"]) != NEVER
        and any(_table(tx, card) is not None for card in board["cards"])
    )


def list(tx: Tx) -> tuple[dict[str, Any], ...]:  # noqa: A001 - read as `dashboards.list`
    """`{key, label, icon}` of every dashboard that the caller may see."""
    return tuple(
        {"key": board["key"], "label": _said(board["label"], tx), "icon": board.get("icon")} for board in visible(tx)
    )


def data(tx: Tx, key: str) -> dict[str, Any]:
    """A dashboard with the data of its cards. Cards that the caller may not see at all are left out. Raises NOT_FOUND."""
    board = next((one for one in visible(tx) if one["key"] == key), None)
    if board is None:
        raise refuse(NO_SUCH_DASHBOARD)
    cards = [shown for card in board["cards"] if (shown := _shown(tx, key, card)) is not None]
    return {"key": key, "label": _said(board["label"], tx), "icon": board.get("icon"), "cards": cards}


def _shown(tx: Tx, dashboard: str, card: Card) -> dict[str, Any] | None:
    table = _table(tx, card)
    if table is None or not _readable(tx, table, card):
        return None
    view = card.get("view")
    view = view if view and table.view(view) is not None else None
    try:
        computed = _computed(tx, table, card, view)
    except Refusal as refusal:  # a field was removed or changed after the card was made
        _log.warning("card %s of dashboard %s cannot be computed: %s", card["key"], dashboard, refusal)
        return None
    return {
        "key": card["key"],
        "label": _said(card["label"], tx),
        "type": card["type"],
        "width": card["width"],
        "table": table.key,
        "view": view,
        "format": format_of(table, card["measures"]) if "measures" in card else None,
        "data": computed,
    }


def _computed(tx: Tx, table: TableSpec, card: Card, view: str | None) -> dict[str, Any]:
    match card["type"]:
        case "number":
            return _number(tx, table, card, view)
        case "list":
            return _rows(tx, table, card, view)
        case "pivot":
            asked_for: dict[str, Any] = {**card["pivot"], "filter": card.get("filter"), "view": view}
            return {**pivots.pivot(tx, table.key, Pivot(**asked_for)), "filter": card.get("filter")}
        case _:
            return charts.chart(tx, table, card, view)


def _number(tx: Tx, table: TableSpec, card: Card, view: str | None) -> dict[str, Any]:
    """One figure, and the same figure of the period before where the card's condition names a period."""
    name = name_of(card["measures"][0])

    def figure(filter: Any) -> tuple[str | None, dict[str, int]]:
        rows = aggregate.aggregate(tx, table.key, asked(card, view, group_by=(), filter=filter, sort=None))
        return (text_of(rows[0]["values"][name]) if rows else None), beside(rows)

    before = periods.previous(card.get("filter"), tx.ctx.today)
    value, errors = figure(card.get("filter"))
    return {"value": value, "previous": None if before is None else figure(before)[0], **errors}


def _rows(tx: Tx, table: TableSpec, card: Card, view: str | None) -> dict[str, Any]:
    """The first rows, with count and sums over all of them."""
    scope = tx.scope(table)
    fields = [table.by_key[key] for key in card["columns"] if key in table.by_key]
    fields = [spec for spec in fields if scope.may_read(spec.id)]
    limit = min(card.get("limit", _ROWS), MOST_ROWS)
    keys = [spec.key for spec in fields]
    page = query.list_records(
        tx, table.key, Query(card.get("filter"), card.get("sort"), keys, view, limit=limit, count=True)
    )
    summed = [key for key in card.get("sum", ()) if key in keys]
    sums: dict[str, Any] = {}
    if summed:
        measures = [{"op": "sum", "field": key, "as": key} for key in summed]
        found = aggregate.aggregate(tx, table.key, asked({**card, "measures": measures}, view, sort=None))
        sums = {key: found[0]["values"][key] for key in summed} if found else {}
    return {
        "columns": [description.describe_field(tx, table, spec) for spec in fields],
        "records": [record.dump() for record in page.records],
        "sum": sums,
        "count": page.count,
    }


def _table(tx: Tx, card: Card) -> TableSpec | None:
    """The table of a card; None when it is not there or not for the caller."""
    table = tx.catalogue.tables.get(card["table"])
    return table if table is not None and Action.VIEW in tx.scope(table).actions else None


def _readable(tx: Tx, table: TableSpec, card: Card) -> bool:
    """Whether the caller may read what a card counts and groups by; a list only loses its columns."""
    scope = tx.scope(table)
    pivot = card.get("pivot") or {}
    groups = [*card.get("group_by", ()), *pivot.get("rows", ()), *pivot.get("columns", ())]
    measures = [*card.get("measures", ()), *pivot.get("measures", ())]
    named = [group if isinstance(group, str) else group["field"] for group in groups]
    named += [measure["field"] for measure in measures if "field" in measure]
    specs = [table.by_key.get(key) for key in named]
    return all(spec is not None and scope.may_read(spec.id) for spec in specs)


def _said(label: Mapping[str, str], tx: Tx) -> str:
    return label.get(tx.ctx.locale) or label.get("zh-CN") or label.get("en") or ""
