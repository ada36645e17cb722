"""A list on paper: the rows of a view that its caller may print, in groups with subtotals, with totals at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...core.errors import refuse
from ...fields import conditions
from ...fields.fieldtype import zone_or_default
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from ...permissions.scope import check_action
from ...tables.catalogue import TableSpec
from ...tables.queries import ordering, query
from ...tables.queries.query import Query
from ...tables.queries.reading import Record
from ...tables.rights import wording
from ...tables.transaction import Tx
from ...tables.views import describing
from .. import exports, pivots
from ..messages import TOO_MANY_TO_PRINT, TOO_WIDE_TO_PRINT
from . import cells, grouping
from .grouping import Group, Level, Measures
from .html import Html, element
from .paper import Fact, Printed, counted, in_chinese, left_out, page

MOST_ROWS, MOST_COLUMNS = 2_000, 40


@dataclass(frozen=True, slots=True)
class Request:
    """What is printed, in the words of the API. Without `groups`, `footer` or `title`, those of the query's view count."""

    query: Query
    groups: Sequence[Mapping[str, Any]] | None = None  #: `{field, bucket, descending}`
    footer: Measures | None = None
    title: str | None = None  #: beside the table's name
    orientation: str | None = None


def rows(tx: Tx, table_key: str, asked: Request) -> Printed:
    """Raises `Refusal`: MALFORMED for a wrong query, FORBIDDEN without the right to print, TOO_LARGE."""
    table = tx.table(table_key)
    check_action(tx.scope(table), Action.PRINT)
    asked = _with_view(tx, table, asked)
    fields = exports.columns(tx, table, asked.query)
    if len(fields) > MOST_COLUMNS:
        raise refuse(TOO_WIDE_TO_PRINT, most=MOST_COLUMNS)
    levels = grouping.levels(tx, table, asked.groups or ())
    measures = [one for one in asked.footer or () if any(spec.key == one["field"] for spec in fields)]
    read = [*fields, *(level.spec for level in levels if level.spec not in fields)]
    found: list[Record] = []
    taken = exports.Taken(tx, table, asked.query, read, Action.PRINT)
    for record in taken:
        if len(found) == MOST_ROWS:
            raise refuse(TOO_MANY_TO_PRINT, most=MOST_ROWS)
        found.append(record)
    figures = grouping.figures(tx, table, levels, measures, asked.query)
    body = _Table(tx, table, fields, levels, measures, figures).html(found)
    title = table.text(tx.ctx.locale)
    name = exports.file_name(tx, table, asked.title, "html").removesuffix(".html")
    facts = [*_facts(tx, table, asked.query, levels), ("", counted(tx, len(found))), *left_out(tx, taken.left_out)]
    return page(
        tx, name, title, asked.title, facts, [body], columns=len(fields), rows=len(found), orientation=asked.orientation
    )


def _with_view(tx: Tx, table: TableSpec, asked: Request) -> Request:
    """What is not said is as in the view."""
    view = table.view(asked.query.view) if asked.query.view is not None else None
    if view is None or not describing.is_shown(tx, table, view):
        return asked  # the query refuses one that is not there
    scope = tx.scope(table)
    readable = {spec.id: spec.key for spec in table.all_fields if scope.may_read(spec.id)}
    settings = describing.describe(tx.catalogue, view, readable)["settings"]
    footer = [{"op": op, "field": key} for key, op in (settings.get("footer") or {}).items()]
    return replace(
        asked,
        groups=settings.get("group") if asked.groups is None else asked.groups,
        footer=footer if asked.footer is None else asked.footer,
        title=asked.title or view.text(tx.ctx.locale),
    )


def _facts(tx: Tx, table: TableSpec, asked: Query, levels: Sequence[Level]) -> list[Fact]:
    """Which rows these are and in what order, as far as the request says so."""
    zh = in_chinese(tx)
    found: list[Fact] = []
    said = [wording.rows(tx, condition, seen=True) for condition in filters(tx, table, asked.filter, asked.view)]
    if said:
        found.append(("筛选" if zh else "Filter", ("；" if zh else "; ").join(said)))
    if asked.q:
        found.append(("搜索" if zh else "Search", asked.q))
    if levels:
        names = " › ".join(level.spec.text(tx.ctx.locale) for level in levels)
        found.append(("分组" if zh else "Groups", names))
    order = ordering.parse(tx, table, asked.sort, None if asked.view is None else table.view(asked.view))
    if order:
        arrows = "、" if zh else ", "
        found.append(
            (
                "排序" if zh else "Order",
                arrows.join(f"{spec.text(tx.ctx.locale)} {'↓' if down else '↑'}" for spec, down in order),
            )
        )
    return found


def filters(
    tx: Tx, table: TableSpec, filter: Mapping[str, Any] | None, view_key: str | None
) -> Iterator[conditions.Condition]:
    """The conditions of a view and a filter that may be told to whoever prints."""
    view = table.view(view_key) if view_key is not None else None
    if view is not None and view.definition.get("filter"):
        readable = {spec.id: spec.key for spec in table.all_fields if tx.scope(table).may_read(spec.id)}
        stored = conditions.load(view.definition["filter"])
        if describing.Seen(tx.catalogue, readable, lambda field: describing.may_read(tx, field)).tells(stored):
            yield stored
    if filter is not None:
        yield query.parse_filter(tx, table, filter)


class _Table:
    """The lines of a list: a heading and a subtotal around the rows of each group, the total last."""

    def __init__(
        self,
        tx: Tx,
        table: TableSpec,
        fields: Sequence[FieldSpec],
        levels: Sequence[Level],
        measures: Measures,
        figures: Mapping[grouping.Path, Mapping[str, Any]],
    ) -> None:
        self._tx = tx
        self._fields = fields
        self._levels = levels
        self._figures = figures
        self._words = pivots.words_of(tx.ctx.locale)
        self._measured = {one["field"]: (one["op"], pivots.figure_of(tx, table, one, self._words)) for one in measures}
        zone = zone_or_default(tx.ctx.zone)
        self._printers = [(spec, cells.printer(spec, tx.ctx.locale, zone), cells.css(spec)) for spec in fields]
        self._number = 0

    def html(self, found: Sequence[Record]) -> Html:
        titles = [element("th", spec.text(self._tx.ctx.locale), css=css) for spec, _, css in self._printers]
        lines: list[Html] = []
        if self._levels:
            for group in grouping.grouped(self._tx, self._levels, found):
                lines += self._group(group)
        else:
            lines += [self._row(record) for record in found]
        if self._measured:
            lines.append(self._sums((), self._words["total"], "s t"))
        head = element("thead", element("tr", element("th", "#", css="i"), *titles))
        return element("table", head, element("tbody", *lines))

    def _group(self, group: Group) -> Iterator[Html]:
        depth = len(group.path)
        colon = "：" if in_chinese(self._tx) else ": "
        name = f"{self._levels[depth - 1].spec.text(self._tx.ctx.locale)}{colon}{group.label}"
        title = element(
            "td", name, element("span", counted(self._tx, group.count)), colspan=len(self._fields) + 1, **_indent(depth)
        )
        yield element("tr", title, css="g")
        for inner in group.inside:
            yield from self._group(inner)
        yield from (self._row(record) for record in group.rows)
        if self._measured:
            yield self._sums(group.path, self._words["subtotal"].format(label=group.label), "s")

    def _row(self, record: Record) -> Html:
        self._number += 1
        painted = record.cells or {}
        shown = [
            element(
                "td",
                cells.MASKED if spec.key in record.masked else write(record.values[spec.key]),
                css=" ".join(filter(None, (css, painted.get(spec.key)))),
            )
            for spec, write, css in self._printers
        ]
        return element("tr", element("td", str(self._number), css="i"), *shown, css=record.color)

    def _sums(self, path: grouping.Path, name: str, css: str) -> Html:
        """A line of figures under their columns; its name stands over the columns before the first of them."""
        values = self._figures.get(path, {})
        first = next(at for at, spec in enumerate(self._fields) if spec.key in self._measured)
        shown = [element("td", name, colspan=first + 1, **_indent(len(path)))]
        for spec in self._fields[first:]:
            op, figure = self._measured.get(spec.key, (None, None))
            value = None if op is None else values.get(f"{op}_{spec.key}")
            told = None if op in (None, "sum") else element("small", self._words[str(op)])
            text = "" if figure is None or value is None else figure.text(value)
            shown.append(element("td", told if text else None, text, css="n"))
        return element("tr", *shown, css=css)


def _indent(depth: int) -> dict[str, str]:
    """How far in a line of a group stands, from the second level on."""
    return {"style": f"padding-left: {1.5 + 5 * (depth - 1)}mm"} if depth > 1 else {}
