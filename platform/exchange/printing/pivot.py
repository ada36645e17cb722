"""A pivot on paper, over the rows that its caller may print (S64)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ...core.errors import refuse
from ...permissions.actions import Action
from ...permissions.scope import check_action
from ...reports import pivots as reports
from ...reports.pivots import Pivot
from ...tables.rights import wording
from ...tables.transaction import Tx
from .. import exports, pivots
from ..messages import TOO_WIDE_TO_PRINT
from .html import element
from .paper import Fact, Printed, in_chinese, left_out, page
from .rows import MOST_COLUMNS, filters


def pivot(tx: Tx, table_key: str, asked: Pivot, title: str | None = None, orientation: str | None = None) -> Printed:
    """Raises `Refusal` as a pivot does, FORBIDDEN without the right to print, TOO_LARGE for more columns than a page holds."""
    table = tx.table(table_key)
    check_action(tx.scope(table), Action.PRINT)
    sheet = pivots.lay_out(tx, table, asked, reports.pivot(tx, table_key, replace(asked, right=Action.PRINT)))
    if len(sheet.measures) > MOST_COLUMNS:
        raise refuse(TOO_WIDE_TO_PRINT, most=MOST_COLUMNS)
    titles, *lines = sheet.lines
    css = [None if one is None or one.scale is None else "n" for one in sheet.measures]
    head = element(
        "thead",
        element("tr", *(element("th", str(cell), **_class(one)) for cell, one in zip(titles, css, strict=True))),
    )
    body = [
        element(
            "tr",
            *(
                element(
                    "td", figure.text(cell) if figure and isinstance(cell, Decimal) else str(cell or ""), **_class(one)
                )
                for cell, figure, one in zip(line, sheet.measures, css, strict=True)
            ),
            css="s" if place in sheet.strong else None,
        )
        for place, line in enumerate(lines, 1)
    ]
    zh = in_chinese(tx)
    facts: list[Fact] = []
    said = [wording.rows(tx, one, seen=True) for one in filters(tx, table, asked.filter, asked.view)]
    if said:
        facts.append(("筛选" if zh else "Filter", ("；" if zh else "; ").join(said)))
    if asked.q:
        facts.append(("搜索" if zh else "Search", asked.q))
    facts += left_out(tx, pivots.left_out(tx, table, asked, Action.PRINT))
    name = exports.file_name(tx, table, title, "html").removesuffix(".html")
    of = table.text(tx.ctx.locale)
    printed = element("table", head, element("tbody", *body))
    return page(
        tx, name, of, title, facts, [printed], columns=len(sheet.measures), rows=len(lines), orientation=orientation
    )


def _class(css: str | None) -> dict[str, str]:
    return {} if css is None else {"css": css}
