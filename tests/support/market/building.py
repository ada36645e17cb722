"""Rules that change the structure while it is in use: fields come, are renamed, converted, go and come back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from .ledger import Column, Ledger, Row, cents, plus
from .machine import PICK, TABLES, Market

NEW = ("text", "number", "money", "date", "checkbox", "option")
#: what a text of `drawing.TEXTS` becomes; what is not named becomes empty
READ: dict[str, dict[str, Any]] = {
    "number": {"12": Decimal(12), "3.50": Decimal("3.5"), "１２": Decimal(12), "1,000": Decimal(1000)},
    "money": {"12": Decimal(12), "3.50": Decimal("3.5"), "１２": Decimal(12), "1,000": Decimal(1000)},
    "date": {"2026-01-02": "2026-01-02"},
    "checkbox": {"是": True},
}


def _doubled(ledger: Ledger, order: Row) -> Any:
    return ledger.value("orders", order, "total") * 2


def _if_approved(ledger: Ledger, order: Row) -> Any:
    return ledger.value("orders", order, "total") if order["status"] == "approved" else Decimal(0)


def _worth(ledger: Ledger, customer: Row) -> Any:
    return ledger.value("customers", customer, "deal_amount") + (customer["credit"] or Decimal(0))


def _share(ledger: Ledger, customer: Row) -> Any:
    amount = ledger.value("customers", customer, "deal_amount")
    return cents(amount / customer["credit"]) if customer["credit"] else None


FORMULAS: dict[str, tuple[tuple[str, Any], ...]] = {
    "customers": (("deal_amount + credit", _worth), ("deal_amount / credit", _share)),
    "orders": (("total * 2", _doubled), ('if(status = "approved", total, 0)', _if_approved)),
    "order_lines": (
        ("price + quantity", lambda ledger, line: cents(plus(line["price"], line["quantity"]))),
        (
            "round(price, 0) + 0",
            lambda ledger, line: cents((line["price"] or Decimal(0)).quantize(Decimal(1), "ROUND_HALF_UP")),
        ),
    ),
}


@dataclass
class Aside:
    """A field, or the values of one, in the trash."""

    table: str
    column: Column
    values: dict[int, Any]
    deleted: bool


class Building(Market):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.aside: dict[int, Aside] = {}

    def own(self, table: str, pick: int, *, computed: bool = False) -> Column | None:
        found = [c for c in self.trader.sheet(table).columns.values() if c.own and (c.compute is not None) == computed]
        return found[pick % len(found)] if found else None

    def built(self) -> None:
        """The structure has changed: older batches are undone as far as the houses agree."""
        self.trader.shape += 1
        self.trader.everything()

    def forget(self) -> None:
        """What is aside goes with its rows."""
        for one in self.aside.values():
            rows = self.ledger.sheets[one.table].rows
            one.values = {id_: value for id_, value in one.values.items() if id_ in rows}

    @rule(table=TABLES, type_=st.sampled_from(NEW))
    def add_field(self, table: str, type_: str) -> None:
        self.count += 1
        key = f"x{self.count}"
        choices = ("甲", "乙") if type_ == "option" else ()
        body: dict[str, Any] = {"type": type_, "label": f"新 {key}", "key": key}
        if choices:
            body["choices"] = [{"key": each, "label": name} for each, name in zip(("k1", "k2"), choices, strict=True)]
        answer = self.trader.pair.post("ann", f"/tables/{table}/fields", body)
        assert answer.status == 201, answer.json
        column = Column(key, type_, choices=("k1", "k2") if choices else (), own=True)
        self.trader.sheet(table).columns[key] = column
        for row in self.ledger.rows(table):
            row[key] = column.default
        self.built()

    @rule(table=TABLES, which=st.integers(0, 1))
    def add_formula(self, table: str, which: int) -> None:
        self.count += 1
        key = f"f{self.count}"
        text, compute = FORMULAS[table][which]
        body = {"type": "formula", "label": key, "key": key, "options": {"formula": text, "result": {"type": "money"}}}
        answer = self.trader.pair.post("ann", f"/tables/{table}/fields", body)
        assert answer.status == 201, answer.json
        self.trader.sheet(table).columns[key] = Column(key, "money", compute=compute, own=True)
        self.built()

    @rule(table=TABLES, pick=PICK, which=st.integers(0, 1))
    def change_formula(self, table: str, pick: int, which: int) -> None:
        column = self.own(table, pick, computed=True)
        if column is None:
            return
        text, column.compute = FORMULAS[table][which]
        answer = self.trader.pair.patch("ann", f"/tables/{table}/fields/{column.key}", {"options": {"formula": text}})
        assert answer.status == 200, answer.json
        self.built()

    @rule(table=TABLES, pick=PICK)
    def rename(self, table: str, pick: int) -> None:
        """A new key and label; formulas and filters go on, and the old key may still be written."""
        columns = [c for c in self.trader.sheet(table).columns.values() if c.name not in ("name", "number")]
        column = columns[pick % len(columns)]
        self.count += 1
        old, column.key = column.key, f"r{self.count}"
        body = {"key": column.key, "label": f"改名 {self.count}"}
        answer = self.trader.pair.patch("ann", f"/tables/{table}/fields/{old}", body)
        assert answer.status == 200, answer.json
        self.built()

    @rule(table=TABLES, pick=PICK, computed=st.booleans())
    def delete_field(self, table: str, pick: int, computed: bool) -> None:
        column = self.own(table, pick, computed=computed)
        if column is None:
            return
        answer = self.trader.pair.delete("ann", f"/tables/{table}/fields/{column.key}", {})
        assert answer.status == 200, answer.json
        self._set_aside(answer.json["trash"], table, column, deleted=True)
        del self.trader.sheet(table).columns[column.name]
        self.built()

    def _set_aside(self, entry: int, table: str, column: Column, *, deleted: bool) -> None:
        values = {} if column.compute else {row["id"]: row[column.name] for row in self.ledger.rows(table)}
        copy = Column(column.name, column.type, column.key, column.compute, column.choices, own=True)
        self.aside[entry] = Aside(table, copy, values, deleted)

    @rule(table=TABLES, pick=PICK, wanted=st.sampled_from(("number", "money", "date", "checkbox", "text")))
    def convert(self, table: str, pick: int, wanted: str) -> None:
        column = self.own(table, pick)
        if column is None or column.type == wanted or "text" not in (column.type, wanted):
            return
        before = [row[column.name] for row in self.ledger.rows(table)]
        path = f"/tables/{table}/fields/{column.key}/convert"
        preview = self.trader.pair.post("ann", path, {"type": wanted, "dry_run": True}).json["preview"]
        said = {value: self._converted(column, wanted, value) for value in before}
        assert preview["empty"] == sum(value is None for value in before), (preview, before)
        good = [v for v in before if v is not None and (said[v] if wanted == "checkbox" else said[v] is not None)]
        assert preview["converted"] == len(good), (preview, before, wanted)
        answer = self.trader.pair.post("ann", path, {"type": wanted})
        assert answer.status == 200, answer.json
        trash = self.trader.pair.get("ann", "/schema/trash").json["trash"]
        self._set_aside(max(entry["id"] for entry in trash), table, column, deleted=False)
        for row in self.ledger.rows(table):
            row[column.name] = said[row[column.name]]
        column.type, column.choices = wanted, ()
        column.default = False if wanted == "checkbox" else None
        self.built()

    def _converted(self, column: Column, wanted: str, value: Any) -> Any:
        if wanted != "text":
            return READ[wanted].get(value, False if wanted == "checkbox" else None)
        if value is None:
            return None
        match column.type:
            case "number" | "money":
                unit = Decimal("0.01") if column.type == "money" else Decimal(1)
                return str(value.quantize(unit)) if column.type == "money" else f"{value.normalize():f}"
            case "checkbox":
                return "是" if value else "否"
            case "option":
                return {"k1": "甲", "k2": "乙"}[value]
            case _:
                return value

    @precondition(lambda self: self.aside)
    @rule(pick=PICK)
    def take_back(self, pick: int) -> None:
        """A field comes out of the trash, or a conversion is undone, with the values there were."""
        self.forget()
        entry = sorted(self.aside)[pick % len(self.aside)]
        one = self.aside.pop(entry)
        columns = self.trader.sheet(one.table).columns
        if not one.deleted and one.column.name not in columns:
            self.aside[entry] = one
            return
        answer = self.trader.pair.post("ann", "/schema/trash/restore", {"id": entry})
        assert answer.status == 200, answer.json
        column = one.column
        if not one.deleted:
            now = columns[column.name]
            column.key = now.key
            trash = self.trader.pair.get("ann", "/schema/trash").json["trash"]
            self._set_aside(max(each["id"] for each in trash), one.table, now, deleted=False)
        columns[column.name] = column
        if column.compute is None:
            for row in self.ledger.rows(one.table):
                row[column.name] = one.values.get(row["id"], column.default)
        self.built()
