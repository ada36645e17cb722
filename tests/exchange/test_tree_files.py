"""Trees in templates and sheets (E29, S38): declared as data, imported by the key of the parent in any order, exported so
that they can be imported again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gezi.core.context import SYSTEM, Source
from gezi.exchange import exports
from gezi.exchange.template import exporter, installer
from gezi.tables.queries.query import Query
from gezi.tables.workspaces import Workspaces
from support.desk import Desk, errors


def label(text: str) -> dict[str, str]:
    return {"zh-CN": text, "en": text}


def field(key: str, type: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": type, "label": label(key), **more}


MONEY = {"type": "money", "options": {"currency": "CNY"}}
KITS: dict[str, Any] = {
    "format": 1,
    "key": "kits",
    "version": "1.0.0",
    "name": label("kits"),
    "tables": [
        {
            "key": "kits",
            "label": label("kits"),
            "primary": "name",
            "fields": [
                field("name", "text"),
                field("parts", "subtable", options={"table": "parts", "field": "kit"}),
            ],
        },
        {
            "key": "parts",
            "label": label("parts"),
            "primary": "code",
            "parent": "kit",
            "tree": "above",
            "order": "place",
            "fields": [
                field(
                    "with_below",
                    "rollup",
                    options={
                        "path": ["parts.above"],
                        "aggregate": "sum",
                        "field": "amount",
                        "subtree": True,
                        "result": MONEY,
                    },
                ),
                field("amount", "formula", options={"formula": "price * effective", "result": MONEY}),
                field(
                    "effective",
                    "formula",
                    options={
                        "formula": "quantity * coalesce(above.effective, 1)",
                        "result": {"type": "number", "options": {"scale": 0}},
                    },
                ),
                field("code", "text", unique=True),
                field("kit", "relation", options={"table": "kits"}),
                field("above", "relation", options={"table": "parts"}),
                field("place", "number", options={"scale": 0}),
                field("quantity", "number", options={"scale": 0}, default={"value": "1"}),
                field("price", "money", options={"currency": "CNY"}),
            ],
        },
    ],
}
#: B names what comes later, D what came before
FILE = "code,kit,above,place,quantity,price\nB,K,A,1,2,50\nC,K,B,1,8,1\nA,K,,1,2,1000\nD,K,A,2,1,30\n"


def desk_with_kits(workspaces: Workspaces, folder: Path, key: str) -> Desk:
    desk = Desk(workspaces, folder, key)
    with desk.write(Source.TEMPLATE) as tx:
        installer.install(tx, KITS)
    desk.create("kits", {"name": "K"})
    return desk


def exported(desk: Desk) -> str:
    with desk.read(SYSTEM) as tx:
        made = exports.write(tx, "parts", Query(sort="code"), "csv")
        return b"".join(made.chunks()).decode("utf-8-sig")


def test_a_tree_goes_through_a_template_and_through_sheets_in_any_order(workspaces: Workspaces, tmp_path: Path) -> None:
    desk = desk_with_kits(workspaces, tmp_path, "one")
    with desk.read() as tx:
        assert exporter.export(tx, "kits")["tables"] == KITS["tables"]
    tally = desk.bring("parts", FILE)
    assert (tally.created, errors(tally)) == (4, [])
    assert desk.column("parts", "effective", sort="code") == ["2", "4", "32", "2"]
    assert desk.column("parts", "with_below", sort="code") == ["2292.00", "232.00", "32.00", "60.00"]
    other = desk_with_kits(workspaces, tmp_path, "other")
    again = other.bring("parts", exported(desk))
    assert (again.created, errors(again)) == (4, [])
    assert exported(other) == exported(desk)


def test_a_file_whose_rows_hang_below_each_other_in_a_circle_is_reported_by_row(
    workspaces: Workspaces, tmp_path: Path
) -> None:
    desk = desk_with_kits(workspaces, tmp_path, "one")
    tally = desk.bring("parts", "code,kit,above\nA,K,B\nB,K,A\nC,K,\n")
    assert {code for _, _, code in errors(tally)} == {"tree.circle"}
    assert sum(above is not None for above in desk.column("parts", "above")) <= 1
