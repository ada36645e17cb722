"""One record on paper: its fields in the sections of its page, then the lines that belong to it (S60)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...core.errors import refuse
from ...fields.fieldtype import zone_or_default
from ...fields.registry import value_spec
from ...fields.spec import FieldSpec
from ...permissions.actions import Action
from ...permissions.scope import check_action
from ...tables.catalogue import TableSpec
from ...tables.description import describe_table
from ...tables.queries import query
from ...tables.queries.reading import Record
from ...tables.queries.selection import visible_ids
from ...tables.transaction import Tx
from .. import exports
from ..messages import MAY_NOT_PRINT
from . import cells
from .html import Html, element, joined
from .paper import Printed, in_chinese, page

Section = tuple[str | None, Sequence[FieldSpec]]
_MANY_LINES_COLUMNS = 10
_WIDE = frozenset({"long_text", "attachment", "members", "relations"})


def record(tx: Tx, table_key: str, record_id: int, orientation: str | None = None) -> Printed:
    """Raises `Refusal`: NOT_FOUND for a row out of sight, FORBIDDEN for one that the caller may not print."""
    table = tx.table(table_key)
    check_action(tx.scope(table), Action.PRINT)
    found = query.get_record(tx, table_key, record_id)
    if not visible_ids(tx, table, [record_id], Action.PRINT):
        raise refuse(MAY_NOT_PRINT)
    title = _title(tx, table, found)
    body: list[Html] = []
    widest = 2
    for label, fields in _sections(tx, table, found):
        plain = [spec for spec in fields if spec.type != "subtable"]
        if plain:
            body.append(element("section", element("h2", label) if label else None, _facts(tx, found, plain)))
        for spec in fields:
            if spec.type == "subtable" and found.values.get(spec.key):
                width, lines = _lines(tx, spec, found.values[spec.key])
                widest = max(widest, width)
                named = spec.text(tx.ctx.locale)
                heading = element("h2", named) if not plain or named != label else None
                body.append(joined([heading, lines]) if width else Html(""))
    name = exports.file_name(tx, table, title, "html").removesuffix(".html")
    columns = widest if widest > _MANY_LINES_COLUMNS else 2  # a record stands upright as long as its lines let it
    return page(tx, name, title, table.text(tx.ctx.locale), (), body, columns=columns, rows=1, orientation=orientation)


def _title(tx: Tx, table: TableSpec, found: Record) -> str:
    spec = table.primary
    if spec is not None and tx.scope(table).may_read(spec.id):
        text = cells.printer(spec, tx.ctx.locale, zone_or_default(tx.ctx.zone))(found.values[spec.key])
        if text:
            return " ".join(text.split())
    return f"#{found.id}"


def _sections(tx: Tx, table: TableSpec, found: Record) -> Iterator[Section]:
    """Those of the record's type or of the table's layout; fields that these forget stand under a heading of their own, and
    what lies on a hidden tab is not shown (S96)."""
    told = describe_table(tx, table)
    there = {spec.key: spec for spec in table.all_fields if spec.key in found.values}
    placed: set[str] = set()
    types = told["record_types"]
    own = (
        next((one for one in types["types"] if one["key"] == found.values.get(types["field"])), None) if types else None
    )
    sections: list[tuple[bool, Mapping[str, Any]]] = [(False, one) for one in (own or {}).get("sections", ())]
    if not sections:
        sections = [(tab["hidden"], one) for tab in told["layout"]["tabs"] for one in tab["sections"]]
    for hidden, section in sections:
        placed.update(section["fields"])
        shown = [there[key] for key in section["fields"] if key in there]
        if shown and not hidden:
            yield section["label"], shown
    zh = in_chinese(tx)
    rest = [spec for key, spec in there.items() if key not in placed]
    plain = [spec for spec in rest if spec.id > 0]
    if plain:
        yield ("其他" if zh else "Other") if placed else None, plain
    system = [spec for spec in rest if spec.id < 0 and value_spec(spec).type in ("member", "datetime")]
    if system:
        yield "系统信息" if zh else "System", system


def _facts(tx: Tx, found: Record, fields: Sequence[FieldSpec]) -> Html:
    zone = zone_or_default(tx.ctx.zone)
    parts: list[Html] = []
    for spec in fields:
        masked = spec.key in found.masked
        text = cells.MASKED if masked else cells.printer(spec, tx.ctx.locale, zone)(found.values[spec.key])
        wide = value_spec(spec).type in _WIDE or len(text) > 60
        parts.append(
            element(
                "div",
                element("dt", spec.text(tx.ctx.locale)),
                element("dd", text),
                css="w" if wide else None,
            )
        )
    return element("dl", *parts)


def _lines(tx: Tx, subtable: FieldSpec, lines: Sequence[Mapping[str, Any]]) -> tuple[int, Html]:
    """How many columns the rows of a sub-table take, and the rows: those that may be printed; those of a tree stand further in
    the deeper they hang."""
    child = tx.catalogue.by_id[subtable.options["table"]]
    printable = visible_ids(tx, child, [line["id"] for line in lines], Action.PRINT)
    shown = [line for line in lines if line["id"] in printable]
    if not shown:
        return 0, Html("")
    apart = {subtable.options["field"], *(spec.id for spec in (child.order, child.tree) if spec is not None)}
    fields = [
        spec
        for spec in exports.columns(tx, child, query.Query(fields=_columns(tx, child)))
        if spec.id not in apart and spec.id > 0
    ]
    zone = zone_or_default(tx.ctx.zone)
    printers = [(spec, cells.printer(spec, tx.ctx.locale, zone), cells.css(spec)) for spec in fields]
    depths: dict[int, int] = {}
    rows: list[Html] = []
    for number, line in enumerate(shown, 1):
        above = (line["values"].get(child.tree.key) or {}) if child.tree is not None else {}
        depths[line["id"]] = depths.get(above.get("id", 0), -1) + 1
        written = [
            element("td", write(line["values"][spec.key]), **_style(css, depths[line["id"]] if at == 0 else 0))
            for at, (spec, write, css) in enumerate(printers)
        ]
        rows.append(element("tr", element("td", str(number), css="i"), *written))
    titles = [element("th", spec.text(tx.ctx.locale), **_style(css, 0)) for spec, _, css in printers]
    head = element("thead", element("tr", element("th", "#", css="i"), *titles))
    return len(fields), element("table", head, element("tbody", *rows))


def _columns(tx: Tx, child: TableSpec) -> list[str] | None:
    """The columns that the lines have on the screen: those of the sub-table's first grid."""
    view = next((one for one in describe_table(tx, child)["views"] if one["type"] == "grid"), None)
    return (view or {}).get("fields") or None


def _style(css: str | None, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {} if css is None else {"css": css}
    return {**found, "style": f"padding-left: {1.5 + 4 * depth}mm"} if depth else found
