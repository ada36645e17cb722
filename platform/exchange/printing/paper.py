"""The page itself: A4, its heading with what is printed by whom and when, and page numbers at its foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...fields.fieldtype import zone_or_default
from ...tables.queries import reading
from ...tables.transaction import Tx
from .html import Html, css_text, element, joined

ORIENTATIONS = ("portrait", "landscape")
MANY_COLUMNS = 6  #: more than these stand on a page that lies


@dataclass(frozen=True, slots=True)
class _Words:
    page: tuple[str, str, str]  #: before the number, between it and that of all, after them
    printed: str
    count: str
    left_out: str


_CHINESE = _Words(("第 ", " / ", " 页"), "打印", "共 {count} 条", "另有 {count} 条只能查看、无权打印，未计入")
_ENGLISH = _Words(
    ("Page ", " / ", ""), "Printed", "{count} records", "{count} more may be viewed but not printed, and are left out"
)
Fact = tuple[str, str]  #: what it is about, and what it says


@dataclass(frozen=True, slots=True)
class Printed:
    """A page, and what the file is called that a browser makes of it."""

    name: str
    html: str
    rows: int  #: records on it, lines of a pivot


def in_chinese(tx: Tx) -> bool:
    return not tx.ctx.locale.startswith("en")


def counted(tx: Tx, count: int) -> str:
    return _words(tx).count.format(count=f"{count:,}")


def left_out(tx: Tx, count: int) -> Sequence[Fact]:
    """That rows of what is seen are not on the page; nothing where none is left out."""
    return [("", _words(tx).left_out.format(count=f"{count:,}"))] if count else []


def _words(tx: Tx) -> _Words:
    return _CHINESE if in_chinese(tx) else _ENGLISH


def page(
    tx: Tx,
    name: str,
    title: str,
    of: str | None,
    facts: Sequence[Fact],
    body: Sequence[Html],
    *,
    columns: int,
    rows: int,
    orientation: str | None = None,
) -> Printed:
    """A document. `of` stands beside the title; `columns` is how many stand next to each other: many are written smaller, and
    without an `orientation` on a page that lies."""
    words = _words(tx)
    lies = (orientation or ORIENTATIONS[columns > MANY_COLUMNS]) == "landscape"
    person = (reading.member(tx, tx.ctx.actor.member) or {}).get("label")
    moment = f"{tx.ctx.now.astimezone(zone_or_default(tx.ctx.zone)):%Y-%m-%d %H:%M}"
    stamp = " ".join(filter(None, (person, moment)))
    before, between, after = words.page
    foot = f"{css_text(before)} counter(page) {css_text(between)} counter(pages) {css_text(after)}"
    margins = (
        f"@page {{ size: A4 {'landscape' if lies else 'portrait'}; margin: 12mm 11mm 15mm;"
        f" @bottom-left {{ content: {css_text(' · '.join(filter(None, (title, of, stamp))))}; {_FOOT} }}"
        f" @bottom-right {{ content: {foot}; {_FOOT} }} }}"
    )
    said = [(words.printed, stamp), *facts]
    head = element(
        "header",
        element("h1", title, element("span", of) if of else None),
        element("p", *(element("span", element("b", label), " ", text) for label, text in said if text)),
    )
    dense = "" if columns <= 8 else "dense" if columns <= 14 else "denser"
    document = element(
        "html",
        element(
            "head",
            Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width">'),
            element("title", name),
            element("style", Html(margins + _STYLE)),
        ),
        element("body", head, joined(body), css=dense),
        lang=tx.ctx.locale,
    )
    return Printed(name, "<!doctype html>" + document, rows)


_FOOT = "font: 8pt sans-serif; color: #666"
_PALETTE = {
    "gray": "#eceef1", "red": "#fde7e5", "orange": "#feeadb", "amber": "#fdefcd", "yellow": "#faf3be", "lime": "#ecf6cf",
    "green": "#def5e5", "teal": "#d5f4ef", "cyan": "#d9f2f9", "blue": "#e1ebfd", "purple": "#efe6fc", "pink": "#fce5f0",
}  # fmt: skip
_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #14181f; font: 9.5pt/1.45 "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC",
  "PingFang SC", "Microsoft YaHei", "Hiragino Sans GB", "WenQuanYi Micro Hei", system-ui, sans-serif;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; font-variant-numeric: tabular-nums; }
@media screen { body { padding: 12mm 11mm; } }
body.dense { font-size: 8pt; }
body.denser { font-size: 6.5pt; }
header { border-bottom: 1pt solid #14181f; margin-bottom: 3mm; padding-bottom: 2mm; }
h1 { font-size: 15pt; margin: 0 0 1mm; overflow-wrap: anywhere; }
h1 span { font-size: 10.5pt; font-weight: 400; color: #555; margin-left: 3mm; }
header p { margin: 0; color: #444; font-size: 8.5pt; overflow-wrap: anywhere; }
header p span { margin-right: 5mm; }
header b, dt { font-weight: 400; color: #6b7280; }
h2 { font-size: 11pt; margin: 4mm 0 1.5mm; break-after: avoid; }
table { width: 100%; border-collapse: collapse; }
thead { display: table-header-group; }
th, td { border: .5pt solid #c4c8cf; padding: .9mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #f1f3f6; font-weight: 600; min-width: 3.6em; }
th:nth-child(2) { min-width: 7em; }
th.i, td.i { min-width: 0; width: 1px; white-space: nowrap; text-align: right; color: #6b7280; }
td { white-space: pre-line; }
th.n, td.n { text-align: right; }
td.n, td.l { white-space: nowrap; overflow-wrap: normal; }
tr { break-inside: avoid; }
tr.g td { background: #f7f8fa; font-weight: 600; break-after: avoid; }
tr.g span { font-weight: 400; color: #555; margin-left: 2mm; }
tr.s td { font-weight: 600; background: #f7f8fa; }
tr.s small { font-weight: 400; color: #6b7280; margin-right: 1mm; }
tr.t td { border-top: 1pt solid #14181f; background: #f1f3f6; }
section { break-inside: avoid; }
section + table { margin-top: 2mm; }
dl { display: grid; grid-template-columns: 1fr 1fr; margin: 0; border-top: .5pt solid #c4c8cf; }
dl div { display: grid; grid-template-columns: 28mm 1fr; gap: 2mm; padding: 1mm 1.5mm; border-bottom: .5pt solid #c4c8cf;
  break-inside: avoid; }
dl div.w { grid-column: 1 / -1; }
dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
p.none { color: #6b7280; }
@media screen and (max-width: 600px) { body { padding: 4mm; } dl { grid-template-columns: 1fr; } }
""" + "".join(f"tr.{name} td, td.{name} {{ background: {color}; }}\n" for name, color in _PALETTE.items())
